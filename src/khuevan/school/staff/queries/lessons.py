"""Lessons as other rooms need them: whose, in which class, subject and term."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from khuevan.kernel.access import Actor

from ..models import TeachingAssignment
from .mine import _homerooms, _lessons


@dataclass(frozen=True)
class OwnLesson:
    """A subject of a class in a term that the actor teaches; `group` and `subject` are rows."""

    group: Any
    subject: Any
    term: int
    part: str


def own_lessons(actor: Actor, on: date) -> list[OwnLesson]:
    """What the actor teaches in the running year, by class and subject. One statement."""
    if actor.person_id is None:
        return []
    rows = (
        _lessons(actor.person_id, on)
        .select_related("class_group__school", "class_group__school_year", "subject")
        .order_by(
            "class_group__grade", "class_group__sort_key", "class_group_id", "subject__position", "term"
        )
    )
    return [OwnLesson(row.class_group, row.subject, row.term, row.part) for row in rows]


def own_homerooms(actor: Actor, on: date) -> list[Any]:
    """Classes of the running year whose homeroom teacher the actor is."""
    if actor.person_id is None:
        return []
    rows = _homerooms(actor.person_id, on).select_related("school")
    return list(rows.order_by("grade", "sort_key", "id"))


def taught_subjects(class_ids: Collection[int], term: int | None = None) -> dict[int, list[Any]]:
    """Class -> subjects with a teacher in the term (or in any), in the order of the catalogue. One statement."""
    rows = TeachingAssignment.objects.filter(class_group_id__in=class_ids, ended_on__isnull=True)
    if term is not None:
        rows = rows.filter(term=term)
    found: dict[int, dict[int, Any]] = {pk: {} for pk in class_ids}
    ordered = rows.select_related("subject").order_by("subject__position", "subject__sort_key", "subject_id")
    for row in ordered:
        found[row.class_group_id].setdefault(row.subject_id, row.subject)
    return {pk: list(subjects.values()) for pk, subjects in found.items()}


def taught_ids(class_ids: Collection[int]) -> dict[int, list[int]]:
    """Class -> numbers of the subjects with a teacher in any term, for very many classes. One statement."""
    rows = TeachingAssignment.objects.filter(class_group_id__in=class_ids, ended_on__isnull=True)
    found: dict[int, list[int]] = {pk: [] for pk in class_ids}
    for pk, subject in rows.order_by().values_list("class_group_id", "subject_id").distinct():
        found[pk].append(subject)
    return found


def teachers_of(class_id: int, term: int) -> dict[int, list[str]]:
    """Subject -> names of those who teach it in the class and term. One statement."""
    rows = TeachingAssignment.objects.filter(class_group_id=class_id, term=term, ended_on__isnull=True)
    found: dict[int, list[str]] = {}
    for subject, name in rows.order_by("id").values_list("subject_id", "staff__full_name"):
        found.setdefault(subject, []).append(name)
    return found
