"""Coming in: name and password, passkey, second factor, first password; and going out."""

from __future__ import annotations

from typing import Any

from allauth.account.internal import flows
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login, get_pending_stage, redirect_to_pending_stage
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from khuevan.kernel import access, clock, database, ui
from khuevan.register.accounts import services as accounts
from khuevan.register.signin import queries, services
from khuevan.register.signin.adapters.stages import NewPasswordStage, ProtectStage, SecondFactorStage
from khuevan.register.signin.forms import NewPasswordForm, SignInForm, password_field
from khuevan.register.signin.queries.factors import factors_of, roles_that_need_one
from khuevan.register.signin.services import journal, words
from khuevan.register.signin.views import passkeys
from khuevan.register.signin.views.door import as_platform, at_stage, next_address, only_oneself
from khuevan.register.signin.views.origins import ends_at
from khuevan.register.signin.views.pages import (
    ConfirmPage,
    NewPasswordPage,
    ProtectPage,
    RefusedPage,
    SecondFactorPage,
    SignInPage,
)
from khuevan.register.signin.views.qr import code_image

TOO_MANY = 429
WRONG = 422


@access.public("đăng nhập: chưa biết là ai")
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """A right password goes on to the next stage; a wrong one says so in the same words for any name."""
    if request.user.is_authenticated:
        return redirect(next_address(request) or "/")
    if request.method != "POST":
        waiting = _waiting_stage(request)
        return waiting or _sign_in_page(request, SignInForm(request=request))
    return _try_password(request)


def _waiting_stage(request: HttpRequest) -> HttpResponse | None:
    """Back to the step where a sign-in under way waits."""
    if not request.session.get("account_login"):
        return None
    with database.acting(access.system("đăng nhập")):
        stage = get_pending_stage(request)
        return redirect_to_pending_stage(request, stage) if stage else None


@as_platform
def _try_password(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST, request=request)
    if form.is_valid():
        clear_login(request)
        return form.sign_in(next_address(request) or None)
    waits = any(e.code == "too_many_login_attempts" for e in form.non_field_errors().as_data())
    return _sign_in_page(request, form, status=TOO_MANY if waits else WRONG)


def _sign_in_page(request: HttpRequest, form: Form, status: int = 200, refused: str = "") -> HttpResponse:
    page = SignInPage(
        form=form,
        next=next_address(request),
        outside=queries.outside_buttons(request),
        second_factor_is_off=not roles_that_need_one(),
        refused=refused,
    )
    response = ui.render(request, "signin/sign_in.html", page, status=status)
    return ends_at(request, response, page.next)


@access.public("đăng nhập bằng khóa truy cập: chưa biết là ai")
@never_cache
@as_platform
def passkey(request: HttpRequest) -> HttpResponse:
    """GET: what the browser needs (JSON). POST: its answer, which alone says who it is."""
    if request.user.is_authenticated:
        return redirect("/")
    if not ratelimit.consume(request, app="allauth.mfa", action="webauthn_login", limit_get=False):
        return _sign_in_page(
            request, SignInForm(request=request), TOO_MANY, str(words.ERRORS["rate_limited"])
        )
    if request.method != "POST":
        return HttpResponse(passkeys.request_options(None), content_type="application/json")
    form = LoginWebAuthnForm(data=request.POST)
    if not form.is_valid():
        journal.tell(request, journal.WRONG_CODE, at=clock.now(), means="webauthn")
        refused = _("Khóa truy cập này không mở được tài khoản nào ở đây.")
        return _sign_in_page(request, SignInForm(request=request), WRONG, refused)
    proof = form.cleaned_data["credential"]
    clear_login(request)
    return perform_passwordless_login(
        request, proof, Login(user=proof.user, redirect_url=next_address(request) or None)
    )


@access.public("bước hai của đăng nhập: mật khẩu đã đúng, chưa vào")
@never_cache
@at_stage(SecondFactorStage.key)
def second_factor(request: HttpRequest, stage: Any) -> HttpResponse:
    account = stage.login.user
    form: Any = AuthenticateForm(user=account)
    if request.method == "POST":
        by_passkey = passkeys.CREDENTIAL in request.POST
        posted: Any = (
            passkeys.proof_of(account, request, again=False)
            if by_passkey
            else AuthenticateForm(user=account, data=request.POST)
        )
        if posted.is_valid():
            posted.save()
            return stage.exit()
        journal.tell(request, journal.WRONG_CODE, at=clock.now(), account=account)
        form = form if by_passkey else posted
        refused = str(words.WRONG_CODE) if by_passkey else ""
        return _second_factor_page(request, stage, form, WRONG, refused)
    return _second_factor_page(request, stage, form)


def _second_factor_page(
    request: HttpRequest, stage: Any, form: Form, status: int = 200, refused: str = ""
) -> HttpResponse:
    account = stage.login.user
    factors = factors_of(account)
    form.fields["code"].label = _("Mã xác thực")
    page = SecondFactorPage(
        form=form,
        has_app=factors.app is not None,
        options=passkeys.request_options(account) if factors.passkeys else "",
        refused=refused,
    )
    response = ui.render(request, "signin/second_factor.html", page, status=status)
    return ends_at(request, response, stage.login.redirect_url or "")


