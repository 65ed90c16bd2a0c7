"""Where a form of sign-in may end: browsers hold the redirects after a form against the page's content policy."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from allauth.idp.oidc.internal.clientkit import is_redirect_uri_allowed
from allauth.idp.oidc.models import Client
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from khuevan.kernel import ui
from khuevan.register.signin import queries


def client_origins(client: Client, address: str = "") -> list[str]:
    """Where the browser may be sent after a form of ours. `address`: the return address of this very request, which
    for programs on the person's own machine has a port of the moment (RFC 8252, 7.3)."""
    addresses = [*client.get_redirect_uris(), *client.get_post_logout_redirect_uris()]
    if address and is_redirect_uri_allowed(address, client.get_redirect_uris(), False):
        addresses.append(address)
    return sorted({f"{urlsplit(a).scheme}://{urlsplit(a).netloc}" for a in addresses})


def origins_behind(address: str) -> list[str]:
    """If going to `address` ends at an application, that application's origins: a sign-in form that leads there
    must be allowed to."""
    parts = urlsplit(address)
    if parts.path != reverse("idp:oidc:authorization"):
        return []
    query = parse_qs(parts.query)
    client = Client.objects.filter(pk=query.get("client_id", [""])[0]).first()
    return client_origins(client, query.get("redirect_uri", [""])[0]) if client else []


def ends_at(request: HttpRequest, response: HttpResponse, address: str) -> HttpResponse:
    """Allows the forms of this page to end at the application behind `address` and at the outside providers."""
    outside = [one["settings"]["server_url"] for one in queries.outside_providers()]
    outside += [origin for one in queries.outside_providers() for origin in one["settings"]["origins"]]
    targets = [*origins_behind(address), *outside]
    return ui.allow_form_targets(response, targets) if targets else response
