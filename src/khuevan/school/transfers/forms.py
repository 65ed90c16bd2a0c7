"""Reading what people typed about a transfer; what is right is for the rules to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui
from khuevan.kernel.records import Invalid

from .choices import Paper
from .queries import Choice


class _Form(forms.Form):
    def take(self, invalid: Invalid) -> None:
        """Puts a service's refusal at the fields it is about."""
        for name, sentence in invalid.errors.items():
            self.add_error(name if name in self.fields else None, sentence)


def _papers() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Giấy tờ đã nộp"),
        choices=Paper.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Thông tư 15/2026/TT-BGDĐT, Điều 34."),
    )


class IncomingForm(_Form):
    """The family has applied here."""

    receiving_id = forms.TypedChoiceField(label=_("Trường nhận"), coerce=int)
    national_id = forms.CharField(
        label=_("Số định danh của người học"), max_length=30, help_text=_("12 chữ số.")
    )
    birth_date = ui.DateField(label=_("Ngày sinh"))
    reason = forms.CharField(label=_("Lý do chuyển trường"), max_length=300, strip=True)
    papers = _papers()

    def __init__(self, *args: Any, schools: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiving_id"].choices = list(schools)  # type: ignore[attr-defined]


class OutgoingForm(_Form):
    """The family tells the present school where it wants to go."""

    school = forms.CharField(
        label=_("Trường nhận"),
        max_length=120,
        required=False,
        help_text=_("Gõ tên hoặc mã trường rồi bấm «Tiếp tục» để chọn."),
    )
    receiving_id = forms.TypedChoiceField(
        label=_("Chọn một trường"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    receiving_name = forms.CharField(
        label=_("Hoặc trường ngoài hệ thống"),
        max_length=200,
        required=False,
        help_text=_("Tên trường và tỉnh, thành phố; chỉ ghi khi trường nhận không có trong danh sách."),
    )
    reason = forms.CharField(label=_("Lý do chuyển trường"), max_length=300)
    papers = _papers()

    def offer(self, schools: Sequence[Choice]) -> None:
        self.fields["receiving_id"].choices = [(one.id, one.label) for one in schools]  # type: ignore[attr-defined]


class AcceptForm(_Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    class_group = forms.TypedChoiceField(
        label=_("Xếp vào lớp"), required=False, coerce=int, empty_value=None, help_text=_("Có thể xếp sau.")
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)

    def __init__(self, *args: Any, classes: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_group"].choices = [("", "---"), *classes]  # type: ignore[attr-defined]


class PlaceForm(AcceptForm):
    note = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_group"].required = True
        self.fields["class_group"].help_text = ""


class ReleaseForm(_Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    effective_on = ui.DateField(
        label=_("Ngày chuyển"), help_text=_("Từ ngày này em là người học của trường nhận.")
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)


class WhyForm(_Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label=_("Lý do"), max_length=300, required=False)
