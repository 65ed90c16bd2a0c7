"""With which of one's certificates something is to be signed, for the forms of rooms above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Actor

from ..choices import Means
from ..models import Certificate
from .standing import usable_certificates


def usable_seals(actor: Actor, unit_id: int, at: datetime) -> list[Certificate]:
    """The actor's seals of the unit that may be used now."""
    if actor.person_id is None:
        return []
    return [one for one in usable_certificates(actor.person_id, unit_id, at) if one.is_seal]


def certificate_fields(certificates: Sequence[Certificate], label: object) -> dict[str, forms.Field]:
    """`certificate`, and `pin`, `bearer` where one of them needs that. What `services.signer_of` asks for."""
    means = {one.means for one in certificates}
    choices = [(one.pk, f"{one.subject} · {Means(one.means).label}") for one in certificates]
    fields: dict[str, forms.Field] = {
        "certificate": forms.TypedChoiceField(label=label, choices=choices, coerce=int)  # type: ignore[arg-type]
    }
    if means & {Means.TOKEN, Means.REMOTE}:
        fields["pin"] = forms.CharField(
            label=_("Mã PIN"), max_length=64, required=False,
            help_text=_("Chỉ khi khóa nằm trên thiết bị hoặc dịch vụ ký; không được lưu lại."),
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        )  # fmt: skip
    if Means.REMOTE in means:
        fields["bearer"] = forms.CharField(
            label=_("Mã đăng nhập dịch vụ ký từ xa"), max_length=4000, required=False,
            help_text=_("Chỉ khi ký từ xa; không được lưu lại."),
        )  # fmt: skip
    return fields
