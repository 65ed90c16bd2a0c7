"""Reading what people typed; what is right is for the rules to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Invalid
from khuevan.kernel.ui import DateField
from khuevan.register.people.choices import ETHNIC_CHOICES, Sex
from khuevan.school.learners.choices import Disability

from .choices import REAL_PRESENCES, Completed, Literacy, Relation, Residence, Standard, Study, StudyLevel
from .models import Member
from .services import HouseholdFacts, MemberFacts

NOT_SAID = ("", "---")


class _Form(forms.Form):
    def take(self, invalid: Invalid) -> None:
        """Puts a service's refusal at the fields it is about."""
        for name, sentence in invalid.errors.items():
            self.add_error(name if name in self.fields else None, str(sentence))


class RoundForm(_Form):
    """A year's survey."""

    year = forms.IntegerField(label=_("Năm"), min_value=2014, max_value=2100)
    is_special = forms.BooleanField(
        label=_("Năm này xã thuộc diện đặc biệt khó khăn"), required=False,
        help_text=_("Các ngưỡng dành cho xã đặc biệt khó khăn được áp dụng."),
    )  # fmt: skip


class HouseholdForm(_Form):
    """The head of a form."""

    number = forms.CharField(label=_("Số phiếu"), max_length=20)
    head_name = forms.CharField(label=_("Chủ hộ"), max_length=100)
    hamlet = forms.CharField(label=_("Tổ, thôn, xóm"), max_length=100, required=False)
    address = forms.CharField(label=_("Địa chỉ"), max_length=200, required=False)
    residence = forms.ChoiceField(label=_("Diện cư trú"), choices=Residence.choices)

    def facts(self) -> HouseholdFacts:
        return HouseholdFacts(**self.cleaned_data)


class MemberForm(_Form):
    """One person of a household."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=100)
    relation = forms.ChoiceField(
        label=_("Quan hệ với chủ hộ"), required=False, choices=[NOT_SAID, *Relation.choices]
    )
    birth_date = DateField(label=_("Ngày sinh"))
    sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex.choices)
    ethnicity = forms.ChoiceField(label=_("Dân tộc"), required=False, choices=[NOT_SAID, *ETHNIC_CHOICES])
    national_id = forms.RegexField(
        r"^\d{12}$", label=_("Số định danh cá nhân"), required=False, max_length=12, help_text=_("12 chữ số.")
    )
    study = forms.ChoiceField(label=_("Việc học"), required=False, choices=[NOT_SAID, *Study.choices])
    study_level = forms.ChoiceField(
        label=_("Đang học cấp"), required=False, choices=[NOT_SAID, *StudyLevel.choices]
    )
    study_grade = forms.IntegerField(label=_("Đang học lớp"), required=False, min_value=1, max_value=12)
    study_place = forms.CharField(label=_("Nơi học"), required=False, max_length=200)
    completed = forms.ChoiceField(
        label=_("Đã hoàn thành"), required=False, choices=[NOT_SAID, *Completed.choices]
    )
    last_grade = forms.IntegerField(label=_("Học hết lớp"), required=False, min_value=1, max_value=12)
    literacy = forms.ChoiceField(label=_("Biết chữ"), required=False, choices=[NOT_SAID, *Literacy.choices])
    disability = forms.ChoiceField(
        label=_("Khuyết tật"), required=False, choices=[NOT_SAID, *Disability.choices]
    )
    cannot_learn = forms.BooleanField(label=_("Không có khả năng học tập"), required=False)
    presence = forms.ChoiceField(label=_("Tình trạng cư trú"), choices=REAL_PRESENCES)
    presence_on = DateField(
        label=_("Từ ngày"), required=False, help_text=_("Cần có khi chuyển đi hoặc đã mất.")
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)

    @classmethod
    def initial_of(cls, row: Member) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}

    def facts(self) -> MemberFacts:
        return MemberFacts(**self.cleaned_data)


class RecogniseForm(_Form):
    """A decision of recognition."""

    standards = forms.MultipleChoiceField(
        label=_("Tiêu chuẩn được công nhận"), widget=forms.CheckboxSelectMultiple, required=False
    )
    decision_number = forms.CharField(label=_("Số quyết định"), required=False, max_length=60)
    decision_on = DateField(label=_("Ngày quyết định"), required=False)

    def __init__(self, *args: Any, asked: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, Standard(code).label) for code in asked if code in Standard.values]
        self.fields["standards"].choices = choices  # type: ignore[attr-defined]


class ReturnForm(_Form):
    """Why a dossier goes back."""

    reason = forms.CharField(label=_("Lý do trả lại"), max_length=500, required=False, widget=forms.Textarea)
