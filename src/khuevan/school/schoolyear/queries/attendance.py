"""How many classes and learners schools have: counts only, so other rooms can relate their own figures to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from khuevan.kernel.access import Reach


@dataclass(frozen=True)
class Attendance:
    """One grade of one level of one school in the running year; `largest_class` in learners, 0 before placement.

    `girls` are among the `learners`.
    """

    school_id: int
    level: str
    grade: str
    classes: int
    learners: int
    largest_class: int
    girls: int


_COUNTS = """
with running as (select id from schoolyear_schoolyear where starts_on <= %(on)s and %(on)s <= ends_on),
learning as (
    select school_id, level, grade, sum(n) as learners, sum(girls) as girls,
           max(n) filter (where class_group_id is not null) as largest
    from (
        select school_id, level, grade, class_group_id, count(*) as n,
               count(*) filter (where sex = 'female') as girls
        from schoolyear_enrolment
        where school_year_id in (select id from running) and left_on is null and {inside}
        group by school_id, level, grade, class_group_id
    ) as by_class
    group by school_id, level, grade
), teaching as (
    select school_id, level, grade, count(*) as classes
    from schoolyear_classgroup
    where school_year_id in (select id from running) and closed_on is null and {inside}
    group by school_id, level, grade
)
select school_id, level, grade, coalesce(classes, 0), coalesce(learners, 0), coalesce(largest, 0),
       coalesce(girls, 0)
from learning full join teaching using (school_id, level, grade)
order by school_id, level, grade
"""


def attendance(reach: Reach, schools: Collection[int] | None = None, *, on: date) -> list[Attendance]:
    """Counts of the year that runs on the day, for schools within the reach (only the named ones, if any are named)."""
    inside = "school_id = any(%(schools)s)" if schools is not None else "true"
    if not reach.is_everything:
        inside += " and school_id <@ %(reach)s::int4multirange"
    values: dict[str, Any] = {
        "on": on,
        "schools": list(schools or ()),
        "reach": "" if reach.is_everything else reach.sql(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(inside=inside), values)
        return [
            Attendance(school_id, level, grade, int(classes), int(learners), int(largest), int(girls))
            for school_id, level, grade, classes, learners, largest, girls in cursor.fetchall()
        ]
