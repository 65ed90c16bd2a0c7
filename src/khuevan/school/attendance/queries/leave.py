"""Leave that was asked for, granted, or waits."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from khuevan.kernel.access import Actor

from ..choices import LeaveState
from ..models import LeaveRequest


def granted_on(class_id: int, on: date) -> dict[int, LeaveRequest]:
    """Enrolment -> the leave that covers the day. One statement."""
    rows = LeaveRequest.objects.filter(
        class_group_id=class_id, state=LeaveState.GRANTED, first_on__lte=on, last_on__gte=on
    )
    return {one.enrolment_id: one for one in rows}


def leave_for(actor: Actor) -> QuerySet[LeaveRequest]:
    """Requests of the classes whose rolls the actor may see, those that wait first, then the latest."""
    from .rolls import visible_classes

    rows = LeaveRequest.objects.filter(class_group_id__in=visible_classes(actor).values("pk"))
    return rows.select_related("enrolment", "class_group", "school")


def leave_waiting(actor: Actor) -> int:
    """How many wait for an answer. One statement."""
    return leave_for(actor).filter(state=LeaveState.ASKED).count()


def leave_of_child(actor: Actor, person_id: int) -> list[LeaveRequest]:
    """What was asked for oneself or one's child, the latest first; empty for whoever is not theirs."""
    if person_id not in actor.persons:
        return []
    return list(LeaveRequest.objects.filter(person_id=person_id).order_by("-first_on", "-id")[:50])
