"""Signing in with an outside OpenID Connect provider: there, back, and into an account that is already ours."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.socialaccount.providers.openid_connect import views as allauth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from khuevan.kernel import access, ui
from khuevan.register.signin.views.door import as_platform, only_oneself
from khuevan.register.signin.views.pages import RefusedPage


@access.public("đi tới nhà cung cấp định danh bên ngoài: chưa biết là ai")
@never_cache
@as_platform
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """POST only: a link on another site must not start it. `process=connect` links the signed-in account."""
    if request.method != "POST":
        return redirect("account_login")
    if request.POST.get("process") == "connect":
        only_oneself(request)
        if not did_recently_reauthenticate(request):
            return redirect(
                f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('mfa_index')})}"
            )
    return allauth_views.login(request, provider_id)


@access.public("trở về từ nhà cung cấp định danh bên ngoài: chưa biết là ai")
@never_cache
@as_platform
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    return allauth_views.callback(request, provider_id)


@access.public("người dùng đã bỏ ở nhà cung cấp bên ngoài: chưa biết là ai")
def cancelled(request: HttpRequest) -> HttpResponse:
    page = RefusedPage(
        title=_("Chưa đăng nhập"),
        reason=_("Bạn đã dừng lại ở trang của nhà cung cấp định danh."),
        back_url=reverse("account_login"),
        back_label=_("Về trang đăng nhập"),
    )
    return ui.render(request, "signin/refused.html", page, status=403)
