"""Reading what people typed; what is right is for the rules to say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui

from . import choices
from .models import Person
from .rules import BirthDate, PersonFacts, parse_birth_date
from .services.errors import PeopleError, say

NOT_SAID = ("", "---")


class BirthDateField(forms.CharField):
    """A birth date as people write it; gives a BirthDate or None. `on` is set by the form."""

    on: date

    def clean(self, value: Any) -> BirthDate | None:
        text = super().clean(value)
        born, findings = parse_birth_date(text, on=self.on)
        if findings:
            raise forms.ValidationError([say(finding) for finding in findings])
        return born


class PersonForm(forms.Form):
    """All facts of a person. `confirmed` comes back as a tick once the doubts have been shown."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=200, strip=False)
    born = BirthDateField(
        label=_("Ngày sinh"),
        required=False,
        help_text=_("Ví dụ 05/09/2015; nếu chỉ biết năm, ghi 1954."),
    )
    sex = forms.ChoiceField(label=_("Giới tính"), required=False, choices=[NOT_SAID, *choices.Sex.choices])
    national_id = forms.CharField(
        label=_("Số định danh cá nhân"), required=False, max_length=30, help_text=_("12 chữ số")
    )
    sector_id = forms.CharField(label=_("Mã định danh ngành"), required=False, max_length=30)
    nationality = forms.ChoiceField(
        label=_("Quốc tịch"), required=False, choices=choices.NATIONALITY_CHOICES, initial="VN"
    )
    ethnicity = forms.ChoiceField(
        label=_("Dân tộc"), required=False, choices=[NOT_SAID, *choices.ETHNIC_CHOICES]
    )
    religion = forms.ChoiceField(
        label=_("Tôn giáo"), required=False, choices=[NOT_SAID, *choices.RELIGION_CHOICES]
    )
    birthplace = forms.CharField(label=_("Nơi sinh"), required=False, max_length=250)
    home_address = forms.CharField(label=_("Quê quán"), required=False, max_length=250)
    home_commune_id = forms.TypedChoiceField(
        label=_("Xã, phường của quê quán"), required=False, coerce=int, empty_value=None
    )
    permanent_address = forms.CharField(label=_("Nơi thường trú"), required=False, max_length=250)
    permanent_commune_id = forms.TypedChoiceField(
        label=_("Xã, phường thường trú"), required=False, coerce=int, empty_value=None
    )
    current_address = forms.CharField(label=_("Nơi ở hiện nay"), required=False, max_length=250)
    current_commune_id = forms.TypedChoiceField(
        label=_("Xã, phường nơi ở hiện nay"), required=False, coerce=int, empty_value=None
    )
    phone = forms.CharField(label=_("Điện thoại"), required=False, max_length=30)
    email = forms.CharField(label=_("Thư điện tử"), required=False, max_length=254)
    confirmed = forms.BooleanField(label=_("Tôi đã kiểm tra, thông tin trên là đúng"), required=False)

    def __init__(self, *args: Any, on: date, communes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["born"].on = on  # type: ignore[attr-defined]
        for name in ("home_commune_id", "permanent_commune_id", "current_commune_id"):
            self.fields[name].choices = [NOT_SAID, *communes]  # type: ignore[attr-defined]

    def facts(self) -> PersonFacts:
        """The facts as typed."""
        given = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in PersonFacts.__dataclass_fields__ and not (name == "nationality" and not value)
        }
        return PersonFacts(**given)


class RegisterForm(PersonForm):
    """A new person and what they are to a unit."""

    unit_id = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int)
    kind = forms.ChoiceField(label=_("Tư cách"), choices=choices.REAL_KINDS)
    title = forms.CharField(label=_("Chức danh"), required=False, max_length=120)
    valid_from = ui.DateField(label=_("Từ ngày"), required=False)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = units  # type: ignore[attr-defined]


class CorrectForm(PersonForm):
    """The facts of somebody recorded. `version` is the one that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label=_("Lý do, căn cứ sửa"), required=False, max_length=300)


class GuardianshipForm(forms.Form):
    guardian = forms.CharField(
        label=_("Cha mẹ, người giám hộ"),
        max_length=120,
        help_text=_("Họ tên, hoặc mã định danh ngành của người đã có hồ sơ."),
    )
    guardian_id = forms.TypedChoiceField(
        label=_("Chọn một người"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    relationship = forms.ChoiceField(label=_("Quan hệ"), choices=choices.Relationship.choices)
    is_legal_representative = forms.BooleanField(label=_("Là người đại diện theo pháp luật"), required=False)
    lives_with = forms.BooleanField(label=_("Sống cùng"), required=False, initial=True)
    confirmed = forms.BooleanField(label=_("Tôi đã kiểm tra, thông tin trên là đúng"), required=False)

    def offer(self, people: list[Person]) -> None:
        """The people among whom one is to be chosen."""
        self.fields["guardian_id"].choices = [  # type: ignore[attr-defined]
            (person.pk, f"{person.full_name}, {person.born}" if person.born else person.full_name)
            for person in people
        ]


class AffiliationForm(forms.Form):
    unit_id = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int)
    kind = forms.ChoiceField(label=_("Tư cách"), choices=choices.REAL_KINDS)
    title = forms.CharField(label=_("Chức danh"), required=False, max_length=120)
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_until = ui.DateField(label=_("Đến trước ngày"), required=False)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = units  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The end of an affiliation or a guardianship."""

    valid_until = ui.DateField(label=_("Đến trước ngày"))
    why = forms.CharField(label=_("Lý do"), required=False, max_length=300)


class DeathForm(forms.Form):
    """The day of a death. `version` is the one that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = ui.DateField(
        label=_("Ngày mất"),
        help_text=_("Việc học tập, công tác và giám hộ đang có đều kết thúc từ ngày này."),
    )


def take_errors(form: forms.Form, error: PeopleError) -> None:
    """Puts a service's refusal at the fields it is about."""
    for name, sentence in error.errors.items():
        field = {"birth_date": "born"}.get(name, name)
        form.add_error(field if field in form.fields else None, sentence)
