"""At which levels a field of the profile is kept: the columns MN, TH, C2, C3, TX of QĐ 4998, mục 3.6.4."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

Levels = frozenset[str]

EVERY: Final[Levels] = frozenset({"MN", "TH", "C2", "C3", "TX"})
CONTINUING: Final = "TX"
_OF_SCHOOL: Final = {
    "preschool": "MN",
    "primary": "TH",
    "lower_secondary": "C2",
    "upper_secondary": "C3",
    "continuing": CONTINUING,
}


def at(columns: str) -> Levels:
    """The levels of a row of the annex, written as its columns: `at("TH C2")`."""
    levels = frozenset(columns.split())
    if not levels or levels - EVERY:
        raise ValueError(f"{columns!r} names a level that the annex does not have")
    return levels


def kept_levels(grade: str, school_levels: Collection[str]) -> Levels:
    """The levels whose fields are kept for a learner of this grade ("" unknown) at a school of these levels.

    A centre of continuing education keeps its own column whatever the grade. Without a grade all that the school
    teaches counts; a unit that teaches nothing (a learner who waits there) keeps everything.
    """
    own = frozenset(_OF_SCHOOL[level] for level in school_levels if level in _OF_SCHOOL)
    if own == {CONTINUING}:
        return own
    if grade:
        number = int(grade)
        return frozenset({"TH" if number <= 5 else "C2" if number <= 9 else "C3" if number <= 12 else "MN"})
    return own or EVERY
