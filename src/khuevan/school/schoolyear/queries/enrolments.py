"""Enrolments: who learns in a class, what happened to somebody, who may be where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from ..choices import EnrolmentStatus
from ..models import Enrolment, Placement, SchoolYear, StatusChange
from ..permissions import VIEW_ENROLMENTS
from .classes import narrowed


def learners_of_class(actor: Actor, class_group_id: int, *, present: bool = True) -> list[Enrolment]:
    """In the order of names; without those who left, unless they are asked for. One query."""
    rows = narrowed(Enrolment.objects.within(access.scope(actor, VIEW_ENROLMENTS)), actor)
    rows = rows.filter(class_group_id=class_group_id)
    if present:
        rows = rows.filter(left_on=None)
    return list(rows.order_by("sort_key", "id"))


def unplaced(school_id: int, year_id: int, grade: str = "") -> list[Enrolment]:
    """Who learns at the school and is in no class yet."""
    rows = Enrolment.objects.filter(
        school_id=school_id, school_year_id=year_id, class_group=None, left_on=None
    )
    return list((rows.filter(grade=grade) if grade else rows).order_by("grade", "sort_key", "id"))


def enrolments_of(actor: Actor, learner_id: int) -> list[Enrolment]:
    """Every year of a learner that the actor may see, the latest first."""
    rows = narrowed(Enrolment.objects.within(access.scope(actor, VIEW_ENROLMENTS)), actor)
    return list(
        rows.filter(learner_id=learner_id)
        .select_related("school", "school_year", "class_group")
        .order_by("-school_year__starts_on", "-id")
    )


def years_at_level(learner_ids: Collection[int], level: str, last: SchoolYear) -> dict[int, list[Enrolment]]:
    """Learner -> enrolments at a level up to a year, the oldest first, with class, school and year. One statement."""
    rows = Enrolment.objects.filter(
        learner_id__in=list(learner_ids), level=level, school_year__starts_on__lte=last.starts_on,
        set_aside_by__isnull=True,
    ).exclude(status=EnrolmentStatus.MISTAKEN)  # fmt: skip
    found: dict[int, list[Enrolment]] = {}
    followed = rows.select_related("class_group", "school", "school_year")
    for one in followed.order_by("school_year__starts_on", "enrolled_on", "id"):
        found.setdefault(one.learner_id, []).append(one)
    return found


@dataclass(frozen=True)
class Step:
    """One thing that happened to an enrolment: a status from a day on, or a class in a period."""

    on: date
    title: str
    detail: str = ""
    until: date | None = None


def steps_of(enrolment: Enrolment) -> list[Step]:
    """Statuses and placements in the order of days. Two queries."""
    steps = [
        Step(change.on, str(change.get_status_display()), _said(change))
        for change in StatusChange.objects.filter(enrolment=enrolment).order_by("on", "id")
    ]
    placed = Placement.objects.filter(enrolment=enrolment).select_related("class_group")
    steps += [
        Step(one.valid_from, one.class_group.name, until=one.valid_until)
        for one in placed.order_by("valid_from", "id")
    ]
    return sorted(steps, key=lambda step: step.on)


def _said(change: StatusChange) -> str:
    reason = str(change.get_reason_display()) if change.reason else ""
    return ". ".join(filter(None, (reason, change.note)))
