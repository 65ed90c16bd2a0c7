"""Shapes of what is entered; what is allowed is decided in `services`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.register.signing import queries as signing


class CertificateForm(forms.Form):
    """With which of one's own certificates, and what it needs. Neither PIN nor bearer is kept."""

    def __init__(self, *args: Any, certificates: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usable = {one.pk: one for one in certificates}
        self.fields.update(signing.certificate_fields(certificates, _("Ký bằng")))

    @property
    def chosen(self) -> Any:
        return self.usable[self.cleaned_data["certificate"]]

    @property
    def secrets(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in ("pin", "bearer")}


class ActForm(CertificateForm):
    """A correction or recall."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nằm trong văn bản được ký và được giữ mãi cùng học bạ."),
    )  # fmt: skip


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Được giữ mãi cùng học bạ đã hủy."),
    )  # fmt: skip
