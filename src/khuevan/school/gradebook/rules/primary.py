"""TT 27/2020/TT-BGDĐT: assessment in primary schools.

Regular assessment is by comment, without marks. At four points of a year (middle and end of each term) each
subject has a level,
each quality and competence one of its own; some subjects have a test besides. Tests never serve to compare learners.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final


class SubjectLevel(StrEnum):
    """Of a subject or activity: hoàn thành tốt, hoàn thành, chưa hoàn thành."""

    WELL_COMPLETED = "T"
    COMPLETED = "H"
    NOT_COMPLETED = "C"


class TraitLevel(StrEnum):
    """Of a quality or competence: tốt, đạt, cần cố gắng."""

    GOOD = "T"
    PASSED = "D"
    NEEDS_EFFORT = "C"


class Overall(StrEnum):
    """Điều 9, at the end of a year."""

    EXCELLENT = "excellent"
    WELL_COMPLETED = "well_completed"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


QUALITIES: Final = ("patriotism", "compassion", "diligence", "honesty", "responsibility")
GENERAL_COMPETENCES: Final = ("autonomy", "communication", "problem_solving")
SPECIFIC_COMPETENCES: Final = (
    "language", "calculation", "science", "technology", "informatics", "aesthetics", "physical",
)  # fmt: skip
TRAITS: Final = (*QUALITIES, *GENERAL_COMPETENCES, *SPECIFIC_COMPETENCES)

TESTED_AT_THE_END: Final = frozenset({"TV", "TOAN", "NN1", "LSDL", "KH", "THCN", "TH", "CN"})
TESTED_IN_MID_TERM: Final = frozenset({"TV", "TOAN"})
MID_TERM_GRADES: Final = frozenset({"04", "05"})
LEAST_TEST_MARK: Final = 1
"""Whole numbers, no 0: as practised, not read in the text; unless a department decides otherwise."""


def has_test(subject: str, grade: str, *, mid_term: bool) -> bool:
    """Whether a subject (code of the catalogue) is tested at a point of the year (Điều 7). In grades 1 and
    2 the foreign
    language is optional, and without a test."""
    if mid_term:
        return grade in MID_TERM_GRADES and subject in TESTED_IN_MID_TERM
    return subject in TESTED_AT_THE_END and not (subject == "NN1" and grade in ("01", "02"))


def overall(
    subjects: Collection[SubjectLevel], traits: Collection[TraitLevel], tests: Collection[Decimal]
) -> Overall:
    """Of the end of a year (Điều 9). `tests`: of the subjects that have one."""
    best, worst = SubjectLevel.WELL_COMPLETED, SubjectLevel.NOT_COMPLETED
    all_best = all(one == best for one in subjects) and all(one == TraitLevel.GOOD for one in traits)
    lowest = min(tests, default=Decimal(10))
    if all_best and lowest >= 9:
        return Overall.EXCELLENT
    if all_best and lowest >= 7:
        return Overall.WELL_COMPLETED
    if worst not in subjects and TraitLevel.NEEDS_EFFORT not in traits and lowest >= 5:
        return Overall.COMPLETED
    return Overall.NOT_COMPLETED


def completes_the_class(result: Overall) -> bool:
    """Confirmed as having completed the programme of the class (Điều 11); else helped, assessed again, and
    the head decides."""
    return result != Overall.NOT_COMPLETED


def award_within_reach(result: Overall) -> str:
    """Điều 13: `excellent` follows from the result; `outstanding` may be given where one subject stands out
    or one quality or
    competence has clearly grown and the class agrees; "" otherwise."""
    if result == Overall.EXCELLENT:
        return "excellent"
    return "outstanding" if result == Overall.WELL_COMPLETED else ""


def missing_traits(levels: Mapping[str, str]) -> list[str]:
    """Qualities and competences that have no level yet."""
    return [trait for trait in TRAITS if not levels.get(trait)]
