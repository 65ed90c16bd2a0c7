"""Reading what people typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.school.schoolyear import queries as schoolyear


class PackageForm(forms.Form):
    """Which school, which year."""

    unit = forms.CharField(label=_("Trường"), max_length=200, help_text=_("Mã hoặc tên trường"))
    school_year = forms.ChoiceField(label=_("Năm học"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(year.code, year.code) for year in schoolyear.years()]
        self.fields["school_year"].choices = years  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    """Whose package it is said to be, and the file."""

    unit = forms.CharField(label=_("Trường"), max_length=200, help_text=_("Mã hoặc tên trường"))
    file = forms.FileField(label=_("Gói dữ liệu"), help_text=_("Tệp .zip tải về từ nền tảng; tối đa 200 MB."))
