"""What allauth asks us: who may in, how long to wait, which steps a sign-in has, what to say.

Nothing here creates an account: accounts come from the register, sign-in only opens them.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import clock, ui
from khuevan.register.signin.queries.factors import PROVING, factors_of, may_do_without
from khuevan.register.signin.services import attempts, journal, words
from khuevan.register.signin.services.sealing import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, **words.ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this site: whatever does not begin at its root would be looked up as the name of a page."""
        return url.startswith("/") and bool(super().is_safe_url(url))

    def get_login_stages(self) -> list[str]:
        return [
            "khuevan.register.signin.adapters.stages.SecondFactorStage",
            "khuevan.register.signin.adapters.stages.NewPasswordStage",
            "khuevan.register.signin.adapters.stages.ProtectStage",
        ]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The account for a right password. Raises ValidationError with how long to wait, or that it was wrong;
        both sound the same for names that do not exist."""
        at = clock.now()
        username, address = credentials["username"], self.get_client_ip(request)
        wait = attempts.begin(username, address, at=at)
        if wait:
            journal.tell(request, journal.MADE_TO_WAIT, at=at, username=username, seconds=wait.seconds)
            raise ValidationError(words.must_wait(wait), code="too_many_login_attempts")
        account = authenticate(request, username=username, password=credentials["password"])
        if account is not None:
            attempts.forget(username)
            return account
        wait = attempts.failed(username, address, at=at)
        journal.tell(request, journal.WRONG, at=at, username=username, seconds=wait.seconds)
        if wait:
            raise ValidationError(words.wrong_and_wait(wait), code="too_many_login_attempts")
        raise self.validation_error("username_password_mismatch")

    def reauthenticate(self, user: Any, password: str) -> bool:
        try:
            return self.authenticate(context.request, username=user.username, password=password).pk == user.pk
        except ValidationError as refused:
            if refused.code == "too_many_login_attempts":
                raise
            return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        response = super().pre_login(request, user, **kwargs)
        if response is not None:
            journal.tell(request, journal.INACTIVE, at=clock.now(), account=user)
        return response

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        journal.tell(request, journal.SIGNED_IN, at=clock.now(), account=user, by=_means(request))
        response = super().post_login(request, user, **kwargs)
        ui.keep(response, settings.LANGUAGE_COOKIE_NAME, user.language)
        return response

    def logout(self, request: HttpRequest) -> None:
        journal.tell(request, journal.SIGNED_OUT, at=clock.now(), account=request.user)
        super().logout(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only plain words reach people: allauth's message templates are not used."""
        if message:
            messages.add_message(request, level, message)

    def is_ajax(self, request: HttpRequest) -> bool:
        return request.headers.get("Accept") == "application/json"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        if not user.is_authenticated:
            return []
        return [
            {"id": "reauthenticate", "description": _("Xác nhận"), "url": reverse("account_reauthenticate")}
        ]


def _means(request: HttpRequest) -> str:
    """What proved the person: «password», «password totp», «webauthn», «socialaccount» …"""
    records = request.session.get("account_authentication_methods", [])
    return " ".join(str(one.get("type") or one.get("method")) for one in records)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, **words.ERRORS}

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return "Khuê Văn"

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        if user.is_anonymous:
            return False
        found = factors_of(user)
        wanted = set(types or (*PROVING, Authenticator.Type.RECOVERY_CODES))
        return bool(
            (found.app and Authenticator.Type.TOTP in wanted)
            or (found.passkeys and Authenticator.Type.WEBAUTHN in wanted)
            or (found.recovery and Authenticator.Type.RECOVERY_CODES in wanted)
        )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_do_without(authenticator.user, factors_of(authenticator.user))

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        return _("Khóa truy cập %(n)d") % {"n": len(factors_of(user).passkeys) + 1}

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.username)
