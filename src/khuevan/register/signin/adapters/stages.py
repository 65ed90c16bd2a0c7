"""The steps between a right password and being in: prove a second factor, choose a new password, set up a factor.

Each keeps its state in the anonymous session; nobody is signed in before the last one.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import Login
from allauth.account.stages import LoginStage
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.http import HttpResponse

from khuevan.kernel import clock
from khuevan.register.signin.queries.factors import Factors, factors_of, needs_second_factor


def _factors(login: Login) -> Factors:
    """The account's factors, read once for all stages of one request."""
    if not hasattr(login, "factors"):
        login.factors = factors_of(login.user)
    return login.factors


class SecondFactorStage(AuthenticateStage):
    """Skipped by whoever came with a passkey: it is two factors in one (device and PIN or finger)."""

    def _should_handle(self, request: Any) -> bool:
        if self.login.user is None or did_use_passwordless_login(request, self.login.user):
            return False
        return _factors(self.login).any


class NewPasswordStage(LoginStage):
    """First passwords and passwords that an officer has reset serve once: to choose one's own."""

    key = "new_password"
    urlname = "signin_new_password"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user is not None and self.login.user.must_change_password:
            return headed_redirect_response(self.urlname), True
        return None, True


class ProtectStage(LoginStage):
    """Roles that reach far set up a second factor before they come in for the first time."""

    key = "protect"
    urlname = "signin_protect"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        account = self.login.user
        if account is None or _factors(self.login).any or not needs_second_factor(account, clock.today()):
            return None, True
        return headed_redirect_response(self.urlname), True
