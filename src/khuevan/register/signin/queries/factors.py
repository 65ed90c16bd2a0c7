"""Second factors of an account, read once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from khuevan.kernel import clock
from khuevan.register.accounts import queries as accounts

PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes stand in for these; alone they protect nothing."""


@dataclass(frozen=True)
class Factors:
    app: Authenticator | None
    passkeys: tuple[Authenticator, ...]
    recovery: Authenticator | None

    @property
    def any(self) -> bool:
        return self.app is not None or bool(self.passkeys)

    @property
    def count(self) -> int:
        return len(self.passkeys) + (self.app is not None)


def factors_of(account: Any) -> Factors:
    """Within the account's own binding or the platform's: row-level security hides other people's."""
    found = list(Authenticator.objects.filter(user_id=account.pk).order_by("id"))
    by_type = {one.type: one for one in found}
    return Factors(
        app=by_type.get(Authenticator.Type.TOTP),
        passkeys=tuple(one for one in found if one.type == Authenticator.Type.WEBAUTHN),
        recovery=by_type.get(Authenticator.Type.RECOVERY_CODES),
    )


def roles_that_need_one() -> tuple[str, ...]:
    """Codes of roles whose holders cannot work without a second factor; empty in the demonstration."""
    return tuple(settings.SIGNIN_SECOND_FACTOR_ROLES)  # type: ignore[misc]


def needs_second_factor(account: Any, on: date) -> bool:
    """Whether a role the account holds on that day cannot work without a second factor."""
    codes = roles_that_need_one()
    return bool(codes) and any(grant.role.code in codes for grant in accounts.live_grants(account.pk, on))


def may_do_without(account: Any, factors: Factors) -> bool:
    """Whether one of these factors may go: another stays, or no role of the account needs one."""
    return factors.count > 1 or not needs_second_factor(account, clock.today())
