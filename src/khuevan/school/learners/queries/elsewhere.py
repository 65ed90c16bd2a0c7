"""A learner by number and birth date, for the rooms that bring somebody from one school to another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..choices import PRESENT
from ..models import Learner


def by_number(national_id: str, born: date) -> Learner | None:
    """Within what the transaction may see. Who asks beyond the own school has decided that the actor may know, asks
    for both, number and birth date, and logs the look."""
    digits = "".join(national_id.split())
    found = Learner.objects.filter(person__national_id=digits, person__birth_date=born)
    return found.select_related("person", "school").first() if digits else None


def of_person(person_id: int) -> Learner | None:
    """The learner that somebody is, within what the transaction may see."""
    return Learner.objects.filter(person_id=person_id).select_related("person", "school").first()


def of_people(person_ids: Collection[int]) -> dict[int, Learner]:
    """The learners that people are, by person, within what the transaction may see. One statement."""
    rows = Learner.objects.filter(person_id__in=list(person_ids)).select_related("person", "school")
    return {row.person_id: row for row in rows.order_by("-pk")}


def by_id(learner_id: int) -> Learner | None:
    """Within what the transaction may see."""
    return Learner.objects.filter(pk=learner_id).select_related("person", "school").first()


def with_person(learner_ids: Collection[int]) -> dict[int, Learner]:
    """By id, each with person and policy group, within what the transaction may see. One statement."""
    rows = Learner.objects.filter(pk__in=list(learner_ids)).select_related("person", "policy_group")
    return {row.pk: row for row in rows}


def ids_at(school_id: int, most: int) -> list[int]:
    """Learners present at a school, in the order of their names, within what the transaction may see."""
    rows = Learner.objects.filter(school_id=school_id, status__in=PRESENT)
    return list(rows.order_by("sort_key", "id").values_list("pk", flat=True)[:most])
