"""Who teaches what in the first term: a board as a school would make it, with loads near the norm.

Primary homeroom teachers take the main lessons of their own class, the others what is left; in secondary schools each
takes a subject, and a second one where hours are left. Norms: TT 05/2025/TT-BGDĐT Điều 7; a homeroom class
lessens them by four periods (Điều 9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from khuevan.school.curriculum import queries as curriculum
from khuevan.school.staff import services as staff

WEEKS, HOMEROOM, LEEWAY = 35, 4, 2
NORMS = {"primary": 23, "lower_secondary": 19, "upper_secondary": 17, "continuing": 17}
OF_HOMEROOM = ("TV", "TOAN", "DD", "HDTN")
"""What the homeroom teacher of a primary class teaches there."""
ELECTIVES = (("VL", "HH", "SH", "TH"), ("DL", "KTPL", "CN", "TH"))


@dataclass(frozen=True)
class TaughtClass:
    """A class of the year that runs. `teacher_id`: the homeroom teacher's number among the staff."""

    id: int
    number: int
    grade: str
    level: str
    teacher_id: int | None


@dataclass
class _Teacher:
    id: int
    left: Decimal


@dataclass
class Lessons:
    """Subjects of each grade of a level, with their periods a week; read once for a province."""

    year: str
    _known: dict[tuple[str, str], list[tuple[str, int, Decimal]]] = field(default_factory=dict)

    def of(self, level: str, grade: str, number: int) -> list[tuple[str, int, Decimal]]:
        """(code, id, periods): required subjects, and the electives of the class."""
        if (level, grade) not in self._known:
            periods = curriculum.periods_of(level, grade, self.year)
            self._known[level, grade] = [
                (subject.code, subject.pk, _half(periods[subject.pk]))
                for subject in curriculum.subjects_in(level, grade, self.year)
                if periods.get(subject.pk) and subject.code not in ("TDT", "NN2")
            ]
        chosen = ELECTIVES[number % 2]
        either = {code for codes in ELECTIVES for code in codes}
        is_upper = level in ("upper_secondary", "continuing") and grade >= "10"
        return [
            one
            for one in self._known[level, grade]
            if not is_upper or one[0] not in either or one[0] in chosen
        ]


def _half(periods: int) -> Decimal:
    """Periods a week, to the half."""
    return Decimal(round(periods * 2 / WEEKS)) / 2


def board(
    school_id: int,
    school_year_id: int,
    classes: Sequence[TaughtClass],
    teachers: Sequence[int],
    lessons: Lessons,
    *,
    on: date,
) -> Iterator[staff.AssignmentRow]:
    """The board of one school; who is left without a lesson has none, and what nobody can take stays empty."""
    taught = [one for one in classes if one.level in NORMS]
    norm = Decimal(max((NORMS[one.level] for one in taught), default=0))
    heads = {one.teacher_id for one in taught}
    pool = {number: _Teacher(number, norm - (HOMEROOM if number in heads else 0)) for number in teachers}
    for group, subject, periods, number in _dealt(taught, pool, lessons):
        yield staff.AssignmentRow(number, school_id, school_year_id, group, subject, 1, periods, on)


def _dealt(
    taught: Sequence[TaughtClass], pool: dict[int, _Teacher], lessons: Lessons
) -> Iterator[tuple[int, int, Decimal, int]]:
    """(class, subject, periods a week, teacher)."""
    open_: dict[str, list[tuple[int, int, Decimal]]] = {}
    for one in taught:
        own = pool.get(one.teacher_id or 0)
        for code, subject, periods in lessons.of(one.level, one.grade, one.number):
            if (
                own is not None
                and one.level == "primary"
                and code in OF_HOMEROOM
                and own.left + LEEWAY >= periods
            ):
                own.left -= periods
                yield one.id, subject, periods, own.id
            else:
                open_.setdefault(code, []).append((one.id, subject, periods))
    free = sorted(pool.values(), key=lambda teacher: (-teacher.left, teacher.id))
    for rows in sorted(open_.values(), key=lambda rows: -sum(row[2] for row in rows)):
        yield from _by_subject(rows, free)


def _by_subject(
    rows: Iterable[tuple[int, int, Decimal]], free: list[_Teacher]
) -> Iterator[tuple[int, int, Decimal, int]]:
    """One teacher after the other, the first until the norm is full."""
    for group, subject, periods in rows:
        taker = next((one for one in free if one.left >= periods), None)
        taker = taker or next((one for one in free if one.left + LEEWAY >= periods), None)
        if taker is not None:
            taker.left -= periods
            yield group, subject, periods, taker.id