@access.public("mật khẩu đầu tiên phải đổi trước khi vào")
@sensitive_post_parameters("password1", "password2")
@never_cache
@at_stage(NewPasswordStage.key)
def new_password(request: HttpRequest, stage: Any) -> HttpResponse:
    account = stage.login.user
    form = NewPasswordForm(request.POST if request.method == "POST" else None, account=account)
    if request.method == "POST" and form.is_valid():
        changed = accounts.set_own_password(
            journal.who(request, account), form.cleaned_data["password1"], at=clock.now(), keep_key=None
        )
        stage.login.user = changed
        messages.success(request, _("Đã đặt mật khẩu mới."))
        return stage.exit()
    status = WRONG if form.errors else 200
    response = ui.render(request, "signin/new_password.html", NewPasswordPage(form), status=status)
    return ends_at(request, response, stage.login.redirect_url or "")


@access.public("vai trò này phải có xác thực hai bước trước khi vào")
@never_cache
@at_stage(ProtectStage.key)
def protect(request: HttpRequest, stage: Any) -> HttpResponse:
    account = stage.login.user
    who = journal.who(request, account)
    if request.method == "POST" and passkeys.CREDENTIAL in request.POST:
        made = passkeys.NewPasskeyForm(data=request.POST, user=account)
        if made.is_valid():
            data = made.cleaned_data
            services.add_passkey(who, account, data["name"], data["credential"], at=clock.now())
            return _protected(request, stage, "webauthn")
        return _protect_page(request, account, ActivateTOTPForm(user=account), str(words.WRONG_CODE))
    form = ActivateTOTPForm(user=account, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.add_app(who, account, form.secret, at=clock.now())
        clear_totp_secret(request)
        return _protected(request, stage, "totp")
    return _protect_page(request, account, form)


def _protected(request: HttpRequest, stage: Any, kind: str) -> HttpResponse:
    """In, and first to the page that shows the recovery codes this once."""
    record_authentication(request, stage.login.user, "mfa", type=kind, reauthenticated=True)
    there = stage.login.redirect_url or "/"
    stage.login.redirect_url = f"{reverse('mfa_view_recovery_codes')}?{urlencode({'next': there})}"
    return stage.exit()


def _protect_page(request: HttpRequest, account: Any, form: Any, refused: str = "") -> HttpResponse:
    form.fields["code"].label = _("Mã 6 chữ số trong ứng dụng")
    page = ProtectPage(
        form=form,
        qr=code_image(account, form.secret),
        secret=form.secret,
        options=passkeys.creation_options(account),
        refused=refused,
    )
    return ui.render(request, "signin/protect.html", page, status=WRONG if form.errors or refused else 200)


@access.public("bỏ dở một lần đăng nhập: chưa biết là ai")
@never_cache
def start_again(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        clear_login(request)
    return redirect("account_login")


@access.public("tài khoản bị khóa: không vào được")
def inactive(request: HttpRequest) -> HttpResponse:
    page = RefusedPage(
        title=_("Tài khoản đang bị khóa"),
        reason=_("Hãy liên hệ người quản trị của đơn vị bạn để biết lý do và mở lại."),
        back_url=reverse("account_login"),
        back_label=_("Về trang đăng nhập"),
    )
    return ui.render(request, "signin/refused.html", page, status=403)


@access.public("đăng xuất: ai cũng được ra")
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST signs out; GET asks, so that a picture on another site cannot sign anybody out."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method != "POST":
        return ui.render(request, "signin/sign_out.html", RefusedPage(_("Đăng xuất"), ""))
    flows.logout.logout(request)
    messages.success(request, _("Bạn đã đăng xuất."))
    return redirect("account_login")


@access.signed_in("chứng minh lại là mình trước việc nhạy cảm")
@sensitive_post_parameters("password")
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Password, code or passkey again; then on to where the person was going."""
    only_oneself(request)
    account: Any = request.user
    form = _confirm_form(account)
    refused = ""
    if request.method == "POST":
        try:
            if _has_proved(request, account):
                return redirect(next_address(request) or reverse("mfa_index"))
            refused = _("Chưa đúng. Hãy thử lại.")
        except ValidationError as error:
            refused = " ".join(error.messages)
    factors = factors_of(account)
    page = ConfirmPage(
        form=form,
        next=next_address(request),
        has_password=account.has_usable_password(),
        has_app=factors.app is not None or factors.recovery is not None,
        options=passkeys.request_options(account) if factors.passkeys else "",
        refused=refused,
    )
    return ui.render(request, "signin/confirm.html", page, status=WRONG if refused else 200)


def _confirm_form(account: Any) -> Form:
    form = ReauthenticateForm(user=account)
    form.fields["password"] = password_field(_("Mật khẩu"), "current-password")
    form.fields["code"].label = _("Hoặc mã xác thực")
    form.fields["code"].required = form.fields["password"].required = False
    return form


def _has_proved(request: HttpRequest, account: Any) -> bool:
    """Raises ValidationError where the person has to wait."""
    if request.POST.get(passkeys.CREDENTIAL):
        proof = passkeys.proof_of(account, request, again=True)
    elif request.POST.get("code"):
        proof = ReauthenticateForm(user=account, data=request.POST)
    else:
        if not flows.reauthentication.get_adapter().reauthenticate(account, request.POST.get("password", "")):
            return False
        flows.reauthentication.reauthenticate_by_password(request)
        return True
    if not proof.is_valid():
        journal.tell(request, journal.WRONG_CODE, at=clock.now(), account=account)
        return False
    proof.save()
    return True
