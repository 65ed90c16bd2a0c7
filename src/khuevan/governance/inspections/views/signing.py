"""With what minutes are signed: one of the signer's own certificates, never a seal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock
from khuevan.kernel.access import Actor
from khuevan.register.signing import queries as signing


class SignForm(forms.Form):
    def __init__(self, *args: Any, certificates: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        persons = [one for one in certificates if not one.is_seal]
        self.has_certificate = bool(persons)
        self.fields |= signing.certificate_fields(persons, _("Ký bằng chứng thư"))


def certificates_of(actor: Actor) -> list[Any]:
    """The actor's certificates at the own unit."""
    if actor.person_id is None or actor.home_unit_id is None:
        return []
    return signing.usable_certificates(actor.person_id, actor.home_unit_id, clock.now())
