"""With which of one's certificates something is to be signed, for the forms of rooms above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Actor
from khuevan.kernel.records.errors import Invalid

from ..choices import Means
from ..formats.stamping import NoStamp
from ..models import Certificate
from ..signers import SignerFailed
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


class GestureForm(forms.Form):
    """With what an act on a page is signed, as `services.sign_or_ask` takes it: one of the person's own certificates, and
    where `may_seal` one of the unit's seals beside it."""

    def __init__(
        self, *args: Any, certificates: Sequence[Certificate], may_seal: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        persons = [one for one in certificates if not one.is_seal]
        seals = [one for one in certificates if one.is_seal] if may_seal else []
        self.has_certificate = bool(persons)
        self.fields |= certificate_fields(persons, _("Ký bằng chứng thư"))
        if seals:
            choices = [("", _("(không đóng dấu)")), *((one.pk, str(one.subject)) for one in seals)]
            self.fields["seal"] = forms.TypedChoiceField(
                label=_("Đóng dấu của đơn vị"), choices=choices, coerce=int, required=False, empty_value=None
            )

    def take(self, refused: Invalid | SignerFailed | NoStamp) -> dict[str, str]:
        """Puts what was refused at the fields that it is about; gives back what is about none of them."""
        if not isinstance(refused, Invalid):
            self.add_error("certificate", refused.reason)
            return {}
        for name, said in refused.errors.items():
            if name in self.fields:
                self.add_error(name, said)
        return {name: said for name, said in refused.errors.items() if name not in self.fields}
