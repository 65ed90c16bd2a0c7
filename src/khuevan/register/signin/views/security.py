"""My account > security: password, authenticator app, passkeys, recovery codes, outside sign-in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import clear_totp_secret
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from khuevan.kernel import access, audit, clock, ui
from khuevan.register.accounts import services as accounts
from khuevan.register.signin import queries, services
from khuevan.register.signin.forms import ChangePasswordForm, PasskeyNameForm
from khuevan.register.signin.queries.factors import factors_of, needs_second_factor, roles_that_need_one
from khuevan.register.signin.services import journal
from khuevan.register.signin.views import passkeys
from khuevan.register.signin.views.door import confirmed, next_address, only_oneself
from khuevan.register.signin.views.origins import ends_at
from khuevan.register.signin.views.pages import (
    AppPage,
    CodesPage,
    FormPage,
    PasskeyPage,
    RemovePage,
    SecurityPage,
)
from khuevan.register.signin.views.qr import code_image

OWN = "trang về tài khoản của chính mình"
WRONG = 422


def _trail(label: str) -> list[tuple[str, str]]:
    return [(_("Bảo mật"), reverse("mfa_index")), (label, "")]


@access.signed_in(OWN)
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    only_oneself(request)
    account: Any = request.user
    factors = factors_of(account)
    links = queries.outside_links(account)
    page = SecurityPage(
        username=account.username,
        password_changed_at=account.password_changed_at,
        app_since=factors.app.created_at if factors.app else None,
        app_last_used_at=factors.app.last_used_at if factors.app else None,
        passkeys=queries.passkeys_of(factors),
        codes_left=queries.codes_left(factors),
        links=links,
        outside=queries.outside_buttons(request),
        needs_second_factor=needs_second_factor(account, clock.today()),
        second_factor_is_off=not roles_that_need_one(),
    )
    return ends_at(request, ui.render(request, "signin/security.html", page), "")


@access.signed_in(OWN)
@sensitive_post_parameters("current", "password1", "password2")
@never_cache
def change_password(request: HttpRequest) -> HttpResponse:
    """Every other session of the account ends: whoever has stolen one loses it."""
    only_oneself(request)
    account: Any = request.user
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, account=account)
    if request.method == "POST" and form.is_valid():
        changed = accounts.set_own_password(
            request.actor,  # type: ignore[attr-defined]
            form.cleaned_data["password1"],
            at=clock.now(),
            keep_key=request.session.session_key,
        )
        update_session_auth_hash(request, changed)
        services.revoke_application_tokens(request.actor, changed, at=clock.now())  # type: ignore[attr-defined]
        messages.success(request, _("Đã đổi mật khẩu. Các phiên làm việc khác đã bị đăng xuất."))
        return redirect("mfa_index")
    page = FormPage(form, _trail(_("Đổi mật khẩu")))
    return ui.render(request, "signin/change_password.html", page, status=WRONG if form.errors else 200)


@access.signed_in(OWN)
@never_cache
@confirmed
def add_app(request: HttpRequest) -> HttpResponse:
    account: Any = request.user
    if factors_of(account).app is not None:
        return redirect("mfa_index")
    form = ActivateTOTPForm(user=account, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with_codes = services.add_app(request.actor, account, form.secret, at=clock.now())  # type: ignore[attr-defined]
        clear_totp_secret(request)
        messages.success(request, _("Đã bật ứng dụng xác thực."))
        return redirect("mfa_view_recovery_codes" if with_codes else "mfa_index")
    form.fields["code"].label = _("Mã 6 chữ số trong ứng dụng")
    page = AppPage(form, code_image(account, form.secret), form.secret, _trail(_("Ứng dụng xác thực")))
    return ui.render(request, "signin/add_app.html", page, status=WRONG if form.errors else 200)


@access.signed_in(OWN)
@never_cache
@confirmed
def remove_app(request: HttpRequest) -> HttpResponse:
    account: Any = request.user
    app = factors_of(account).app
    if app is None:
        raise Http404
    if request.method == "POST":
        services.remove_factor(request.actor, account, app, at=clock.now())  # type: ignore[attr-defined]
        messages.success(request, _("Đã tắt ứng dụng xác thực."))
        return redirect("mfa_index")
    label = _("Tắt ứng dụng xác thực")
    warning = _("Từ lần sau, mã trong ứng dụng không còn dùng được để đăng nhập.")
    return ui.render(request, "signin/remove.html", RemovePage(label, warning, _trail(label)))


@access.signed_in(OWN)
@never_cache
@confirmed
def add_passkey(request: HttpRequest) -> HttpResponse:
    account: Any = request.user
    if request.method == "POST":
        form = passkeys.NewPasskeyForm(data=request.POST, user=account)
        if form.is_valid():
            data = form.cleaned_data
            with_codes = services.add_passkey(
                request.actor,  # type: ignore[attr-defined]
                account,
                data["name"],
                data["credential"],
                at=clock.now(),
            )
            messages.success(request, _("Đã thêm khóa truy cập."))
            return redirect("mfa_view_recovery_codes" if with_codes else "mfa_index")
        messages.error(request, _("Thiết bị không tạo được khóa truy cập. Hãy thử lại."))
        return redirect("mfa_add_webauthn")
    initial = passkeys.NewPasskeyForm(user=account).initial
    page = PasskeyPage(
        PasskeyNameForm(initial=initial), passkeys.creation_options(account), _trail(_("Thêm khóa truy cập"))
    )
    return ui.render(request, "signin/add_passkey.html", page)


@access.signed_in(OWN)
@never_cache
@confirmed
def rename_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    account: Any = request.user
    passkey = _own_passkey(account, passkey_id)
    form = PasskeyNameForm(
        request.POST if request.method == "POST" else None, initial={"name": passkey.wrap().name}
    )
    if request.method == "POST" and form.is_valid():
        services.rename_passkey(
            request.actor,  # type: ignore[attr-defined]
            account,
            passkey,
            form.cleaned_data["name"],
            at=clock.now(),
        )
        messages.success(request, _("Đã đổi tên khóa truy cập."))
        return redirect("mfa_index")
    page = FormPage(form, _trail(_("Đổi tên khóa truy cập")))
    return ui.render(request, "signin/rename_passkey.html", page, status=WRONG if form.errors else 200)


@access.signed_in(OWN)
@never_cache
@confirmed
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    account: Any = request.user
    passkey = _own_passkey(account, passkey_id)
    if request.method == "POST":
        services.remove_factor(request.actor, account, passkey, at=clock.now())  # type: ignore[attr-defined]
        messages.success(request, _("Đã xóa khóa truy cập."))
        return redirect("mfa_index")
    label = _("Xóa khóa truy cập «%(name)s»") % {"name": passkey.wrap().name}
    warning = _("Thiết bị này không còn đăng nhập được bằng khóa truy cập.")
    return ui.render(request, "signin/remove.html", RemovePage(label, warning, _trail(label)))


def _own_passkey(account: Any, passkey_id: int) -> Any:
    passkey = queries.passkey(account, passkey_id)
    if passkey is None:
        raise Http404
    return passkey


@access.signed_in(OWN)
@never_cache
@confirmed
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shows the codes that are left; each look is in the audit log."""
    account: Any = request.user
    factors = factors_of(account)
    if factors.recovery is None:
        return redirect("mfa_index")
    codes = factors.recovery.wrap()
    journal.tell(request, journal.CODES_SEEN, at=clock.now(), account=account)
    page = CodesPage(
        codes.get_unused_codes(),
        len(codes.generate_codes()),
        next_address(request),
        _trail(_("Mã khôi phục")),
    )
    return ui.render(request, "signin/recovery_codes.html", page)


