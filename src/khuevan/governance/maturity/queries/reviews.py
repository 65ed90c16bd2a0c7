"""The two reviews of an external assessment: who may read which, what both say, what is still to be settled."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.http import Http404

from khuevan.kernel.access import Actor

from .. import rules
from ..choices import Act
from ..models import Assessment, Review, Score, Step
from ..rules import Agreement, Found
from .assessments import assessment


def reviews(one: Assessment) -> list[Review]:
    return list(Review.objects.filter(assessment=one).order_by("seat"))


def review(actor: Actor, review_id: int) -> Review:
    """Raises Http404 where there is none that the actor may read: the own one always, another's only when it is sealed
    and the actor is not still writing one."""
    found = (
        Review.objects.select_related("assessment__edition").filter(pk=review_id).first()
        if review_id < 2**31
        else None
    )
    if found is None:
        raise Http404
    assessment(actor, found.assessment_id)
    if not may_read(actor, found, reviews(found.assessment)):
        raise Http404
    return found


def may_read(actor: Actor, one: Review, every: list[Review]) -> bool:
    if one.account_id == actor.account_id and actor.account_id is not None:
        return True
    writes = any(row.account_id == actor.account_id and row.sealed_at is None for row in every)
    return one.sealed_at is not None and not writes


def found_of(one: Review) -> dict[str, Found]:
    return {
        code: Found(Decimal(row["points"]) if row["points"] is not None else None, row["met"])
        for code, row in one.scores.items()
    }


def agreement_of(one: Assessment) -> Agreement | None:
    """None until both are sealed."""
    sealed = [row for row in reviews(one) if row.sealed_at is not None]
    if len(sealed) < 2:
        return None
    return rules.agreement(one.sampled, found_of(sealed[0]), found_of(sealed[1]))


def unsettled(one: Assessment) -> list[str]:
    """Lines on which the two differ and nobody settled."""
    agreed = agreement_of(one)
    if agreed is None:
        return []
    settled = set(
        Score.objects.filter(assessment=one)
        .exclude(final_points=None, final_met=None)
        .values_list("code", flat=True)
    )
    return [code for code in agreed.open if code not in settled]


def recognised_at(one: Assessment) -> datetime | None:
    """When the level that holds was recognised."""
    return (
        Step.objects.filter(assessment=one, act=Act.RECOGNISE.value)
        .order_by("-at", "-pk")
        .values_list("at", flat=True)
        .first()
    )
