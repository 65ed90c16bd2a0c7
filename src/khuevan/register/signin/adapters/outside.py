"""Signing in with an outside OpenID Connect provider (VNeID-like): it says who, we say whether there is an account.

An account opens for a subject linked before, or for the one account whose person has the personal identification
number that the provider vouches for. Otherwise the answer is no, in words; no account is ever made here.
"""

from __future__ import annotations

import re
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import clock, ui
from khuevan.register.signin import services
from khuevan.register.signin.services import journal
from khuevan.register.signin.views.pages import RefusedPage

_NUMBER = re.compile(r"\d{12}")


class OutsideAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ends in an account or in a page that says why not; allauth never gets to signing somebody up."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(_connect(request, sociallogin))
        if sociallogin.is_existing:
            return
        account = _account_of_number(_number(sociallogin))
        if account is None:
            reason = _(
                "Danh tính của bạn đã được xác nhận, nhưng chưa có tài khoản nào ở đây mang số định danh đó. "
                "Hãy đăng nhập bằng tên và mật khẩu rồi nối tài khoản ở trang Bảo mật, hoặc hỏi nhà trường."
            )
            raise ImmediateHttpResponse(refusal(request, sociallogin.account.provider, reason))
        sociallogin.account = services.link_outside(
            journal.who(request, account),
            account,
            provider=sociallogin.account.provider,
            subject=sociallogin.account.uid,
            at=clock.now(),
        )
        sociallogin.user = account

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        reason = _("Nhà cung cấp định danh không xác nhận được bạn, hoặc lần đăng nhập này đã quá hạn.")
        raise ImmediateHttpResponse(refusal(request, getattr(provider, "name", ""), reason))


def refusal(request: HttpRequest, provider: str, reason: str) -> HttpResponse:
    journal.tell(request, journal.OUTSIDE_REFUSED, at=clock.now(), why=reason, provider=provider)
    page = RefusedPage(
        title=_("Chưa đăng nhập được"),
        reason=reason,
        back_url=reverse("account_login"),
        back_label=_("Về trang đăng nhập"),
    )
    return ui.render(request, "signin/refused.html", page, status=403)


def _connect(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """Links the subject to who is signed in, unless it is linked to somebody else."""
    back = redirect("mfa_index")
    if not request.user.is_authenticated or not did_recently_reauthenticate(request):
        return back
    provider, subject = sociallogin.account.provider, sociallogin.account.uid
    linked = SocialAccount.objects.filter(provider=provider, uid=subject).first()
    if linked is None:
        services.link_outside(
            journal.who(request), request.user, provider=provider, subject=subject, at=clock.now()
        )
        messages.success(request, _("Đã nối tài khoản bên ngoài."))
    elif linked.user_id == request.user.pk:
        messages.info(request, _("Tài khoản bên ngoài này đã được nối từ trước."))
    else:
        messages.error(request, _("Tài khoản bên ngoài này đang nối với một tài khoản khác."))
    return back


def _number(sociallogin: SocialLogin) -> str:
    """The personal identification number in the configured claim; "" if there is none or it has not 12 digits."""
    claim = sociallogin.provider.app.settings.get("national_id_claim") if sociallogin.provider else ""
    if not claim:
        return ""
    data = sociallogin.account.extra_data
    value = {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}.get(claim)
    return value if isinstance(value, str) and _NUMBER.fullmatch(value) else ""


def _account_of_number(number: str) -> Any:
    """The account, if exactly one active account belongs to the person of that number."""
    if not number:
        return None
    found = list(
        get_user_model()
        ._default_manager.filter(person__national_id=number, is_active=True)
        .order_by("pk")[:2]
    )
    return found[0] if len(found) == 1 else None