@access.signed_in(OWN)
@never_cache
@confirmed
def make_recovery_codes(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        services.make_recovery_codes(request.actor, request.user, at=clock.now())  # type: ignore[attr-defined]
        messages.success(request, _("Đã tạo mã khôi phục mới; các mã cũ không dùng được nữa."))
        return redirect("mfa_view_recovery_codes")
    label = _("Tạo mã khôi phục mới")
    warning = _("Các mã cũ sẽ không dùng được nữa.")
    return ui.render(request, "signin/remove.html", RemovePage(label, warning, _trail(label)))


@access.signed_in(OWN)
@never_cache
@confirmed
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes as a text file, to print or put away."""
    account: Any = request.user
    factors = factors_of(account)
    if factors.recovery is None:
        raise Http404
    codes = factors.recovery.wrap().get_unused_codes()
    audit.export(
        request.actor,  # type: ignore[attr-defined]
        journal.CODES_SEEN,
        at=clock.now(),
        rows=len(codes),
        unit_id=account.unit_id,
    )
    text = _("Mã khôi phục của %(name)s, mỗi mã dùng một lần:") % {"name": account.username}
    response = HttpResponse("\n".join([text, "", *codes, ""]), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ma-khoi-phuc.txt"'
    return response


@access.signed_in(OWN)
@never_cache
@confirmed
def unlink(request: HttpRequest, link_id: int) -> HttpResponse:
    account: Any = request.user
    link = queries.outside_link(account, link_id)
    if link is None:
        raise Http404
    if request.method == "POST":
        services.unlink_outside(request.actor, account, link, at=clock.now())  # type: ignore[attr-defined]
        messages.success(request, _("Đã bỏ nối tài khoản bên ngoài."))
        return redirect("mfa_index")
    label = _("Bỏ nối tài khoản bên ngoài")
    warning = _("Bạn sẽ không đăng nhập được bằng tài khoản đó nữa, cho tới khi nối lại.")
    return ui.render(request, "signin/remove.html", RemovePage(label, warning, _trail(label)))
