"""Reading what people typed; what is right is for the services to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui
from khuevan.kernel.records import Invalid
from khuevan.register.organisations.choices import EducationLevel
from khuevan.register.people.choices import ETHNIC_CHOICES, Sex
from khuevan.school.curriculum.choices import Grade

from .choices import EntryKind, LeaveReason
from .rules import TermDays, usual_terms
from .services import LevelFrame

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


class TakeBackForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Vì sao là nhầm"),
        max_length=300,
        help_text=_(
            "Chỉ rút được khi chưa có gì khác ghi theo: điểm, điểm danh, lớp khác. Em đã thôi học thì ghi thôi học."
        ),
    )


class ReturnForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    on = ui.DateField(label=_("Học lại từ ngày"))
    class_group = forms.TypedChoiceField(label=_("Vào lớp"), required=False, coerce=int, empty_value=None)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)

    def __init__(self, *args: Any, classes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_group"].choices = [("", _("Chưa xếp lớp")), *classes]  # type: ignore[attr-defined]


WEEKS = (18, 17)
"""Weeks of study of the two terms by QĐ 2308/QĐ-BGDĐT: offered, to be put right by the decision."""


class YearForm(forms.Form):
    """A school year and the two terms of each level; a level whose four days are all empty keeps what is usual."""

    first = forms.IntegerField(
        label=_("Năm bắt đầu"), min_value=1, max_value=9998, help_text=_("Ví dụ 2027 cho năm học 2027-2028.")
    )
    unit = forms.TypedChoiceField(label=_("Nơi quyết định"), required=False, coerce=int, empty_value=None)
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60)

    def __init__(
        self, *args: Any, units: list[tuple[int, str]], for_country: bool, first: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        country = [("", _("Khung của Bộ"))] if for_country else []
        self.fields["unit"].choices = [*country, *units]  # type: ignore[attr-defined]
        self.fields["unit"].required = not for_country
        self.fields["first"].initial = first
        usual = usual_terms(f"{first}-{first + 1}")
        for level in EducationLevel.values:
            for days, weeks in zip(usual, WEEKS, strict=True):
                named = f"{level}_{days.number}"
                self.fields[f"{named}_starts"] = ui.DateField(
                    label=_("Học kỳ %(number)d từ ngày") % {"number": days.number},
                    required=False,
                    initial=days.starts_on,
                )
                self.fields[f"{named}_ends"] = ui.DateField(
                    label=_("Học kỳ %(number)d đến ngày") % {"number": days.number},
                    required=False,
                    initial=days.ends_on,
                )
                self.fields[f"{named}_weeks"] = forms.IntegerField(
                    label=_("Số tuần thực học, học kỳ %(number)d") % {"number": days.number},
                    required=False, min_value=1, max_value=30, initial=weeks,
                )  # fmt: skip

    def levels(self) -> list[tuple[str, list[Any]]]:
        """Label of each level and its fields, for the page."""
        return [
            (
                str(label),
                [
                    self[f"{level}_{number}_{what}"]
                    for number in (1, 2)
                    for what in ("starts", "ends", "weeks")
                ],
            )
            for level, label in EducationLevel.choices
        ]

    def level_name(self, level: str) -> str:
        return str(dict(EducationLevel.choices)[level])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for level in EducationLevel.values:
            names = [f"{level}_{number}_{end}" for number in (1, 2) for end in ("starts", "ends")]
            empty = [name for name in names if data.get(name) is None and name not in self.errors]
            if 0 < len(empty) < len(names):
                for name in empty:
                    self.add_error(name, _("Hãy ghi đủ bốn ngày của cấp học, hoặc để trống cả bốn."))
        return data

    def frames(self) -> tuple[LevelFrame, ...]:
        """Of the levels whose days were given."""
        data = self.cleaned_data
        return tuple(
            LevelFrame(
                level=level,
                terms=(_term(data, level, 1), _term(data, level, 2)),
                weeks=(data[f"{level}_1_weeks"], data[f"{level}_2_weeks"]),
            )
            for level in EducationLevel.values
            if data[f"{level}_1_starts"] is not None
        )


def _term(data: dict[str, Any], level: str, number: int) -> TermDays:
    return TermDays(number, data[f"{level}_{number}_starts"], data[f"{level}_{number}_ends"])


def take_errors(form: forms.Form, error: Invalid) -> None:
    """Puts a service's refusal at the fields it is about."""
    for name, sentence in error.errors.items():
        field = {"born": "birth_date"}.get(name, name)
        form.add_error(field if field in form.fields else None, sentence)
