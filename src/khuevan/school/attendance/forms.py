"""Shapes of what is typed; what it means is for the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui

from .choices import Reason


class AskForm(forms.Form):
    """Leave for one learner of a class."""

    enrolment = forms.ChoiceField(label=_("Học sinh"))
    first_on = ui.DateField(label=_("Từ ngày"))
    last_on = ui.DateField(label=_("Đến hết ngày"))
    reason = forms.ChoiceField(label=_("Lý do"), choices=[("", "—"), *Reason.choices])
    note = forms.CharField(label=_("Ghi rõ"), max_length=300, required=False)

    def __init__(self, *args: Any, learners: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enrolment"].choices = [("", "—"), *learners]  # type: ignore[attr-defined]
