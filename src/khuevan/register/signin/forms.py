"""Shapes of what people type in at the door and on their security pages."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.models import Login
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from khuevan.register.signin.rules import is_return_address

LONGEST_PASSWORD = 256
"""Argon2id reads it all: a megabyte of password is an attack, not a password."""


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignInForm(forms.Form):
    login = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = password_field(_("Mật khẩu"), "current-password")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self._account = get_adapter().authenticate(
                self.request, username=data["login"], password=data["password"]
            )
        return data

    def sign_in(self, redirect_url: str | None) -> HttpResponse:
        """Through the stages: second factor, new password, and in."""
        login = Login(user=self._account, redirect_url=redirect_url)
        credentials = {"username": self._account.username}
        return flows.login.perform_password_login(self.request, credentials, login)


class NewPasswordForm(forms.Form):
    password1 = password_field(_("Mật khẩu mới"), "new-password")
    password2 = password_field(_("Nhập lại mật khẩu mới"), "new-password")

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["password1"].help_text = " ".join(password_validation.password_validators_help_texts())

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.account)
        if self.account.check_password(password):
            raise ValidationError(_("Mật khẩu mới phải khác mật khẩu đang dùng."))
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Hai lần nhập không giống nhau."))
        return data


class ChangePasswordForm(NewPasswordForm):
    current = password_field(_("Mật khẩu hiện tại"), "current-password")
    field_order = ("current", "password1", "password2")

    def clean_current(self) -> str:
        password: str = self.cleaned_data["current"]
        if not get_adapter().reauthenticate(self.account, password):
            raise ValidationError(_("Mật khẩu hiện tại không đúng."))
        return password


class PasskeyNameForm(forms.Form):
    name = forms.CharField(label=_("Tên để nhận ra"), max_length=60)


class ApplicationForm(forms.Form):
    """An application of the sector that signs people in through us. Addresses: one a line."""

    name = forms.CharField(label=_("Tên ứng dụng"), max_length=100)
    redirect_uris = forms.CharField(
        label=_("Địa chỉ quay về sau đăng nhập"),
        help_text=_("Mỗi dòng một địa chỉ https đầy đủ; http chỉ dùng được cho chính máy này."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    post_logout_redirect_uris = forms.CharField(
        label=_("Địa chỉ quay về sau đăng xuất"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    scopes = forms.MultipleChoiceField(label=_("Được hỏi những gì"), widget=forms.CheckboxSelectMultiple)
    type = forms.ChoiceField(
        label=_("Loại ứng dụng"),
        choices=[
            ("confidential", _("Có máy chủ, giữ được khóa bí mật")),
            ("public", _("Chạy trên thiết bị người dùng, không giữ được khóa")),
        ],
        initial="confidential",
    )
    skip_consent = forms.BooleanField(
        label=_("Ứng dụng của ngành: không hỏi người dùng đồng ý mỗi lần"), required=False
    )

    def __init__(self, *args: Any, scopes: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = scopes

    def clean_redirect_uris(self) -> list[str]:
        return addresses(self.cleaned_data["redirect_uris"])

    def clean_post_logout_redirect_uris(self) -> list[str]:
        return addresses(self.cleaned_data["post_logout_redirect_uris"])


def addresses(text: str) -> list[str]:
    """Absolute addresses, one a line: https, or http of this very machine. ValidationError names the line."""
    found = [line.strip() for line in text.splitlines() if line.strip()]
    for number, address in enumerate(found, 1):
        if not is_return_address(address):
            raise ValidationError(
                _("Dòng %(number)d: «%(address)s» không phải địa chỉ https đầy đủ."),
                params={"number": number, "address": address},
            )
    return found


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        help_text=_("Ví dụ: mất điện thoại, đã kiểm tra người yêu cầu đúng là chủ tài khoản."),
    )
