"""Shapes of what is entered; what is allowed is decided in `services`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.register.signing.choices import Means


class CertificateForm(forms.Form):
    """With which of one's own certificates, and what it needs. Neither PIN nor bearer is kept."""

    certificate = forms.ChoiceField(label=_("Ký bằng"))
    pin = forms.CharField(
        label=_("Mã PIN của thiết bị ký hoặc ký từ xa"), max_length=64, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    bearer = forms.CharField(
        label=_("Mã đăng nhập dịch vụ ký từ xa"), max_length=4000, required=False,
        help_text=_("Chỉ khi ký từ xa; không được lưu lại."),
    )  # fmt: skip

    def __init__(self, *args: Any, certificates: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usable = {str(one.pk): one for one in certificates}
        choices = [(key, f"{one.subject} · {Means(one.means).label}") for key, one in self.usable.items()]
        self.fields["certificate"].choices = choices  # type: ignore[attr-defined]
        means = {one.means for one in certificates}
        if Means.REMOTE not in means:
            del self.fields["bearer"]
        if not means & {Means.REMOTE, Means.TOKEN}:
            del self.fields["pin"]

    @property
    def chosen(self) -> Any:
        return self.usable[self.cleaned_data["certificate"]]

    @property
    def secrets(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in ("pin", "bearer")}


class ActForm(CertificateForm):
    """A correction or recall."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nằm trong văn bản được ký và được giữ mãi cùng học bạ."),
    )  # fmt: skip
    field_order = ("reason", "certificate", "pin", "bearer")


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Được giữ mãi cùng học bạ đã hủy."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    file = forms.FileField(label=_("Tệp chữ ký"), help_text=_("Tệp JSON do chương trình ký trên máy tạo ra."))
