"""Reading what people typed; what is right is for the services to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui
from khuevan.kernel.records import Invalid
from khuevan.register.people.choices import ETHNIC_CHOICES, Sex
from khuevan.school.curriculum.choices import Grade

from .choices import EntryKind, LeaveReason

NOT_SAID = ("", "---")


class EnrolForm(forms.Form):
    """A child who is new to the school: who it is, and where it goes. Everything else is added to the profile later."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=100)
    birth_date = ui.DateField(label=_("Ngày sinh"))
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[NOT_SAID, *Sex.choices])
    national_id = forms.CharField(
        label=_("Số định danh cá nhân"), required=False, max_length=30, help_text=_("12 chữ số")
    )
    ethnicity = forms.ChoiceField(label=_("Dân tộc"), required=False, choices=[NOT_SAID, *ETHNIC_CHOICES])
    class_group = forms.TypedChoiceField(label=_("Lớp"), required=False, coerce=int, empty_value=None)
    grade = forms.ChoiceField(label=_("Khối"), required=False, help_text=_("Chỉ cần chọn khi chưa xếp lớp."))
    enrolled_on = ui.DateField(label=_("Ngày vào trường"))
    entry_kind = forms.ChoiceField(
        label=_("Loại nhập học"), choices=EntryKind.choices, initial=EntryKind.ENTRY
    )
    came_from = forms.CharField(
        label=_("Chuyển đến từ"),
        required=False,
        max_length=200,
        help_text=_("Trường ngoài hệ thống. Trường trong hệ thống thì làm thủ tục chuyển trường."),
    )
    confirmed = forms.BooleanField(label=_("Tôi đã kiểm tra, đây là một em khác"), required=False)

    def __init__(self, *args: Any, classes: list[tuple[int, str]], grades: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_group"].choices = [("", _("Chưa xếp lớp")), *classes]  # type: ignore[attr-defined]
        labels = dict(Grade.choices)
        self.fields["grade"].choices = [NOT_SAID, *((one, labels[one]) for one in grades)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("class_group") and not data.get("grade"):
            self.add_error("grade", _("Hãy chọn lớp, hoặc chọn khối nếu chưa xếp lớp."))
        return data

    def facts(self) -> dict[str, Any]:
        """By the names of the learner's profile."""
        names = ("full_name", "birth_date", "sex", "national_id", "ethnicity", "confirmed")
        return {name: self.cleaned_data[name] for name in names}


class WithdrawForm(forms.Form):
    """`version` is the one that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = ui.DateField(label=_("Thôi học từ ngày"))
    reason = forms.ChoiceField(label=_("Lý do thôi học"), choices=[NOT_SAID, *LeaveReason.choices])
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)


class ReturnForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    on = ui.DateField(label=_("Học lại từ ngày"))
    class_group = forms.TypedChoiceField(label=_("Vào lớp"), required=False, coerce=int, empty_value=None)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)

    def __init__(self, *args: Any, classes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_group"].choices = [("", _("Chưa xếp lớp")), *classes]  # type: ignore[attr-defined]


def take_errors(form: forms.Form, error: Invalid) -> None:
    """Puts a service's refusal at the fields it is about."""
    for name, sentence in error.errors.items():
        field = {"born": "birth_date"}.get(name, name)
        form.add_error(field if field in form.fields else None, sentence)
