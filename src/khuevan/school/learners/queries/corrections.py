"""Requests of families: one's own, and those that wait for a school."""

from __future__ import annotations

from django.db.models import QuerySet

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..choices import CorrectionState
from ..models import CorrectionRequest
from ..permissions import DECIDE_CORRECTIONS


def own_corrections(actor: Actor, person_id: int) -> list[CorrectionRequest]:
    """What was asked for this learner, the latest first; nothing for who is not of the family."""
    if person_id not in actor.persons:
        return []
    return list(CorrectionRequest.objects.filter(person_id=person_id).order_by("-id")[:50])


def corrections(actor: Actor, state: str = CorrectionState.OPEN) -> QuerySet[CorrectionRequest]:
    """Those of the schools where the actor decides, the oldest first."""
    scope = access.scope(actor, DECIDE_CORRECTIONS)
    return CorrectionRequest.objects.within(scope).filter(state=state).order_by("id")
