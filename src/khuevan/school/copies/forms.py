"""Shapes of what is entered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui
from khuevan.register.signing import queries as signing

from .choices import Part, Shows


def _parts() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Người có mã được thấy thêm"), choices=Part.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Do người học hoặc gia đình chọn. Không chọn gì: chỉ trường, năm học, tên viết tắt, năm sinh."),
    )  # fmt: skip


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
    parts = _parts()
    valid_until = ui.DateField(
        label=_("Xác minh được đến hết ngày"), required=False, help_text=_("Để trống: không thời hạn.")
    )

    def __init__(self, *args: Any, seals: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seals = {one.pk: one for one in seals}
        if seals:
            asked = signing.certificate_fields(seals, _("Đóng dấu số bằng"))
            seal: Any = asked.pop("certificate")
            seal.required, seal.empty_value = False, None
            seal.choices = [("", _("Không đóng dấu")), *seal.choices]
            self.fields.update({"seal": seal, **asked})


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Lý do"), max_length=300)


class PartsForm(forms.Form):
    """Another choice, later."""

    parts = _parts()
    by = forms.CharField(
        label=_("Ai yêu cầu"), max_length=150, help_text=_("Người học, hoặc cha, mẹ, người giám hộ.")
    )


class OwnPartsForm(forms.Form):
    """The family's own choice. has_marks: whether the paper holds marks of subjects at all."""

    parts = forms.MultipleChoiceField(
        label=_("Người có mã được thấy thêm"), choices=Part.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn gì: chỉ trường, năm học, tên viết tắt, năm sinh."),
    )  # fmt: skip

    def __init__(self, *args: Any, has_marks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_marks:
            field: Any = self.fields["parts"]
            field.choices = [one for one in Part.choices if one[0] != Part.MARKS]


class VerifyForm(forms.Form):
    """A code, a file, or both: then the file must be the copy of that code."""

    code = forms.CharField(
        label=_("Mã xác minh"), max_length=60, required=False, help_text=_("Dưới mã QR, 20 chữ và số.")
    )
    file = forms.FileField(
        label=_("Tệp học bạ"), required=False,
        help_text=_("XML hoặc PDF, tối đa 20 MB. Tệp chỉ được đọc, không được lưu lại."),
    )  # fmt: skip
