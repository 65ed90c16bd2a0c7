"""Rolls of the last two weeks: a few learners away each day, most with leave."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from khuevan.kernel.access import Actor
from khuevan.school.attendance import services
from khuevan.school.gradebook import queries as gradebook
from khuevan.school.schoolyear.queries import year_at

from .draws import number_of

DAYS = 14
SATURDAY = 5
AWAY = 25
"""Of a thousand learners in a morning."""
KINDS = "PPPPPPKKKM"


def furnish(actor: Actor, schools: Collection[int], *, at: datetime, on: date) -> tuple[int, int]:
    """Mornings of these schools before the day; gives how many rolls and absences."""
    year = year_at(on)
    if year is None:
        return 0, 0
    days = [
        day
        for day in (on - timedelta(back) for back in range(DAYS, 0, -1))
        if day.weekday() < SATURDAY and day >= year.starts_on
    ]
    people = gradebook.enrolled(year.pk, schools)
    groups = {one.class_group_id: one.class_group for one in people}
    teachers = {class_id: _teacher(group) for class_id, group in groups.items()}
    calls = list(_calls(people, teachers, days, at))
    return services.load_rolls(calls, _absences(people, teachers, days, at), actor=actor, at=at)


def _teacher(group: Any) -> str:
    return str(group.homeroom_teacher.full_name) if group.homeroom_teacher_id else ""


def _calls(
    people: Sequence[Any], teachers: dict[int, str], days: Sequence[date], at: datetime
) -> Iterator[services.CallRow]:
    schools = {one.class_group_id: one.school_id for one in people}
    for class_id, school_id in schools.items():
        for day in days:
            yield services.CallRow(
                school_id, class_id, day, "am", _moment(day, class_id, at), teachers[class_id]
            )


def _absences(
    people: Sequence[Any], teachers: dict[int, str], days: Sequence[date], at: datetime
) -> Iterator[services.AbsenceRow]:
    for one in people:
        for day in days:
            drawn = number_of(one.pk, day.toordinal())
            if drawn % 1000 < AWAY and one.enrolled_on <= day:
                yield services.AbsenceRow(
                    one.school_id, one.class_group_id, one.pk, day, "am", KINDS[drawn // 1000 % len(KINDS)],
                    _moment(day, one.class_group_id, at), teachers[one.class_group_id],
                )  # fmt: skip


def _moment(day: date, class_id: int, at: datetime) -> datetime:
    """In the first minutes of the morning."""
    return datetime(day.year, day.month, day.day, 0, 5 + class_id % 20, tzinfo=at.tzinfo)
