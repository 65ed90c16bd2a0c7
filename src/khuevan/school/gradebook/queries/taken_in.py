"""Results of a school's classes at the end of a term, a learner a row: what a workbook holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from khuevan.kernel.access import Actor
from khuevan.school.schoolyear.choices import EnrolmentStatus
from khuevan.school.staff import queries as staff

from ..choices import Moment
from ..models import Appraisal, ClosedTerm, Exemption, Mark, TakeOver
from ..rules import MarkColumn
from .books import ELSEWHERE, EXEMPT, ClassGroup, Enrolment, Shapes, Subject, running_term

__all__ = [
    "CellKey",
    "Learners",
    "Part",
    "Rules",
    "Standing",
    "TakenIn",
    "classes_in",
    "closed_classes",
    "learners_in",
    "results_in",
    "rules_in",
    "running_term",
    "versions_of",
]


class CellKey(NamedTuple):
    """A cell of a learner's term: subject (code of the catalogue), kind, ordinal."""

    subject: str
    kind: str
    ordinal: int = 1


Standing = tuple[Decimal | None, str]
"""What a cell holds: a number, a word."""
NOTHING: Standing = (None, "")


@dataclass(frozen=True)
class Part:
    """Which classes a workbook is about, and which kinds of marks it holds."""

    levels: tuple[str, ...]
    grades: tuple[str, ...]
    kinds: tuple[str, ...]


def classes_in(school_id: int, year_id: int, part: Part) -> list[Any]:
    rows = ClassGroup.objects.filter(
        school_id=school_id,
        school_year_id=year_id,
        level__in=part.levels,
        grade__in=part.grades,
        closed_on=None,
    )
    return list(rows.select_related("school_year", "school").order_by("grade", "sort_key", "id"))


def closed_classes(school_id: int, term: int) -> set[int]:
    """Classes whose gradebooks of the term are closed; a reopening is for the page, not for a file."""
    rows = ClosedTerm.objects.filter(school_id=school_id, term=term)
    return set(rows.values_list("class_group_id", flat=True))


def _people(school_id: int, year_id: int, part: Part) -> Any:
    rows = Enrolment.objects.filter(
        school_id=school_id, school_year_id=year_id, class_group__isnull=False, class_group__level__in=part.levels,
        class_group__grade__in=part.grades, set_aside_by__isnull=True,
    ).exclude(status=EnrolmentStatus.MISTAKEN)  # fmt: skip
    return rows.order_by("class_group__grade", "class_group__sort_key", "sort_key", "id")


_FIELDS = ("id", "class_group_id", "person__sector_id", "full_name", "birth_date")


@dataclass(frozen=True)
class Learners:
    """Who is in which class, to be found by code, or by name and birth date. left: enrolment -> since when no more."""

    by_code: Mapping[tuple[int, str], int] = field(default_factory=dict)
    by_name: Mapping[tuple[int, str, date | None], tuple[int, ...]] = field(default_factory=dict)
    left: Mapping[int, date] = field(default_factory=dict)

    def find(self, class_id: int | None, code: str | None, name: str | None, born: date | None) -> int | None:
        """The enrolment, where there is exactly one; one who is there comes before one who left."""
        if class_id is None or name is None:
            return None
        if code:
            found = self.by_code.get((class_id, code))
            if found is not None:
                return found
        same = self.by_name.get((class_id, name, born), ())
        here = tuple(pk for pk in same if pk not in self.left) or same
        return here[0] if len(here) == 1 else None


def learners_in(school_id: int, year_id: int, part: Part) -> Learners:
    """One statement."""
    by_code: dict[tuple[int, str], int] = {}
    by_name: dict[tuple[int, str, date | None], tuple[int, ...]] = {}
    left: dict[int, date] = {}
    rows = _people(school_id, year_id, part).values_list(*_FIELDS, "left_on")
    for pk, group, code, name, born, left_on in rows:
        if code and (left_on is None or (group, code) not in by_code):
            by_code[group, code] = pk
        if left_on is not None:
            left[pk] = left_on
        by_name[group, name, born] = (*by_name.get((group, name, born), ()), pk)
    return Learners(by_code, by_name, left)


@dataclass(frozen=True)
class TakenIn:
    """One learner's end of term. version: changes with every cell of it."""

    enrolment_id: int
    class_id: int
    code: str
    full_name: str
    birth_date: date | None
    cells: Mapping[CellKey, Standing]
    traits: Mapping[str, str]
    conduct: int | None
    version: str


