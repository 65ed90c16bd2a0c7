"""Shapes of what is entered; what is allowed is decided in `services`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing


class _Form(forms.Form):
    def take(self, invalid: Invalid) -> None:
        """Puts a service's refusal at the fields it is about."""
        for name, sentence in invalid.errors.items():
            self.add_error(name if name in self.fields else None, sentence)


class StepForm(_Form):
    """A step that needs nothing but to be done on what was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(StepForm):
    reason = forms.CharField(label=_("Lý do"), max_length=300)


class SealForm(_Form):
    """With which seal, and what opens it. `version` where a record is changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seals: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(signing.certificate_fields(seals, _("Con dấu")))
        self.order_fields(self.field_order)


class HandOverForm(SealForm):
    """Whose cards go where."""

    learner = forms.CharField(
        label=_("Số định danh của người học"),
        max_length=20,
        help_text=_("Số trên trang của người học và trên học bạ."),
    )
    other_name = forms.CharField(label=_("Trường nhận"), max_length=200)
    other_code = forms.CharField(
        label=_("Mã trường nhận"), max_length=60, required=False, help_text=_("Nếu biết.")
    )
    field_order = ("learner", "other_name", "other_code", "certificate", "pin", "bearer")


class FileForm(StepForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(label=_("Tệp"))
