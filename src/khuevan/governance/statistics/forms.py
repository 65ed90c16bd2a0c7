"""Reading what people hand in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.register.signing import queries as signing

LARGEST = 64 * 1024**2


class PackageForm(forms.Form):
    """The file of a department."""

    file = forms.FileField(label=_("Gói biểu thống kê của Sở"), help_text=_("Tệp .zip, tối đa 64 MB."))

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            raise forms.ValidationError(_("Tệp lớn hơn 64 MB."))
        return found


class SealForm(forms.Form):
    """With which seal, and what opens it."""

    def __init__(self, *args: Any, certificates: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(signing.certificate_fields(certificates, _("Con dấu của Sở")))
