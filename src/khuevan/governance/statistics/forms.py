"""Reading what people hand in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 64 * 1024**2


class PackageForm(forms.Form):
    """The file of a department."""

    file = forms.FileField(label=_("Gói biểu thống kê của Sở"), help_text=_("Tệp .zip, tối đa 64 MB."))

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            raise forms.ValidationError(_("Tệp lớn hơn 64 MB."))
        return found
