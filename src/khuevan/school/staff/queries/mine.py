"""What somebody teaches: the finer scope of a teacher, and the rights that come with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import QuerySet

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.database import Kept
from khuevan.register.accounts import queries as accounts
from khuevan.school.schoolyear import queries as schoolyear
from khuevan.school.schoolyear.permissions import VIEW_CLASSES, VIEW_ENROLMENTS

from ..models import StaffMember, TeachingAssignment
from ..permissions import ASSIGNED_TEACHER
from .classes import ClassGroup

CLASSES = frozenset({VIEW_CLASSES.code, VIEW_ENROLMENTS.code})
"""Who teaches a class sees it and its learners; the room of classes narrows that to one's own (`class_source`)."""


@dataclass(frozen=True)
class TaughtClass:
    """A class and what the teacher does in it: subjects by term, homeroom."""

    class_id: int
    name: str
    school_id: int
    school: str
    is_homeroom: bool
    lessons: tuple[tuple[str, int, Decimal], ...]


def own_rows(actor: Actor) -> QuerySet[StaffMember]:
    """The actor's own rows at all schools, whatever the reach."""
    if actor.person_id is None:
        return StaffMember.objects.none()
    return StaffMember.objects.filter(person_id=actor.person_id).select_related("school", "main_subject")


def taught_class_ids(actor: Actor, on: date) -> set[int]:
    """Classes of the running year that the actor teaches or is homeroom teacher of: to narrow a queryset with."""
    if actor.person_id is None:
        return set()
    lessons = _lessons(actor.person_id, on).values_list("class_group_id", flat=True)
    return {*lessons, *_homerooms(actor.person_id, on).values_list("id", flat=True)}


def teaches(actor: Actor, class_id: int, subject_id: int, term: int, on: date) -> bool:
    """Whether the actor was assigned this subject in this class and term."""
    if actor.person_id is None:
        return False
    found = _lesson().read(person=actor.person_id, on=on, class_id=class_id, subject_id=subject_id, term=term)
    return bool(found)


@cache
def _lesson() -> Kept:
    """Asked with every mark that is saved."""
    return Kept(
        lambda person, on, class_id, subject_id, term: _lessons(person, on)
        .filter(class_group_id=class_id, subject_id=subject_id, term=term)
        .order_by()
        .values_list("term")[:1],
        person=1_000_001, on=date.min, class_id=1_000_002, subject_id=1_000_003, term=30_004,
    )  # fmt: skip


def is_homeroom_teacher(actor: Actor, class_id: int) -> bool:
    return (
        actor.person_id is not None
        and ClassGroup.objects.filter(pk=class_id, homeroom_teacher_id=actor.person_id).exists()
    )


def my_classes(actor: Actor, on: date) -> list[TaughtClass]:
    """Two statements."""
    if actor.person_id is None:
        return []
    lessons = (
        _lessons(actor.person_id, on)
        .select_related("class_group__school", "subject")
        .order_by("class_group__grade", "class_group__sort_key", "subject__position", "term")
    )
    found: dict[int, tuple[Any, list[tuple[str, int, Decimal]]]] = {}
    for row in lessons:
        name = f"{row.subject.name} ({row.part})" if row.part else row.subject.name
        found.setdefault(row.class_group_id, (row.class_group, []))[1].append((name, row.term, row.periods))
    homerooms = {group.pk: group for group in _homerooms(actor.person_id, on).select_related("school")}
    for pk, group in homerooms.items():
        found.setdefault(pk, (group, []))
    shown = [
        TaughtClass(pk, group.name, group.school_id, group.school.name, pk in homerooms, tuple(held))
        for pk, (group, held) in found.items()
    ]
    return sorted(shown, key=lambda one: (not one.is_homeroom, one.school_id))


@accounts.holding_source
def holdings_of_teachers(account: Any, on: date) -> Iterable[Holding]:
    """Permissions whose holder is "assigned_teacher", at the schools where the account's person teaches."""
    if account.person_id is None:
        return []
    schools = set(_lessons(account.person_id, on).values_list("school_id", flat=True))
    schools |= set(_homerooms(account.person_id, on).values_list("school_id", flat=True))
    codes = frozenset(code for code, one in access.declared().items() if ASSIGNED_TEACHER in one.holders)
    return [Holding(codes | CLASSES, Reach.of(schools))] if schools else []


@schoolyear.class_source
def classes_taught(actor: Actor) -> Iterable[int]:
    """Open classes in which the actor has a lesson: their own, besides those where they are homeroom teacher."""
    if actor.person_id is None:
        return ()
    return TeachingAssignment.objects.filter(
        staff__person_id=actor.person_id, ended_on__isnull=True, class_group__closed_on__isnull=True
    ).values_list("class_group_id", flat=True)


def _lessons(person_id: int, on: date) -> QuerySet[TeachingAssignment]:
    return TeachingAssignment.objects.filter(
        staff__person_id=person_id, ended_on__isnull=True,
        school_year__starts_on__lte=on, school_year__ends_on__gte=on, class_group__closed_on__isnull=True,
    )  # fmt: skip


def _homerooms(person_id: int, on: date) -> QuerySet[Any]:
    rows: QuerySet[Any] = ClassGroup.objects.filter(
        homeroom_teacher_id=person_id,
        closed_on__isnull=True,
        school_year__starts_on__lte=on,
        school_year__ends_on__gte=on,
    )
    return rows
