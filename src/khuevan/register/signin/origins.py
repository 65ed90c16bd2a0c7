"""Where a form of sign-in may end: browsers hold the redirects after a form against the page's content policy."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from allauth.idp.oidc.models import Client
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from khuevan.kernel import ui

from . import queries


def client_origins(client: Client) -> list[str]:
    """Where the browser may be sent after a form of ours, for the content policy."""
    addresses = [*client.get_redirect_uris(), *client.get_post_logout_redirect_uris()]
    return sorted({f"{urlsplit(a).scheme}://{urlsplit(a).netloc}" for a in addresses})


def origins_behind(address: str) -> list[str]:
    """If going to `address` ends at an application, that application's origins: a sign-in form that leads there
    must be allowed to."""
    parts = urlsplit(address)
    if parts.path != reverse("idp:oidc:authorization"):
        return []
    client = Client.objects.filter(pk=(parse_qs(parts.query).get("client_id") or [""])[0]).first()
    return client_origins(client) if client else []


def ends_at(request: HttpRequest, response: HttpResponse, address: str) -> HttpResponse:
    """Allows the forms of this page to end at the application behind `address` and at the outside providers."""
    outside = [one["settings"]["server_url"] for one in queries.outside_providers()]
    outside += [origin for one in queries.outside_providers() for origin in one["settings"]["origins"]]
    targets = [*origins_behind(address), *outside]
    return ui.allow_form_targets(response, targets) if targets else response
