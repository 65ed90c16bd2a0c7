"""Reminders of stale data that are for this reader."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..models import Reminder
from ..permissions import VIEW_QUALITY


def reminders(actor: Actor, *, seen: bool = False) -> QuerySet[Reminder]:
    """At the actor's own unit: those for them by name and those for whoever does the work. Who has no unit sees all."""
    found = Reminder.objects.within(access.scope(actor, VIEW_QUALITY)).filter(seen_at__isnull=not seen)
    if actor.home_unit_id is not None:
        found = found.filter(unit_id=actor.home_unit_id)
    if actor.person_id is not None:
        found = found.filter(Q(person_id=None) | Q(person_id=actor.person_id))
    return found.select_related("unit").order_by("-made_on", "component", "id")
