"""Assessments within the actor's scope, and who may do what with them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission
from khuevan.register.organisations import queries as organisations

from ..models import Appeal, Assessment, Edition, Step
from ..permissions import (
    DECIDE_ASSESSMENTS,
    PREPARE_ASSESSMENTS,
    REVIEW_ASSESSMENTS,
    SUBMIT_ASSESSMENTS,
    VIEW_ASSESSMENTS,
)

LARGEST = 2**31 - 1


def seen(actor: Actor) -> QuerySet[Assessment]:
    """Of the actor's units, and those that lie with the actor's bodies."""
    scope = access.scope(actor, VIEW_ASSESSMENTS)
    if scope.is_everything:
        return Assessment.objects.select_related("edition")
    own = Assessment.objects.within(scope) | Assessment.objects.filter(receiver_id__in=_bodies(actor))
    return own.select_related("edition")


def _bodies(actor: Actor) -> list[int]:
    """Receivers among the actor's units: few, where the units may be many."""
    scope = access.scope(actor, VIEW_ASSESSMENTS)
    known = Assessment.objects.order_by().values_list("receiver_id", flat=True).distinct()
    return [pk for pk in known if pk is not None and pk in scope]


def assessment(actor: Actor, assessment_id: int) -> Assessment:
    """Raises Http404 for one that there is not, or outside the scope."""
    found = (
        Assessment.objects.select_related("edition").filter(pk=assessment_id).first()
        if assessment_id <= LARGEST
        else None
    )
    scope = access.scope(actor, VIEW_ASSESSMENTS)
    if found is None or not (found.unit_id in scope or found.receiver_id in scope):
        raise Http404
    return found


def own_assessment(unit_id: int, edition: Edition, year: str) -> Assessment | None:
    return Assessment.objects.filter(unit_id=unit_id, edition=edition, school_year=year).first()


def history(unit_id: int) -> list[Assessment]:
    """Of all years and editions, the latest first, as far as the bound actor may see."""
    found = Assessment.objects.filter(unit_id=unit_id).select_related("edition")
    return list(found.order_by("-school_year", "edition__code"))


def steps(one: Assessment) -> list[Step]:
    """The latest first, without the sheets."""
    return list(Step.objects.filter(assessment=one).defer("content").order_by("-at", "-pk"))


def appeals(one: Assessment) -> list[Appeal]:
    return list(Appeal.objects.filter(assessment=one).order_by("-made_at"))


def closed_on(unit_id: int) -> date | None:
    """The day from which the unit is no more, as far as it is to be seen."""
    found = organisations.unit_if_seen(access.system(), unit_id)
    return found.closed_on if found is not None else None


def may_prepare(actor: Actor, one: Assessment) -> bool:
    return may_for_unit(actor, PREPARE_ASSESSMENTS, one.unit_id, one.receiver_id)


def may_submit(actor: Actor, one: Assessment) -> bool:
    return may_for_unit(actor, SUBMIT_ASSESSMENTS, one.unit_id, one.receiver_id)


def may_for_unit(actor: Actor, permission: Permission, unit_id: int, receiver_id: int | None) -> bool:
    """Each unit for itself: who is at home elsewhere does not. Nobody hands in to himself: who decides at the receiver
    does not score for the school."""
    if not may_for_own(actor, permission, unit_id):
        return False
    if actor.everything or receiver_id is None:
        return True
    return not access.decide(actor, DECIDE_ASSESSMENTS, on=receiver_id).allowed


def may_for_own(actor: Actor, permission: Permission, unit_id: int) -> bool:
    """Whether the actor may do this for the unit, being at home there."""
    if not access.decide(actor, permission, on=unit_id).allowed:
        return False
    return actor.everything or actor.home_unit_id in (None, unit_id)


def may_decide(actor: Actor, one: Assessment) -> bool:
    """Whether the actor is of the body that assesses; of a body that is no more its heir's people decide."""
    if one.receiver_id is None or not access.decide(actor, DECIDE_ASSESSMENTS, on=one.receiver_id).allowed:
        return False
    return actor.everything or actor.home_unit_id == one.receiver_id or closed_on(one.receiver_id) is not None


def may_review(actor: Actor, one: Assessment) -> bool:
    """Officers of the receiver, and of bodies above the school."""
    if actor.account_id is None:
        return False
    places = (one.unit_id, one.receiver_id) if one.receiver_id is not None else (one.unit_id,)
    return any(access.decide(actor, REVIEW_ASSESSMENTS, on=place).allowed for place in places)
