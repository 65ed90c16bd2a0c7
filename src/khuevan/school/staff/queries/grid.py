"""The matrix of classes and subjects in a term: who teaches what, what is still empty, what deserves a look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from khuevan.kernel.access import Actor
from khuevan.kernel.text import fold
from khuevan.school.curriculum import queries as curriculum

from ..models import StaffMember, TeachingAssignment
from ..rules import AssignedLesson, ClassSubject, Warned, warnings_of
from .classes import open_classes
from .load import SchoolLoads, school_loads


@dataclass(frozen=True)
class SubjectColumn:
    """`fits`: folded names of the subject and of its strands, to see whose subject it is."""

    id: int
    code: str
    name: str
    fits: frozenset[str]


@dataclass(frozen=True)
class CellLesson:
    id: int
    version: int
    staff_id: int
    name: str
    periods: Decimal
    part: str


@dataclass(frozen=True)
class GridCell:
    """`wanted`: periods a week of the programme, None where it counts none; `is_required`: every class has it."""

    class_id: int
    subject_id: int
    is_taught: bool
    is_required: bool
    wanted: Decimal | None
    lessons: tuple[CellLesson, ...] = ()
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True)
class GridRow:
    class_id: int
    version: int
    name: str
    grade: str
    level: str
    homeroom_id: int | None
    homeroom: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class AssignmentGrid:
    """Rows of classes, columns of subjects; `empty`: required cells without a teacher."""

    subjects: tuple[SubjectColumn, ...]
    rows: tuple[GridRow, ...]
    loads: SchoolLoads
    warnings: tuple[Warned, ...]
    empty: int = 0
    filled: int = 0

    def cell(self, class_id: int, subject_id: int) -> GridCell | None:
        for row in self.rows:
            if row.class_id == class_id:
                return next((one for one in row.cells if one.subject_id == subject_id), None)
        return None


@dataclass
class _Programme:
    """lines: (level, grade) -> subject id -> (periods a week, whether required); fits: names by which it is known."""

    lines: dict[tuple[str, str], dict[int, tuple[Decimal | None, bool]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    columns: dict[int, SubjectColumn] = field(default_factory=dict)
    fits: dict[int, frozenset[str]] = field(default_factory=dict)

    def column(self, pk: int, code: str, name: str) -> SubjectColumn:
        return SubjectColumn(pk, code, name, self.fits.get(pk, frozenset({fold(name)})))


def assignment_grid(
    actor: Actor, school: Any, school_year: Any, term: int, on: date, *, grade: str = ""
) -> AssignmentGrid:
    """Of all classes of the school, or of one grade."""
    groups = list(
        open_classes(school.pk, school_year.pk)
        .filter(**({"grade": grade} if grade else {}))
        .values_list("id", "version", "name", "grade", "level", "homeroom_teacher_id")
    )
    programme = _programmes(actor, {group[4] for group in groups}, school_year.code)
    lessons = _lessons(school.pk, school_year.pk, term, [group[0] for group in groups])
    loads = school_loads(school, school_year, term, on)
    people = _people(school.pk, loads)
    _add_columns(programme, lessons)
    asked, taught = _questions(groups, programme, lessons, people)
    problems = warnings_of(asked, taught)
    at: dict[tuple[int, str], list[Warned]] = defaultdict(list)
    for one in problems:
        at[one.class_id, one.subject].append(one)
    shown = {subject for group in groups for subject in programme.lines[group[4], group[3]]}
    shown |= {subject for _, subject in lessons}
    columns = tuple(column for column in programme.columns.values() if column.id in shown)
    names = {who.person_id: who.full_name for who in people.values()}
    rows = tuple(
        GridRow(
            class_id=pk, version=version, name=name, grade=grade_code, level=level, homeroom_id=homeroom,
            homeroom=names.get(homeroom, ""),
            cells=tuple(
                _cell(pk, column, programme.lines[level, grade_code].get(column.id), lessons, at) for column in columns
            ),
        )
        for pk, version, name, grade_code, level, homeroom in groups
    )  # fmt: skip
    cells = [cell for row in rows for cell in row.cells]
    return AssignmentGrid(
        subjects=columns,
        rows=rows,
        loads=loads,
        warnings=tuple(problems),
        empty=sum(1 for cell in cells if cell.is_required and not cell.lessons),
        filled=sum(1 for cell in cells if cell.lessons),
    )


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take a cell: `fits` when it is their subject or their class."""

    staff_id: int
    name: str
    subject: str
    taught: Decimal
    owed: Decimal | None
    fits: bool


def candidates(grid: AssignmentGrid, row: GridRow, column: SubjectColumn) -> list[Candidate]:
    """Those whose subject it is first, then the class's homeroom teacher, then all others; in each, who has least."""
    found = []
    for one in grid.loads.teachers:
        fits = bool(one.subject) and fold(one.subject) in column.fits
        fits = fits or (row.level == "primary" and row.name in one.homerooms)
        found.append(Candidate(one.staff_id, one.name, one.subject, one.load.taught, one.load.owed, fits))
    room = Decimal(99)
    return sorted(
        found, key=lambda who: (not who.fits, who.taught - (who.owed if who.owed is not None else room))
    )


