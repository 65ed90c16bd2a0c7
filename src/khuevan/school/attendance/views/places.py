"""What an address or a form names: a class, a day, a slot, a school."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.records.keys import key_in
from khuevan.register.organisations import queries as organisations
from khuevan.school.staff.queries import places

from .. import queries
from ..choices import Slot
from ..permissions import VIEW_ROLLS

NOON = 12


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def day_in(text: str, otherwise: date) -> date:
    """A day as fields of dates write it, or as addresses do."""
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return otherwise


def slot_in(text: str, now: datetime) -> str:
    """The slot asked for, else the session that runs."""
    if text in Slot.values:
        return text
    return str(Slot.MORNING if timezone.localtime(now).hour < NOON else Slot.AFTERNOON)


def class_or_404(request: HttpRequest, class_id: int) -> Any:
    found = queries.class_for(actor_of(request), class_id)
    if found is None:
        raise Http404
    return found


def roll_or_404(request: HttpRequest, class_id: int, on: str, slot: str) -> queries.Roll:
    """Nonsense in the address is not there."""
    group = class_or_404(request, class_id)
    day = day_in(on, date.min)
    if slot not in Slot.values or day == date.min:
        raise Http404
    return queries.roll_of(group, day, slot)


def school_of(request: HttpRequest) -> Any | None:
    """The school named by `school` or by its `code`, else the reader's own, else the one school of their classes."""
    actor = actor_of(request)
    scope = access.scope(actor, VIEW_ROLLS)
    code = request.GET.get("code", "").replace("\x00", "")
    if code:
        return places.school_named(actor, VIEW_ROLLS, code)
    asked = key_in(request.GET.get("school", ""))
    if asked is not None and asked not in scope:
        raise Http404
    unit_id = asked or (actor.home_unit_id if actor.home_unit_id in scope else None)
    if unit_id is None and not scope.is_everything:
        few = scope.ids()
        unit_id = few[0] if len(few) == 1 else None
    unit = organisations.unit_if_seen(actor, unit_id) if unit_id is not None else None
    return unit if unit is not None and unit.levels else None
