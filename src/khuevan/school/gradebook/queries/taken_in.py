"""Results of a school's primary classes at the end of a term, a learner a row: what a workbook holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from khuevan.school.schoolyear.choices import EnrolmentStatus

from ..choices import Moment
from ..models import Appraisal, ClosedTerm, Mark
from ..rules import FINAL, FINAL_LEVEL
from .books import ClassGroup, Enrolment, running_term

__all__ = [
    "Learners",
    "TakenIn",
    "closed_classes",
    "learners_in",
    "primary_classes",
    "results_in",
    "running_term",
    "versions_of",
]


def primary_classes(school_id: int, year_id: int) -> list[Any]:
    rows = ClassGroup.objects.filter(
        school_id=school_id, school_year_id=year_id, level="primary", closed_on=None
    )
    return list(rows.order_by("grade", "sort_key", "id"))


def closed_classes(school_id: int, term: int) -> set[int]:
    """Classes whose gradebooks of the term are closed; a reopening is for the page, not for a file."""
    rows = ClosedTerm.objects.filter(school_id=school_id, term=term)
    return set(rows.values_list("class_group_id", flat=True))


def _people(school_id: int, year_id: int) -> Any:
    rows = Enrolment.objects.filter(
        school_id=school_id, school_year_id=year_id, level="primary", class_group__isnull=False, left_on__isnull=True,
        set_aside_by__isnull=True,
    ).exclude(status=EnrolmentStatus.MISTAKEN)  # fmt: skip
    return rows.order_by("class_group__grade", "class_group__sort_key", "sort_key", "id")


@dataclass(frozen=True)
class Learners:
    """Who is in which class, to be found by code, or by name and birth date."""

    by_code: Mapping[tuple[int, str], int] = field(default_factory=dict)
    by_name: Mapping[tuple[int, str, date | None], tuple[int, ...]] = field(default_factory=dict)

    def find(self, class_id: int | None, code: str | None, name: str | None, born: date | None) -> int | None:
        """The enrolment, where there is exactly one."""
        if class_id is None or name is None:
            return None
        if code:
            found = self.by_code.get((class_id, code))
            if found is not None:
                return found
        same = self.by_name.get((class_id, name, born), ())
        return same[0] if len(same) == 1 else None


def learners_in(school_id: int, year_id: int) -> Learners:
    """One statement."""
    by_code: dict[tuple[int, str], int] = {}
    by_name: dict[tuple[int, str, date | None], tuple[int, ...]] = {}
    rows = _people(school_id, year_id).values_list(
        "id", "class_group_id", "person__sector_id", "full_name", "birth_date"
    )
    for pk, group, code, name, born in rows:
        if code:
            by_code[group, code] = pk
        by_name[group, name, born] = (*by_name.get((group, name, born), ()), pk)
    return Learners(by_code, by_name)


@dataclass(frozen=True)
class TakenIn:
    """One learner's end of term. version: changes with every cell of it."""

    enrolment_id: int
    class_id: int
    code: str
    full_name: str
    birth_date: date | None
    levels: Mapping[str, str]
    tests: Mapping[str, Decimal]
    traits: Mapping[str, str]
    version: str


def results_in(school_id: int, year_id: int, term: int) -> list[TakenIn]:
    """Learners who have any result at the end of the term. Three statements."""
    people = {
        row[0]: row
        for row in _people(school_id, year_id).values_list(
            "id", "class_group_id", "person__sector_id", "full_name", "birth_date"
        )
    }
    levels: dict[int, dict[str, str]] = {}
    tests: dict[int, dict[str, Decimal]] = {}
    marks = Mark.objects.filter(enrolment_id__in=people, term=term, kind__in=(FINAL_LEVEL, FINAL))
    for pk, code, word, number in marks.values_list("enrolment_id", "subject__code", "word", "number"):
        if word:
            levels.setdefault(pk, {})[code] = word
        if number is not None:
            tests.setdefault(pk, {})[code] = number
    traits = dict(
        Appraisal.objects.filter(enrolment_id__in=people, term=term, moment=Moment.FINAL).values_list(
            "enrolment_id", "levels"
        )
    )
    versions = versions_of(list(people), term)
    found = []
    for pk, (_pk, group, code, name, born) in people.items():
        held = (levels.get(pk, {}), tests.get(pk, {}), traits.get(pk) or {})
        if any(held):
            found.append(TakenIn(pk, group, code or "", name, born, *held, versions.get(pk, "0.0")))
    return found


def versions_of(enrolment_ids: list[int], term: int) -> dict[int, str]:
    """What changes whenever a cell of the end of the term does."""
    sums: dict[int, int] = {}
    marks = Mark.objects.filter(enrolment_id__in=enrolment_ids, term=term, kind__in=(FINAL_LEVEL, FINAL))
    for pk, version in marks.values_list("enrolment_id", "version"):
        sums[pk] = sums.get(pk, 0) + version
    said = dict(
        Appraisal.objects.filter(enrolment_id__in=enrolment_ids, term=term, moment=Moment.FINAL).values_list(
            "enrolment_id", "version"
        )
    )
    return {pk: f"{sums.get(pk, 0)}.{said.get(pk, 0)}" for pk in enrolment_ids}
