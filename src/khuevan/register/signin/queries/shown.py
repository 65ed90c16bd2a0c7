"""Reads of sign-in: what the door and the security page show, and the sector's applications."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.models import Client
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.signin.permissions import MANAGE_APPLICATIONS
from khuevan.register.signin.queries.factors import Factors
from khuevan.register.signin.queries.rows import ApplicationRow, LinkRow, OutsideButton, PasskeyRow

SHOWN_OF_SUBJECT = 4


def outside_providers() -> list[dict[str, Any]]:
    """The configured providers, as allauth's settings hold them."""
    found: list[dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]  # type: ignore[misc]
    return found


def outside_buttons(request: HttpRequest) -> list[OutsideButton]:
    return [
        OutsideButton(
            one["name"], reverse("openid_connect_login", kwargs={"provider_id": one["provider_id"]})
        )
        for one in outside_providers()
    ]


def passkeys_of(factors: Factors) -> list[PasskeyRow]:
    return [PasskeyRow(one.pk, one.wrap().name, one.created_at, one.last_used_at) for one in factors.passkeys]


def codes_left(factors: Factors) -> int | None:
    return None if factors.recovery is None else len(factors.recovery.wrap().get_unused_codes())


def passkey(account: Any, passkey_id: int) -> Authenticator | None:
    return Authenticator.objects.filter(
        pk=passkey_id, user_id=account.pk, type=Authenticator.Type.WEBAUTHN
    ).first()


def outside_links(account: Any) -> list[LinkRow]:
    """The person's links; of the subject only the end is shown."""
    names = {one["provider_id"]: one["name"] for one in outside_providers()}
    return [
        LinkRow(
            link.pk,
            names.get(link.provider, link.provider),
            "…" + link.uid[-SHOWN_OF_SUBJECT:],
            link.date_joined,
        )
        for link in SocialAccount.objects.filter(user_id=account.pk).order_by("id")
    ]


def outside_link(account: Any, link_id: int) -> SocialAccount | None:
    return SocialAccount.objects.filter(pk=link_id, user_id=account.pk).first()


def applications(actor: Actor) -> list[ApplicationRow]:
    """Every registered application, newest first. Raises Refused without the permission."""
    access.demand(actor, MANAGE_APPLICATIONS)
    return [application_row(one) for one in Client.objects.order_by("-created_at", "id")]


def application(actor: Actor, client_id: str) -> Client | None:
    access.demand(actor, MANAGE_APPLICATIONS)
    return Client.objects.filter(pk=client_id).first()


def application_row(client: Client) -> ApplicationRow:
    hosts = sorted({urlsplit(uri).netloc for uri in client.get_redirect_uris()})
    return ApplicationRow(
        id=client.pk,
        name=client.name,
        type=client.type,
        hosts=", ".join(hosts),
        scopes=" ".join(client.get_scopes()),
        created_at=client.created_at,
        is_disabled=is_disabled(client),
    )


def is_disabled(client: Client) -> bool:
    """A switched-off application has no grant left that it could ask for."""
    return not client.get_grant_types()
