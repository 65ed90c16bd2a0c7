"""From one year to the next: where an outcome leads, and what the next class is called.

TT 15/2026/TT-BGDĐT Điều 31 (read): nobody repeats more than three times within a level. Luật Giáo dục 43/2019 Điều 34:
who ends primary or lower secondary has completed the programme of the level; who passes the examination after grade
12 has graduated. Preschool children are not assessed: they go on, and complete at the end of the last age group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from khuevan.school.curriculum.queries import is_last_grade, next_grade

MOST_REPEATS: Final = 3


@dataclass(frozen=True)
class Passage:
    """grade: of the next year at this school; None where the learner goes on elsewhere or not at all.
    problem: why nothing can be done yet: `undecided`, `must_complete`, `cannot_complete`."""

    grade: str | None = None
    repeats: bool = False
    problem: str = ""


def passage(grade: str, outcome: str) -> Passage:
    """Where an outcome leads from a grade."""
    last = is_last_grade(grade)
    if outcome == "repeated":
        return Passage(grade=grade, repeats=True)
    if outcome == "promoted":
        return Passage(problem="must_complete") if last else Passage(grade=next_grade(grade))
    if outcome in ("completed", "graduated"):
        return Passage() if last else Passage(problem="cannot_complete")
    return Passage(problem="undecided")


def usual_outcome(grade: str) -> str:
    """What nearly all reach: offered first, never written by itself."""
    if grade == "12":
        return "graduated"
    return "completed" if is_last_grade(grade) else "promoted"


def name_of_next(name: str, grade: str) -> str:
    """`3A` becomes `4A`, `10A1` becomes `11A1`; a name without its grade's number stays (`Lá 1`)."""
    after = next_grade(grade)
    if after is None or grade >= "13":
        return name
    return re.sub(rf"(?<!\d){int(grade)}(?!\d)", str(int(after)), name, count=1)
