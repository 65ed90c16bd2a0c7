"""With what a report is signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.register.signing import queries as signing


class SignForm(forms.Form):
    """The person's certificate, and the unit's seal where the signer keeps one."""

    def __init__(self, *args: Any, certificates: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        persons = [one for one in certificates if not one.is_seal]
        seals = [one for one in certificates if one.is_seal]
        self.has_certificate = bool(persons)
        self.fields |= signing.certificate_fields(persons, _("Ký bằng chứng thư"))
        if seals:
            choices = [("", _("(không đóng dấu)")), *((one.pk, str(one.subject)) for one in seals)]
            self.fields["seal"] = forms.TypedChoiceField(
                label=_("Đóng dấu của đơn vị"), choices=choices, coerce=int, required=False, empty_value=None
            )
