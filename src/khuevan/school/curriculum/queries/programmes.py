"""Programmes as they stand in a school year: for everybody, and with what a department adds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from khuevan.kernel.access import Actor
from khuevan.kernel.database import Kept

from ..choices import GRADES_OF_LEVEL, Block, Grade
from ..models import ElectiveSet, Programme, ProgrammeSubject, Subject
from ..rules import ElectiveFacts

BLOCKS = (Block.REQUIRED, Block.ELECTIVE, Block.TOPIC, Block.OPTIONAL, Block.DOMAIN, Block.LOCAL)


@dataclass(frozen=True)
class Cell:
    """A subject in one grade; `periods` is empty where the programme counts none."""

    line_id: int
    periods: int | None
    trust: str


@dataclass(frozen=True)
class Line:
    """A subject through the grades: one cell a grade, None where it is not taught."""

    subject_id: int
    code: str
    name: str
    assessed_by: str
    strands: tuple[str, ...]
    cells: tuple[Cell | None, ...]
    unit_name: str = ""


@dataclass(frozen=True)
class Grid:
    """A programme in a school year: blocks of lines, and the sums of the required periods by grade."""

    programme: Programme
    grades: tuple[tuple[str, str], ...]
    blocks: tuple[tuple[str, tuple[Line, ...]], ...]
    required: tuple[int | None, ...]
    unverified: int

    @property
    def weekly(self) -> tuple[float | None, ...]:
        """Required periods a week."""
        weeks = self.programme.weeks or 35
        return tuple(None if total is None else total / weeks for total in self.required)


def programmes() -> list[Programme]:
    """Those in force, low level first."""
    return list(Programme.objects.filter(closed_on=None).order_by("position", "id"))


def subjects(codes: Collection[str] | None = None) -> list[Subject]:
    """All subjects that are taught, or those of these codes, in the order of the catalogue."""
    rows = Subject.objects.filter(closed_on=None) if codes is None else Subject.objects.filter(code__in=codes)
    return list(rows.order_by("position", "sort_key", "id"))


def _lines(year: str, units: Iterable[int]) -> QuerySet[ProgrammeSubject]:
    """Lines in force in the year: national ones, and those of these departments."""
    return _in_force(year).filter(Q(unit=None) | Q(unit_id__in=list(units)))


def _in_force(year: str) -> QuerySet[ProgrammeSubject]:
    return ProgrammeSubject.objects.filter(
        Q(until_year="") | Q(until_year__gt=year),
        from_year__lte=year,
    )


def grid(programme: Programme, year: str, units: Iterable[int] = ()) -> Grid:
    """Three queries. `units`: departments whose additions are shown."""
    found = list(
        _lines(year, units)
        .filter(programme=programme)
        .select_related("subject", "unit")
        .order_by("subject__position", "subject__sort_key", "unit_id", "id")
    )
    strands: dict[int, list[str]] = {}
    for part in Subject.objects.filter(
        parent_id__in={line.subject_id for line in found}, closed_on=None
    ).order_by("position", "id"):
        strands.setdefault(part.parent_id or 0, []).append(part.name)
    taught = {line.grade for line in found}
    usual = GRADES_OF_LEVEL[programme.level]
    grades = tuple((code, str(Grade(code).label)) for code in Grade.values if code in usual or code in taught)
    grades = tuple(pair for pair in grades if pair[0] in taught) or grades
    blocks = []
    for block in BLOCKS:
        lines = _rows(
            [line for line in found if _block(line) == block], [code for code, _ in grades], strands
        )
        if lines:
            blocks.append((str(block.label), lines))
    return Grid(
        programme=programme,
        grades=grades,
        blocks=tuple(blocks),
        required=tuple(_required(found, code) for code, _ in grades),
        unverified=sum(line.trust == "unverified" for line in found),
    )


def _block(line: ProgrammeSubject) -> str:
    return Block.LOCAL if line.unit_id else line.block


def _rows(
    lines: Sequence[ProgrammeSubject], grades: Sequence[str], strands: dict[int, list[str]]
) -> tuple[Line, ...]:
    grouped: dict[tuple[int, int], dict[str, ProgrammeSubject]] = {}
    for line in lines:
        grouped.setdefault((line.subject_id, line.unit_id or 0), {})[line.grade] = line
    rows = []
    for by_grade in grouped.values():
        first = next(iter(by_grade.values()))
        cells = tuple(
            Cell(by_grade[code].pk, by_grade[code].periods, by_grade[code].trust)
            if code in by_grade
            else None
            for code in grades
        )
        rows.append(
            Line(
                subject_id=first.subject_id,
                code=first.subject.code,
                name=first.subject.name,
                assessed_by=str(first.subject.get_assessed_by_display()),
                strands=tuple(strands.get(first.subject_id, ())),
                cells=cells,
                unit_name=first.unit.name if first.unit else "",
            )
        )
    return tuple(rows)


def _required(lines: Sequence[ProgrammeSubject], grade: str) -> int | None:
    counted = [
        line.periods or 0
        for line in lines
        if line.grade == grade and line.block == Block.REQUIRED and line.unit_id is None
    ]
    return sum(counted) if any(counted) else None


def elective_facts(programme_code: str) -> ElectiveFacts:
    """What may be chosen in a programme, whatever the grade."""
    programme = Programme.objects.get(code=programme_code)
    rows = list(
        ProgrammeSubject.objects.filter(programme=programme, unit=None, until_year="").values_list(
            "block", "subject__code"
        )
    )
    return ElectiveFacts(
        offered=frozenset(code for block, code in rows if block == Block.ELECTIVE),
        with_topics=frozenset(code for block, code in rows if block == Block.TOPIC),
        subjects=programme.electives,
        topics=programme.topics,
    )


def elective_sets(school_id: int) -> list[ElectiveSet]:
    """Those that the school offers now."""
    return list(ElectiveSet.objects.filter(school_id=school_id, closed_on=None).order_by("sort_key", "id"))


def subjects_in(level: str, grade: str, year: str, units: Iterable[int] = ()) -> list[Subject]:
    """What is taught in a grade of a level, in the order of the catalogue: to assign teachers, to keep marks."""
    lines = (
        _lines(year, units)
        .filter(programme__level=level, grade=grade, programme__closed_on=None)
        .exclude(block=Block.TOPIC)
    )
    return list(
        Subject.objects.filter(pk__in=lines.values("subject_id")).order_by("position", "sort_key", "id")
    )


def periods_of(level: str, grade: str, year: str, units: Iterable[int] = ()) -> dict[int, int]:
    """Subject id -> periods a year in the grade, where the programme says how many."""
    return dict(_with_periods(_lines(year, units), level, grade).values_list("subject_id", "periods"))


def periods_seen(actor: Actor, level: str, grade: str, year: str) -> dict[int, int]:
    """The same, with what the departments within the actor's reach or above it add. One statement."""
    rows = _periods().read(level=level, grade=grade, year=year)
    return {subject: periods for subject, periods, unit in rows if unit is None or _is_seen(actor, unit)}


@cache
def _periods() -> Kept:
    """Asked with every mark that is saved."""
    return Kept(
        lambda level, grade, year: _with_periods(_in_force(year), level, grade)
        .order_by()
        .values_list("subject_id", "periods", "unit_id"),
        level="?level", grade="?grade", year="?year",
    )  # fmt: skip


def _with_periods(lines: QuerySet[ProgrammeSubject], level: str, grade: str) -> Any:
    rows = lines.filter(programme__level=level, grade=grade, programme__closed_on=None, periods__isnull=False)
    return rows.exclude(block=Block.TOPIC)


def _is_seen(actor: Actor, unit: int) -> bool:
    return unit in actor.outline


def departments_seen(actor: Actor) -> list[int]:
    """Departments that add to programmes, within the actor's reach or above it: a handful."""
    units = (
        ProgrammeSubject.objects.exclude(unit=None).order_by().values_list("unit_id", flat=True).distinct()
    )
    return [unit for unit in units if unit is not None and _is_seen(actor, unit)]


def required_label() -> str:
    """Heading of the required subjects."""
    return str(Block.REQUIRED.label)
