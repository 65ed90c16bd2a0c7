"""What waits for somebody: for cards on the home page."""

from __future__ import annotations

from datetime import date

from khuevan.kernel.access import Actor

from .. import rules
from ..choices import MinutesState, RemedyState, VisitState
from ..models import Member, Minutes, Remedy, Visit
from .units import with_merged


def planned_at(unit_id: int) -> Visit | None:
    """The next inspection that the unit was told of."""
    rows = Visit.objects.filter(unit_id=unit_id, state=VisitState.PLANNED)
    return rows.order_by("planned_on", "pk").first()


def to_remedy(unit_id: int, on: date) -> tuple[int, int]:
    """(open, of those late) of what the unit has to put right, and those that it took over."""
    rows = list(
        Remedy.objects.filter(unit_id__in=with_merged(unit_id, on=on), state__in=rules.WAITS)
        .exclude(told_at=None)
        .values_list("state", "due_on")
    )
    return len(rows), sum(rules.is_late(RemedyState(state), due, on) for state, due in rows)


def to_countersign(unit_id: int) -> Minutes | None:
    rows = Minutes.objects.filter(visit__unit_id=unit_id, state=MinutesState.HALF, is_latest=True)
    return rows.select_related("visit").first()


def to_inspect(actor: Actor) -> int:
    """Visits of the actor's own that are not done."""
    if actor.account_id is None:
        return 0
    mine = Member.objects.filter(account_id=actor.account_id).values("visit_id")
    return Visit.objects.filter(pk__in=mine, state__in=rules.WRITTEN).count()


def to_decide(actor: Actor) -> int:
    """Answers of units that wait for the actor's word."""
    if actor.account_id is None:
        return 0
    mine = Member.objects.filter(account_id=actor.account_id).values("visit_id")
    return Remedy.objects.filter(visit_id__in=mine, state=RemedyState.ANSWERED).count()
