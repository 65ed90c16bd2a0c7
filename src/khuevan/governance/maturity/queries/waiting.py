"""What waits for somebody: for cards on the home page."""

from __future__ import annotations

from datetime import date

from khuevan.kernel.access import Actor

from .. import rules
from ..choices import State
from ..models import Assessment
from .editions import editions, index, timetable
from .owing import assessed_unit, year_of

WAITS = (State.SUBMITTED, State.CHECKED, State.EXTERNAL, State.ASSESSED, State.RECOGNISED)
DAYS_BEFORE = 92
"""From so many days before the last day on the school is told."""


def to_hand_in(unit_id: int, on: date) -> date | None:
    """The day before which the unit hands in, where something is still to be handed in and the time has come; also what
    was returned."""
    if Assessment.objects.filter(unit_id=unit_id, state=State.RETURNED).exists():
        return Assessment.objects.filter(unit_id=unit_id, state=State.RETURNED).values_list(
            "due_on", flat=True
        )[0]
    year, days = year_of("", on), timetable(on)
    if year is None or days is None:
        return None
    due = rules.day_in(year, days.submit_month, days.submit_day)
    if (due - on).days > DAYS_BEFORE:
        return None
    owed = [one for one in editions(on) if assessed_unit(one, unit_id, on=on) and index(one, on).is_usable]
    done = set(
        Assessment.objects.filter(unit_id=unit_id, school_year=year)
        .exclude(state=State.DRAFT)
        .values_list("edition_id", flat=True)
    )
    return due if any(one.pk not in done for one in owed) else None


def awaiting_decision(actor: Actor) -> int:
    """How many lie with the actor's own body."""
    home = actor.home_unit_id
    if home is None:
        return 0
    return Assessment.objects.filter(receiver_id=home, state__in=WAITS).count()
