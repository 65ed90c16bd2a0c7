"""TT 22/2021/TT-BGDĐT: assessment in lower and upper secondary schools.

Levels carry the numbers of DM_HOC_LUC and DM_HANH_KIEM: 1 Tốt, 2 Khá, 3 Đạt, 4 Chưa đạt; the smaller is the better.
There is no overall average, and learners are not ranked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Final

from .numbers import weighted

REGULAR_WEIGHT, MIDTERM_WEIGHT, FINAL_WEIGHT = 1, 2, 3
COMMENT_RESULTS: Final = 2
SIX: Final = 6
_65, _80, _50, _35, _90 = (Decimal(text) for text in ("6.5", "8.0", "5.0", "3.5", "9.0"))


class Level(IntEnum):
    """Of learning (Điều 9) and of conduct (Điều 8)."""

    GOOD = 1
    FAIR = 2
    PASSED = 3
    NOT_PASSED = 4


def regular_marks(periods: int) -> int:
    """How many regular marks a scored subject has in a term, by its periods a year without topic clusters (Điều 6)."""
    if periods <= 35:
        return 2
    return 3 if periods <= 70 else 4


@dataclass(frozen=True)
class Marks:
    """The marks of one learner in one scored subject and term. `wanted`: how many regular ones there are to be; `halves`:
    how an average is rounded."""

    regular: Sequence[Decimal | None] = ()
    midterm: Decimal | None = None
    final: Decimal | None = None
    wanted: int = 2
    halves: str = "half_up"

    @property
    def given(self) -> list[Decimal]:
        return [mark for mark in self.regular if mark is not None]

    @property
    def is_complete(self) -> bool:
        return len(self.given) >= self.wanted and self.midterm is not None and self.final is not None

    @property
    def missing(self) -> int:
        return max(self.wanted - len(self.given), 0) + (self.midterm is None) + (self.final is None)


def average_so_far(marks: Marks) -> Decimal | None:
    """The term average over what is there, each mark with its weight: shown while a term runs, never a result."""
    parts = [(mark, REGULAR_WEIGHT) for mark in marks.given]
    parts += [(marks.midterm, MIDTERM_WEIGHT)] if marks.midterm is not None else []
    parts += [(marks.final, FINAL_WEIGHT)] if marks.final is not None else []
    return weighted(parts, marks.halves)


def term_average(marks: Marks) -> Decimal | None:
    """ĐTBmhk = (sum of regular + 2 midterm + 3 final) / (number of regular + 5), Điều 9; None while a mark is missing."""
    return average_so_far(marks) if marks.is_complete else None


def year_average(
    first: Decimal | None,
    second: Decimal | None,
    *,
    first_exempt: bool = False,
    exempt_first: str = "second",
    halves: str = "half_up",
) -> Decimal | None:
    """ĐTBmcn = (term I + 2 term II) / 3 from the rounded averages of the terms (Điều 9).

    first_exempt: exempted in term I only; exempt_first: what the year is then (the text is silent): `second`, term II
    stands for it, or `none`."""
    if second is None:
        return None
    if first is None:
        return second if first_exempt and exempt_first == "second" else None
    return weighted([(first, 1), (second, 2)], halves)


def comment_result(results: Sequence[bool | None]) -> bool | None:
    """A subject assessed by comment in a term: passed if all that had to be assessed was, and all of it
    passed (Điều 9).

    `results`: two regular, midterm, final; None is missing. One "Chưa đạt" decides, whatever is still missing."""
    if any(one is False for one in results):
        return False
    return None if not results or any(one is None for one in results) else True


def learning_level(scores: Mapping[str, Decimal], comments: Mapping[str, bool]) -> Level:
    """Kết quả học tập of a term or year (Điều 9 khoản 2), with the lift by one level. Exempted subjects are
    left out."""
    level = _plain_level(scores, comments)
    return Level(level - 1) if _is_lifted(level, scores, comments) else level


def _plain_level(scores: Mapping[str, Decimal], comments: Mapping[str, bool]) -> Level:
    values, failed = list(scores.values()), sum(not passed for passed in comments.values())
    lowest = min(values, default=Decimal(0))
    if not failed and lowest >= _65 and _count(values, _80) >= SIX:
        return Level.GOOD
    if not failed and lowest >= _50 and _count(values, _65) >= SIX:
        return Level.FAIR
    if failed <= 1 and lowest >= _35 and _count(values, _50) >= SIX:
        return Level.PASSED
    return Level.NOT_PASSED


def _count(values: Sequence[Decimal], least: Decimal) -> int:
    return sum(value >= least for value in values)


def _is_lifted(level: Level, scores: Mapping[str, Decimal], comments: Mapping[str, bool]) -> bool:
    """Two levels or more below Tốt or Khá because of one subject alone (Điều 9 khoản 3)."""
    for code in (*scores, *comments):
        without = _plain_level(
            {key: mark for key, mark in scores.items() if key != code},
            {key: passed for key, passed in comments.items() if key != code},
        )
        if without <= Level.FAIR and level - without >= 2:
            return True
    return False


_G, _F, _P, _N = Level.GOOD, Level.FAIR, Level.PASSED, Level.NOT_PASSED
CONDUCT_OF_YEAR: Final[Mapping[Level, tuple[Level, Level, Level, Level]]] = {
    _G: (_G, _F, _F, _N),
    _F: (_G, _F, _P, _N),
    _P: (_F, _F, _P, _N),
    _N: (_F, _P, _P, _N),
}
"""Term I -> result by term II, in the order Tốt, Khá, Đạt, Chưa đạt (Điều 8)."""


def conduct_of_year(first: Level, second: Level) -> Level:
    """Kết quả rèn luyện of the year: term II weighs more."""
    return CONDUCT_OF_YEAR[first][second - 1]
