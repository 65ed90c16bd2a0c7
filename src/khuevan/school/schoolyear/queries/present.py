"""Where a learner is present, and a class by its id: for the rooms that move learners."""

from __future__ import annotations

from datetime import date

from ..models import ClassGroup, Enrolment
from .years import year_at


def present_enrolment(learner_id: int, on: date) -> Enrolment | None:
    """The enrolment of the day's year that the learner has not left, within what the transaction may see."""
    year = year_at(on)
    if year is None:
        return None
    rows = Enrolment.objects.filter(learner_id=learner_id, school_year=year, left_on=None)
    return rows.select_related("school_year").first()


def class_of(class_group_id: int | None) -> ClassGroup | None:
    """Within what the transaction may see."""
    return None if class_group_id is None else ClassGroup.objects.filter(pk=class_group_id).first()


def classes_for(school_id: int, school_year_id: int, grade: str) -> list[ClassGroup]:
    """Open classes of a school and year that take this grade, by name."""
    rows = ClassGroup.objects.filter(school_id=school_id, school_year_id=school_year_id, closed_on=None)
    return [one for one in rows.order_by("sort_key", "id") if grade in (one.grade, *one.combined_grades)]
