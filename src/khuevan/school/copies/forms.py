"""Shapes of what is entered."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui

from .choices import Shows


class IssueForm(forms.Form):
    card = forms.CharField(
        label=_("Số học bạ"), max_length=40, help_text=_("In ở chân học bạ, bắt đầu bằng HB.")
    )
    recipient = forms.CharField(
        label=_("Cấp cho"), max_length=150, help_text=_("Họ tên người nhận hoặc tên cơ quan.")
    )
    purpose = forms.CharField(
        label=_("Để làm gì"), max_length=200, help_text=_("Ví dụ: nộp hồ sơ tuyển sinh.")
    )
    shows = forms.ChoiceField(
        label=_("Nội dung"), choices=Shows.choices, help_text=_("Do người học hoặc gia đình chọn.")
    )
    valid_until = ui.DateField(
        label=_("Xác minh được đến hết ngày"), required=False, help_text=_("Để trống: không thời hạn.")
    )


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Lý do"), max_length=300)


class VerifyForm(forms.Form):
    """A code, a file, or both: then the file must be the copy of that code."""

    code = forms.CharField(
        label=_("Mã xác minh"), max_length=60, required=False, help_text=_("Dưới mã QR, 20 chữ và số.")
    )
    file = forms.FileField(
        label=_("Tệp học bạ"), required=False,
        help_text=_("XML hoặc PDF, tối đa 20 MB. Tệp chỉ được đọc, không được lưu lại."),
    )  # fmt: skip
