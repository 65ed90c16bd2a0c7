"""Applications of the sector that sign people in through us: registered, changed, switched off, all audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token

from khuevan.kernel import access, audit, database
from khuevan.kernel.access import Actor
from khuevan.register.signin.permissions import MANAGE_APPLICATIONS

REGISTER = MANAGE_APPLICATIONS.code
_GRANTS = ["authorization_code", "refresh_token"]


@dataclass(frozen=True)
class Described:
    """What an administrator says about an application; addresses and scopes are checked by the form."""

    name: str
    redirect_uris: Sequence[str]
    post_logout_redirect_uris: Sequence[str]
    scopes: Sequence[str]
    type: str
    skip_consent: bool


def register_application(actor: Actor, described: Described, *, at: datetime) -> tuple[Client, str]:
    """The application and its secret, which is told once (only its hash is kept); "" for a public one."""
    access.demand(actor, MANAGE_APPLICATIONS)
    secret = get_adapter().generate_client_secret()
    client = Client(owner=None, created_at=at)
    _describe(client, described)
    client.set_secret(secret)
    _open(client)
    with audit.act(actor, REGISTER, at=at) as act:
        client.save(force_insert=True)
        act.on(client)
        act.note(step="register", name=client.name, scopes=" ".join(described.scopes))
    return client, "" if client.type == Client.Type.PUBLIC else secret


def change_application(actor: Actor, client: Client, described: Described, *, at: datetime) -> None:
    access.demand(actor, MANAGE_APPLICATIONS)
    with audit.act(actor, REGISTER, at=at, on=client) as act:
        _describe(client, described)
        client.save()
        act.note(step="change", name=client.name, scopes=" ".join(described.scopes))


def renew_secret(actor: Actor, client: Client, *, at: datetime) -> str:
    """A new secret, told once; the old one stops at once."""
    access.demand(actor, MANAGE_APPLICATIONS)
    secret = get_adapter().generate_client_secret()
    with audit.act(actor, REGISTER, at=at, on=client) as act:
        client.set_secret(secret)
        client.save(update_fields=["secret"])
        act.note(step="renew secret")
    return secret


def disable_application(actor: Actor, client: Client, *, at: datetime, why: str = "") -> None:
    """Nobody comes in through it any more, and every token it holds is void now."""
    access.demand(actor, MANAGE_APPLICATIONS)
    with audit.act(actor, REGISTER, at=at, on=client, why=why) as act:
        client.set_grant_types([])
        client.set_response_types([])
        client.save(update_fields=["grant_types", "response_types"])
        with database.acting(access.system("thu hồi mã truy cập")):
            revoked = Token.objects.filter(client=client).delete()[0]
        act.note(step="disable", revoked=revoked)


def enable_application(actor: Actor, client: Client, *, at: datetime) -> None:
    access.demand(actor, MANAGE_APPLICATIONS)
    with audit.act(actor, REGISTER, at=at, on=client) as act:
        _open(client)
        client.save(update_fields=["grant_types", "response_types"])
        act.note(step="enable")


def _open(client: Client) -> None:
    client.set_grant_types(_GRANTS)
    client.set_response_types(["code"])


def _describe(client: Client, described: Described) -> None:
    client.name = described.name
    client.type = described.type
    client.skip_consent = described.skip_consent
    client.set_scopes(["openid", *(scope for scope in described.scopes if scope != "openid")])
    client.set_default_scopes(["openid"])
    client.set_redirect_uris(list(described.redirect_uris))
    client.set_post_logout_redirect_uris(list(described.post_logout_redirect_uris))