def results_in(school_id: int, year_id: int, term: int, part: Part) -> list[TakenIn]:
    """Learners who have any result in the term. Three statements."""
    people = {
        row[0]: row
        for row in _people(school_id, year_id, part).filter(left_on__isnull=True).values_list(*_FIELDS)
    }
    cells: dict[int, dict[CellKey, Standing]] = {}
    sums: dict[int, int] = {}
    for pk, code, kind, ordinal, number, word, version in _marks(people, term, part).values_list(
        "enrolment_id", "subject__code", "kind", "ordinal", "number", "word", "version"
    ):
        sums[pk] = sums.get(pk, 0) + version
        if number is not None or word:
            cells.setdefault(pk, {})[CellKey(code, kind, ordinal)] = (number, word)
    said = {
        row[0]: row[1:]
        for row in _said(people, term).values_list("enrolment_id", "levels", "conduct", "version")
    }
    found = []
    for pk, (_pk, group, code, name, born) in people.items():
        traits, conduct, version = said.get(pk, ({}, None, 0))
        if cells.get(pk) or traits or conduct:
            found.append(
                TakenIn(
                    pk, group, code or "", name, born, cells.get(pk, {}), traits or {}, conduct,
                    f"{sums.get(pk, 0)}.{version}",
                )
            )  # fmt: skip
    return found


def _marks(ids: Iterable[int], term: int, part: Part) -> Any:
    return Mark.objects.filter(enrolment_id__in=list(ids), term=term, kind__in=part.kinds)


def _said(ids: Iterable[int], term: int) -> Any:
    return Appraisal.objects.filter(enrolment_id__in=list(ids), term=term, moment=Moment.FINAL)


def versions_of(enrolment_ids: Collection[int], term: int, part: Part) -> dict[int, str]:
    """What changes whenever a cell of the term does."""
    sums: dict[int, int] = {}
    for pk, version in _marks(enrolment_ids, term, part).values_list("enrolment_id", "version"):
        sums[pk] = sums.get(pk, 0) + version
    said = dict(_said(enrolment_ids, term).values_list("enrolment_id", "version"))
    return {pk: f"{sums.get(pk, 0)}.{said.get(pk, 0)}" for pk in enrolment_ids}


@dataclass(frozen=True)
class Rules:
    """What of a learner's term may be written, as the grid would say it.

    cells: class and subject -> the cells of that gradebook; taught: class -> subjects that have a teacher. exempt:
    enrolment and subject; elsewhere: the term was done at another school; by_plan: nothing is concluded;
    halves: how averages are rounded."""

    closed: Collection[int]
    cells: Mapping[tuple[int, str], Mapping[tuple[str, int], MarkColumn]]
    taught: Mapping[int, Collection[str]]
    exempt: Collection[tuple[int, str]]
    elsewhere: Collection[int]
    by_plan: Collection[int]
    halves: str

    def taken(self, class_id: int, enrolment_id: int) -> dict[str, Collection[tuple[str, int]]]:
        """Subjects with a gradebook that a learner takes in the class, with the cells of each."""
        return {
            code: cells
            for code in self.taught.get(class_id, ())
            if (enrolment_id, code) not in self.exempt and (cells := self.cells.get((class_id, code), {}))
        }

    def barred(self, class_id: int, enrolment_id: int, cell: CellKey, number: Decimal | None) -> str:
        """Why a cell cannot be written: `exempt`, `elsewhere`, `column`, `whole`, `least`; "" where it can."""
        if enrolment_id in self.elsewhere:
            return ELSEWHERE
        if (enrolment_id, cell.subject) in self.exempt:
            return EXEMPT
        column = self.cells.get((class_id, cell.subject), {}).get(cell[1:])
        if column is None:
            return "column"
        if number is None:
            return ""
        return "whole" if column.whole and number % 1 else "least" if number < column.least else ""


def rules_in(
    actor: Actor, school_id: int, year_id: int, term: int, part: Part, subjects: Collection[str]
) -> Rules:
    """Statements: seven, and one for each grade."""
    groups = classes_in(school_id, year_id, part)
    shapes = Shapes(actor)
    ids = {one.code: one.pk for one in Subject.objects.filter(code__in=subjects)}
    taught = staff.taught_subjects([one.pk for one in groups], term)
    ids |= {one.code: one.pk for some in taught.values() for one in some}
    here = Enrolment.objects.filter(class_group_id__in=[one.pk for one in groups])
    free = Exemption.objects.filter(enrolment__in=here, term__in=(0, term), withdrawn_on__isnull=True)
    elsewhere = TakeOver.objects.filter(enrolment__in=here, term=term)
    return Rules(
        closed=closed_classes(school_id, term),
        cells=dict(_cells_of(shapes, groups, ids)),
        taught={pk: {one.code for one in some} for pk, some in taught.items()},
        exempt=set(
            free.filter(by_plan=False, subject__isnull=False).values_list("enrolment_id", "subject__code")
        ),
        elsewhere=set(elsewhere.values_list("enrolment_id", flat=True)),
        by_plan=set(free.filter(by_plan=True).values_list("enrolment_id", flat=True)),
        halves=shapes.points(groups[0]).halves if groups else "half_up",
    )


def _cells_of(
    shapes: Shapes, groups: Iterable[Any], subjects: Mapping[str, int]
) -> Iterator[tuple[tuple[int, str], dict[tuple[str, int], MarkColumn]]]:
    for group in groups:
        for code, pk in subjects.items():
            yield (group.pk, code), {(one.kind, one.ordinal): one for one in shapes.of(group, pk)}
