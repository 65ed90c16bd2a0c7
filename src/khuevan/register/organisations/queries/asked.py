"""Which unit a page is about, by the number in its address."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission

from ..models import OrgUnit
from .tree import home_or_root
from .units import unit_if_seen

_DIGITS: Final = 9


def asked_or_home(actor: Actor, permission: Permission, word: str, *, on: date) -> OrgUnit:
    """The unit whose number the word is; under an empty word the actor's own, or the highest for who sees everything.

    Raises Http404 for what is no number, and outside the permission's scope.
    """
    if word and not (word.isascii() and word.isdigit() and len(word) <= _DIGITS):
        raise Http404
    scope = access.scope(actor, permission)
    unit_id = int(word) if word else home_or_root(actor, everything=scope.is_everything, on=on)
    unit = unit_if_seen(actor, unit_id) if unit_id is not None and unit_id in scope else None
    if unit is None:
        raise Http404
    return unit
