"""What one person has reached: NĐ 20/2014/NĐ-CP Điều 6, 9, 14, 19.

The statement of the facts computes the same in SQL (`facts.py`); a test holds both to the same table of cases.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..choices import RANKS, Literacy

PRESCHOOL, PRIMARY, LOWER_SECONDARY, UPPER_SECONDARY = 1, 2, 3, 4
FIRST_STAGE, SECOND_STAGE = 3, 5
"""Grades of which the end is a level of literacy: 3 is stage 1 of the literacy programme, 5 is stage 2 (Điều 19)."""


@dataclass(frozen=True)
class Known:
    """What is known of somebody. completed, last_grade, literacy: as declared. registered_rank: completed according to
    schools' registers. grade: the general-education grade of the class they are in, 0 where there is none or it is
    preschool; registered_grade: the highest grade in which a school ever enrolled them."""

    completed: str = ""
    last_grade: int | None = None
    literacy: str = ""
    registered_rank: int = 0
    grade: int = 0
    registered_grade: int = 0
    is_in_higher_education: bool = False


def rank_of(one: Known) -> int:
    """0 nothing, 1 preschool programme (Điều 6), 2 primary (Điều 9), 3 diploma of lower secondary (Điều 14), 4 upper
    secondary or vocational, 5 above. Whoever sits in grade 6 has completed primary, in grade 10 lower secondary."""
    grade = max(one.grade, one.registered_grade)
    implied = LOWER_SECONDARY if grade >= 10 else PRIMARY if grade >= 6 else 0
    if one.is_in_higher_education:
        implied = UPPER_SECONDARY
    return max(RANKS.get(one.completed, 0), one.registered_rank, implied)


def literacy_of(one: Known) -> int:
    """0 not literate or not known, 1 or 2 (Điều 19). Whoever has forgotten it again is not literate."""
    if one.literacy == Literacy.RELAPSED:
        return 0
    declared = int(one.literacy) if one.literacy in ("1", "2") else 0
    finished = max(one.last_grade or 0, one.grade - 1, one.registered_grade - 1)
    if rank_of(one) >= PRIMARY or finished >= SECOND_STAGE:
        return 2
    return max(declared, 1 if finished >= FIRST_STAGE else 0)
