from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .layout import Layout


class ListForm(forms.Form):
    """Whose list, and the layout's parameters."""

    unit = forms.CharField(label=_("Đơn vị"), max_length=200)

    def __init__(self, layout: Layout, actor: Any, unit_id: int | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parameter in layout.parameters:
            self.fields[parameter.name] = forms.ChoiceField(
                label=str(parameter.label), choices=list(parameter.choices(actor, unit_id or 0))
            )


class UploadForm(ListForm):
    """A file, the unit it is for where there are several, and the layout's parameters."""

    file = forms.FileField(
        label=_("Tệp"), help_text=_("Excel (.xlsx, .xls), LibreOffice (.ods) hoặc .csv; tối đa 60 MB.")
    )
