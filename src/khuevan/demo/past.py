"""The school year before, in thin form: who is at the school now was a grade lower in it, and was promoted.

Those who ended a level or left are not invented: this is the history of those who are here, enough for a learner's course
through the years and for a roll-over to be looked at from its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from khuevan.school.schoolyear import services as schoolyear

from .children import GRADES, ClassPlan, class_name
from .defects import Child

Key = tuple[int, str, int]
"""School, grade, place of the class in its grade."""


def grade_before(level: str, grade: str) -> str | None:
    """The grade a year earlier at the same level."""
    place = GRADES[level].index(grade)
    return GRADES[level][place - 1] if place else None


def places(plans: Sequence[ClassPlan]) -> dict[int, Key]:
    """Class -> where it stood a year ago, for those that were there."""
    counted: dict[tuple[int, str], int] = {}
    found: dict[int, Key] = {}
    for one in plans:
        number = counted[one.school, one.grade] = counted.get((one.school, one.grade), -1) + 1
        before = grade_before(one.level, one.grade)
        if before is not None:
            found[one.number] = (one.school, before, number)
    return found


def classes(
    plans: Sequence[ClassPlan],
    units: Sequence[int],
    codes: Sequence[str],
    *,
    year: int,
    year_id: int,
    first: int,
) -> tuple[list[schoolyear.ClassRow], dict[int, int]]:
    """Rows of the classes of the year that begins in `year`, and class of now -> id of the class then."""
    by_number = {one.number: one for one in plans}
    ids: dict[int, int] = {}
    rows = []
    for place, (number, (school, grade, among)) in enumerate(places(plans).items(), first):
        ids[number] = place
        level = by_number[number].level
        rows.append(
            schoolyear.ClassRow(
                id=place, school_id=units[school], school_year_id=year_id, code=f"{codes[school]}{grade}{among + 1:02d}",
                name=class_name(level, grade, among), grade=grade, level=level, opened_on=date(year, 8, 20),
                two_sessions=level in ("preschool", "primary"), boarding="day" if level == "preschool" else "",
            )
        )  # fmt: skip
    return rows, ids


def enrolments(
    rows: Sequence[Child],
    then: dict[int, int],
    units: Sequence[int],
    *,
    year: int,
    year_id: int,
    first: int,
    people: int,
) -> Iterator[schoolyear.EnrolmentRow]:
    """`people`: number of the last person before the children; `then`: class of now -> id of the class then."""
    number = first
    for row in rows:
        if row["class"] not in then or row.get("twin"):
            continue
        yield schoolyear.EnrolmentRow(
            id=number, learner_id=row["number"], person_id=people + row["number"], school_id=units[row["school"]],
            school_year_id=year_id, grade=grade_before(row["level"], row["grade"]) or row["grade"], level=row["level"],
            full_name=row["full_name"], birth_date=row["birth_date"], sex="female" if row["female"] else "male",
            enrolled_on=date(year, 8, 20), class_group_id=then[row["class"]], outcome="promoted",
            outcome_on=date(year + 1, 5, 28), position=row["position"],
        )  # fmt: skip
        number += 1
