"""Classes of the school year as this room needs them: names, levels, homeroom teachers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from ..models import TeachingAssignment

ClassGroup: Any = TeachingAssignment._meta.get_field("class_group").related_model


def open_classes(school_id: int, school_year_id: int) -> QuerySet[Any]:
    """Classes of a school in a year that are not closed, in order."""
    rows: QuerySet[Any] = ClassGroup.objects.filter(
        school_id=school_id, school_year_id=school_year_id, closed_on__isnull=True
    )
    return rows.order_by("grade", "sort_key", "id")


def homerooms_of(
    school_id: int, person_ids: Iterable[int], school_year_id: int | None = None
) -> QuerySet[Any]:
    """Open classes whose homeroom teacher is one of these people."""
    rows: QuerySet[Any] = ClassGroup.objects.filter(
        school_id=school_id, homeroom_teacher_id__in=list(person_ids), closed_on__isnull=True
    )
    if school_year_id is not None:
        rows = rows.filter(school_year_id=school_year_id)
    return rows.order_by("school_year_id", "grade", "sort_key", "id")
