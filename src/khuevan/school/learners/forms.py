"""Reading what people typed; what is right is for the rules to say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Invalid
from khuevan.kernel.records.errors import NotUnderstood
from khuevan.kernel.records.formats import parse_date
from khuevan.register.people.choices import ETHNIC_CHOICES, Relationship, Sex
from khuevan.register.people.services import BirthDate

from .services import GuardianFacts

NOT_SAID = ("", "---")


class BirthField(forms.CharField):
    """A day, or the year alone: of many grandparents nothing more is known."""

    def clean(self, value: Any) -> BirthDate | None:
        text = super().clean(value)
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) == 4:
            return BirthDate(date(max(int(text), 1), 1, 1), "year")
        try:
            return BirthDate(parse_date(text))
        except NotUnderstood as problem:
            raise forms.ValidationError(str(problem)) from problem


class GuardianForm(forms.Form):
    """A parent or guardian, as a clerk reads them off an enrolment paper."""

    relationship = forms.ChoiceField(label=_("Quan hệ với người học"), choices=Relationship.choices)
    full_name = forms.CharField(label=_("Họ và tên"), max_length=100)
    born = BirthField(
        label=_("Ngày sinh hoặc năm sinh"), required=False, help_text=_("Ví dụ 05/09/1988, hoặc 1988.")
    )
    sex = forms.ChoiceField(
        label=_("Giới tính"),
        required=False,
        choices=[NOT_SAID, *Sex.choices],
        help_text=_("Để trống với cha, mẹ."),
    )
    national_id = forms.CharField(
        label=_("Số định danh cá nhân"), required=False, max_length=30, help_text=_("12 chữ số.")
    )
    phone = forms.CharField(label=_("Điện thoại"), required=False, max_length=30)
    ethnicity = forms.ChoiceField(label=_("Dân tộc"), required=False, choices=[NOT_SAID, *ETHNIC_CHOICES])
    occupation = forms.CharField(label=_("Nghề nghiệp"), required=False, max_length=150)
    is_legal_representative = forms.BooleanField(
        label=_("Là người đại diện theo pháp luật"), required=False, initial=True
    )
    lives_with = forms.BooleanField(label=_("Sống cùng người học"), required=False, initial=True)
    confirmed = forms.BooleanField(
        label=_("Tôi đã kiểm tra, thông tin trên là đúng"),
        required=False,
        help_text=_("Chỉ đánh dấu khi hệ thống hỏi lại."),
    )

    def facts(self) -> GuardianFacts:
        said = {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}
        return GuardianFacts(**said)

    def take(self, invalid: Invalid) -> None:
        """Puts a service's refusal at the fields it is about."""
        for name, sentence in invalid.errors.items():
            field = {"birth_date": "born", "guardian": "born"}.get(name, name)
            self.add_error(field if field in self.fields else None, sentence)