def _programmes(actor: Actor, levels: set[str], year: str) -> _Programme:
    found = _Programme(fits=_fits())
    units = curriculum.departments_seen(actor)
    required = curriculum.required_label()
    for programme in curriculum.programmes():
        if programme.level not in levels:
            continue
        table = curriculum.grid(programme, year, units)
        weeks = programme.weeks or 35
        for heading, lines in table.blocks:
            for line in lines:
                _add_line(found, programme.level, table.grades, line, weeks, heading == required)
    return found


def _add_line(found: _Programme, level: str, grades: Any, line: Any, weeks: int, is_required: bool) -> None:
    for (grade, _label), cell in zip(grades, line.cells, strict=True):
        if cell is None or line.subject_id in found.lines[level, grade]:
            continue
        weekly = None if cell.periods is None else (Decimal(cell.periods) / weeks).quantize(Decimal("0.1"))
        found.lines[level, grade][line.subject_id] = (weekly, is_required and weekly is not None)
    found.columns.setdefault(line.subject_id, found.column(line.subject_id, line.code, line.name))


def _fits() -> dict[int, frozenset[str]]:
    """Subject id -> folded names by which somebody's own subject is recognised: its own, and those of its strands.

    A strand is named for a lower level (Năng lượng và sự biến đổi) and by the school subject that it continues
    (Vật lí), which stands before the bracket of its short name.
    """
    names: dict[int, set[str]] = defaultdict(set)
    for row in curriculum.subjects():
        own = {fold(row.name), fold(row.short_name.partition(" (")[0])} - {""}
        names[row.pk] |= own
        if row.parent_id is not None:
            names[row.parent_id] |= own
    return {pk: frozenset(found) for pk, found in names.items()}


def _lessons(
    school_id: int, year_id: int, term: int, class_ids: Sequence[int]
) -> dict[tuple[int, int], list[TeachingAssignment]]:
    rows = TeachingAssignment.objects.filter(
        school_id=school_id,
        school_year_id=year_id,
        term=term,
        ended_on__isnull=True,
        class_group_id__in=class_ids,
    ).select_related("staff", "subject")
    held: dict[tuple[int, int], list[TeachingAssignment]] = defaultdict(list)
    for row in rows.order_by("part", "id"):
        held[row.class_group_id, row.subject_id].append(row)
    return held


def _people(school_id: int, loads: SchoolLoads) -> dict[int, StaffMember]:
    rows = StaffMember.objects.filter(school_id=school_id, pk__in=loads.by_id).select_related(
        "main_subject", "other_subject"
    )
    return {row.pk: row for row in rows}


def _add_columns(programme: _Programme, lessons: Iterable[tuple[int, int]]) -> None:
    """Subjects that somebody teaches although no programme has them."""
    missing = {subject for _, subject in lessons} - set(programme.columns)
    if missing:
        for row in curriculum.subjects():
            if row.pk in missing:
                programme.columns[row.pk] = programme.column(row.pk, row.code, row.name)


def _questions(
    groups: Sequence[Any],
    programme: _Programme,
    lessons: dict[tuple[int, int], list[TeachingAssignment]],
    people: dict[int, StaffMember],
) -> tuple[list[ClassSubject], list[AssignedLesson]]:
    """What the rules are asked about: cells that somebody teaches."""
    by_id = {group[0]: group for group in groups}
    cells, taught = [], []
    for (class_id, subject_id), rows in lessons.items():
        _pk, _version, name, grade, level, homeroom = by_id[class_id]
        column = programme.columns[subject_id]
        wanted = programme.lines[level, grade].get(subject_id, (None, False))[0]
        cells.append(ClassSubject(class_id, name, column.code, column.name, wanted))
        for row in rows:
            who = people.get(row.staff_id, row.staff)
            own = [one.name for one in (who.main_subject, who.other_subject) if one is not None]
            fits = frozenset({column.code}) if any(fold(one) in column.fits for one in own) else frozenset()
            every_subject = level in ("primary", "preschool") and (not own or who.person_id == homeroom)
            taught.append(
                AssignedLesson(
                    class_id,
                    column.code,
                    row.staff_id,
                    who.full_name,
                    row.periods,
                    row.part,
                    fits,
                    every_subject,
                )
            )
    return cells, taught


def _cell(
    class_id: int,
    column: SubjectColumn,
    line: tuple[Decimal | None, bool] | None,
    lessons: dict[tuple[int, int], list[TeachingAssignment]],
    problems: dict[tuple[int, str], list[Warned]],
) -> GridCell:
    held = lessons.get((class_id, column.id), ())
    return GridCell(
        class_id=class_id,
        subject_id=column.id,
        is_taught=line is not None or bool(held),
        is_required=bool(line and line[1]),
        wanted=line[0] if line else None,
        lessons=tuple(
            CellLesson(row.pk, row.version, row.staff_id, row.staff.full_name, row.periods, row.part)
            for row in held
        ),
        warnings=tuple(problems.get((class_id, column.code), ())),
    )
