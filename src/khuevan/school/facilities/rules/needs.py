"""What a minimum list asks of a school, and what is lacking.

A line of a list (TT 37/2021, TT 38/2021, TT 39/2021/TT-BGDĐT, amended by TT 26/2023/TT-BGDĐT; for preschools
TT 02/2010/TT-BGDĐT) says a quantity for each school, class, subject room, teacher or group of learners, some only
for certain grades.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..choices import Basis
from .shares import ceiling, share


@dataclass(frozen=True)
class Size:
    """How large a school is at one level, as far as lists ask: classes and learners by grade, rooms by subject.

    subject_rooms: subject id -> rooms; rooms of no named subject stand under None.
    """

    classes: Mapping[str, int] = field(default_factory=dict)
    learners: Mapping[str, int] = field(default_factory=dict)
    teachers: int = 0
    points: int = 1
    classrooms: int = 0
    subject_rooms: Mapping[int | None, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nobody learns here at this level: the list asks nothing."""
        return not any(self.learners.values()) and not any(self.classes.values())


@dataclass(frozen=True)
class Line:
    """One line of a minimum list. `grades` empty: all grades of the level. `per_size`: one quantity for so many."""

    item_id: int
    quantity: Fraction
    basis: Basis
    per_size: int = 1
    grades: tuple[str, ...] = ()
    subject_id: int | None = None


def basis_count(line: Line, size: Size) -> int:
    """Of how many schools, classes, rooms, teachers or learners the line speaks."""
    if size.is_empty:
        return 0
    match line.basis:
        case Basis.SCHOOL:
            return 1 if _concerns(line, size) else 0
        case Basis.POINT:
            return size.points if _concerns(line, size) else 0
        case Basis.CLASS:
            return _sum(size.classes, line.grades)
        case Basis.LEARNERS:
            return _sum(size.learners, line.grades)
        case Basis.CLASSROOM:
            return size.classrooms
        case Basis.TEACHER:
            return size.teachers
        case Basis.SUBJECT_ROOM:
            return size.subject_rooms.get(line.subject_id, 0)


def need(line: Line, size: Size) -> int:
    """How many pieces the line asks of the school: whole ones."""
    return ceiling(line.quantity * basis_count(line, size) / line.per_size)


@dataclass(frozen=True)
class Gap:
    """One line against the stock; `have` counts usable pieces only."""

    item_id: int
    need: int
    have: int

    @property
    def lacking(self) -> int:
        return max(0, self.need - self.have)

    @property
    def met(self) -> int:
        """What counts towards the need: a surplus of one thing does not make up for another."""
        return min(self.need, self.have)

    @property
    def share(self) -> Fraction | None:
        return share(self.met, self.need)


def gaps(lines: Iterable[Line], size: Size, stock: Mapping[int, int]) -> list[Gap]:
    """Each line that asks for something, against the stock (item id -> usable pieces)."""
    found = []
    for line in lines:
        wanted = need(line, size)
        if wanted:
            found.append(Gap(line.item_id, wanted, stock.get(line.item_id, 0)))
    return found


@dataclass(frozen=True)
class Total:
    """Many gaps together: of a subject, a school, a commune. Additive, so that totals roll up."""

    need: int = 0
    met: int = 0
    lines: int = 0
    lines_met: int = 0

    @property
    def lacking(self) -> int:
        return self.need - self.met

    @property
    def share(self) -> Fraction | None:
        """Share of the needed pieces that are there."""
        return share(self.met, self.need)

    @property
    def is_enough(self) -> bool | None:
        """THIET_BI_DAY_HOC_TOI_THIEU: every line is met. None where no list asks anything."""
        return None if not self.lines else self.lines == self.lines_met

    def __add__(self, other: Total) -> Total:
        return Total(
            self.need + other.need,
            self.met + other.met,
            self.lines + other.lines,
            self.lines_met + other.lines_met,
        )


def total(found: Iterable[Gap]) -> Total:
    """Gaps added up."""
    need = met = lines = lines_met = 0
    for gap in found:
        need += gap.need
        met += gap.met
        lines += 1
        lines_met += gap.have >= gap.need
    return Total(need, met, lines, lines_met)


def _concerns(line: Line, size: Size) -> bool:
    """A line for certain grades asks nothing of a school without them."""
    return not line.grades or _sum(size.classes, line.grades) > 0 or _sum(size.learners, line.grades) > 0


def _sum(by_grade: Mapping[str, int], grades: tuple[str, ...]) -> int:
    if not grades:
        return sum(by_grade.values())
    return sum(by_grade.get(grade, 0) for grade in grades)
