"""Marks of the term that runs: regular and mid-term, a few still missing, as they stand in November."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from khuevan.kernel.access import Actor
from khuevan.school.gradebook import queries, services
from khuevan.school.schoolyear.queries import year_at
from khuevan.school.staff import services as staff

from .draws import number_of

MISSING = 0.04
SPREAD = 28
"""How far apart marks of one learner lie, in tenths."""


def furnish(
    actor: Actor,
    lessons: Sequence[staff.AssignmentRow],
    names: Mapping[int, str],
    *,
    at: datetime,
    on: date,
) -> int:
    """Marks for what these lessons teach; gives how many. `names`: of teachers, by number among the staff."""
    year = year_at(on)
    if year is None:
        return 0
    people = queries.enrolled(year.pk, {one.school_id for one in lessons})
    rows = list(_marks(actor, lessons, names, people, at))  # it reads, and COPY keeps the connection busy
    return services.load_marks(rows, actor=actor, at=at)


def _marks(
    actor: Actor,
    lessons: Sequence[staff.AssignmentRow],
    names: Mapping[int, str],
    people: Sequence[Any],
    at: datetime,
) -> Iterator[services.MarkRow]:
    by_class: dict[int, list[Any]] = {}
    for one in people:
        by_class.setdefault(one.class_group_id, []).append(one)
    shapes = queries.Shapes(actor)
    for lesson in lessons:
        inside = by_class.get(lesson.class_group_id, [])
        columns = shapes.of(inside[0].class_group, lesson.subject_id) if inside else ()
        teacher = names.get(lesson.staff_id, "")
        for place, column in enumerate(columns):
            if column.kind.startswith("final") or column.kind == "remark":
                continue
            moment = at - timedelta(days=70 - 9 * place, minutes=lesson.class_group_id % 300)
            for one in inside:
                number, word = _value(one.pk, lesson.subject_id, place, column.entry)
                if number is not None or word:
                    yield services.MarkRow(
                        lesson.school_id, one.pk, lesson.subject_id, 1, column.kind, column.ordinal,
                        number, word, moment, teacher,
                    )  # fmt: skip


def _value(learner: int, subject: int, place: int, entry: str) -> tuple[Decimal | None, str]:
    """Of a learner's ability, the same in all subjects, and of the day. Nothing for the few that are missing."""
    drawn = number_of(learner, subject * 16 + place)
    if drawn % 1000 < MISSING * 1000:
        return None, ""
    ability = 45 + number_of(learner, 7) % 48
    tenths = max(15, min(100, ability + drawn // 1000 % SPREAD - SPREAD // 2))
    if entry == "score":
        return Decimal(round(tenths / 5) * 5) / 10, ""
    if entry == "test":
        return Decimal(max(1, round(tenths / 10))), ""
    if entry == "pass":
        return None, "CD" if tenths < 30 else "D"
    return None, "T" if tenths >= 75 else "H" if tenths >= 35 else "C"
