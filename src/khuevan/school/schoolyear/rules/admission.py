"""Whether somebody whom the platform knows from elsewhere may be taken in without a transfer, and as what.

A transfer is between two schools of one level, and needs the consent of both (TT 15/2026/TT-BGDĐT Điều 34). Who has
completed a level begins the next one where they are admitted (Luật Giáo dục 43/2019/QH14 Điều 28); who has left may be
taken in again (Điều 35); neither is for the former school to agree to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from khuevan.school.curriculum.queries import is_later_grade

from .statuses import DEPARTED

FINISHED: Final = frozenset({"completed", "graduated"})


@dataclass(frozen=True)
class Last:
    """The latest enrolment of somebody, and what was made of it. `year_starts_on`: of its school year."""

    year_starts_on: date
    grade: str
    status: str
    outcome: str
    has_left: bool


@dataclass(frozen=True)
class Way:
    """How to come in. kind: an EntryKind, "" where there is no way but what `refusal` names."""

    kind: str = ""
    refusal: str = ""


def way_in(last: Last | None, *, grade: str, year_starts_on: date) -> Way:
    """The way into a grade of the year that starts on a day. Refusals: `present` (a transfer), `later_year`,
    `undecided` (the former school has yet to say how its year ended), `earlier_grade`."""
    if last is None:
        return Way("entry")
    if last.year_starts_on > year_starts_on:
        return Way(refusal="later_year")
    if last.has_left:
        return Way("transferred" if last.status in DEPARTED else "returned")
    if last.year_starts_on == year_starts_on:
        return Way(refusal="present")
    if last.outcome not in FINISHED:
        return Way(refusal="undecided")
    return Way("entry") if is_later_grade(grade, last.grade) else Way(refusal="earlier_grade")
