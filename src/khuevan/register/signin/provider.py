"""Being the OpenID Connect provider of the sector's applications: what they are told about a person, and the keys.

Claims follow the scopes that the person agreed to: `profile`, `email`, `units`, `roles`; the personal identification
number only under its own scope, and each time it is told the audit log says to whom.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, Literal

from allauth.core import context
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.private_keys import filter_keys
from allauth.idp.oidc.models import Client, PrivateKey
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import audit, clock
from khuevan.register.accounts import queries as accounts
from khuevan.register.signin.rules import family_and_given
from khuevan.register.signin.services import journal, keys

NATIONAL_ID = "national_id"
SCOPES = {
    "openid": _("Biết bạn là ai (một mã riêng, không phải số định danh)"),
    "profile": _("Họ tên, tên đăng nhập, ngôn ngữ"),
    "email": _("Địa chỉ thư điện tử"),
    "units": _("Đơn vị bạn thuộc về"),
    "roles": _("Vai trò của bạn và nơi có hiệu lực"),
    NATIONAL_ID: _("Số định danh cá nhân"),
}
SENSITIVE = frozenset({NATIONAL_ID})
"""Never granted without being asked for each time, and each telling is logged."""


class ProviderAdapter(DefaultOIDCAdapter):
    scope_display = SCOPES

    def generate_client_secret(self) -> str:
        """Letters, digits, - and _ only: clients differ in whether they percent-encode a secret in HTTP Basic
        (RFC 6749, 2.3.1), and these need none."""
        return secrets.token_urlsafe(32)

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        return filter_keys(keys.private_keys(clock.now()), did_activate=did_activate, is_active=is_active)

    def get_user_by_sub(self, client: Client, sub: str) -> Any:
        account = accounts.account_by_id(int(sub)) if sub.isascii() and sub.isdigit() else None
        return account if account is not None and account.is_active else None

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Called as the platform, by the token and userinfo endpoints."""
        asked = set(scopes)
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        if "profile" in asked:
            claims |= _profile(user)
        if "email" in asked and user.email:
            claims |= {"email": user.email, "email_verified": False}
        if "units" in asked and user.unit is not None:
            claims |= {"units": [user.unit.code], "unit_details": [_unit(user.unit)]}
        if "roles" in asked:
            claims |= _roles(accounts.live_grants(user.pk, clock.today()))
        if NATIONAL_ID in asked and purpose == "userinfo" and user.person is not None:
            audit.look(
                journal.who(context.request, user),
                journal.TOLD_NATIONAL_ID,
                at=clock.now(),
                on=user,
                unit_id=user.unit_id,
                why=client.name,
            )
            claims[NATIONAL_ID] = user.person.national_id
        return claims


def _profile(account: Any) -> dict[str, Any]:
    name = account.person.full_name if account.person else str(account)
    family, middle, given = family_and_given(name)
    parts = {"family_name": family, "middle_name": middle, "given_name": given}
    return {
        "name": name,
        "preferred_username": account.username,
        "locale": account.language,
        **{claim: value for claim, value in parts.items() if value},
    }


def _roles(grants: list[Any]) -> dict[str, Any]:
    """`roles` as plain words, which every client can read, and `role_grants` with the unit of each."""
    return {
        "roles": sorted({grant.role.code for grant in grants}),
        "role_grants": [{"role": grant.role.code, "unit": _unit(grant.unit)} for grant in grants],
    }


def _unit(unit: Any) -> dict[str, Any]:
    return {"id": unit.pk, "code": unit.code, "name": unit.name}
