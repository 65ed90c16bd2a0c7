"""Ages as the sector counts them, and what a birth date may be."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

OLDEST = 120
YEAR_BEGINS = 8
"""School years begin on 1 August."""


class Standing(StrEnum):
    """What is to be said of a birth date."""

    RIGHT = "right"
    FUTURE = "future"
    TOO_OLD = "too_old"


def school_year_start(on: date) -> int:
    """The year in which the school year of the day begins."""
    return on.year if on.month >= YEAR_BEGINS else on.year - 1


def age_in(born: date, on: date) -> int:
    """Whole years on 31 December of the year in which the school year begins: a five-year-old of 2026-2027 was born in
    2021, in September as in May. (NĐ 20/2014/NĐ-CP names ages without saying on which day; this is how schools admit.)
    """
    return school_year_start(on) - born.year


def standing_of(born: date, on: date) -> Standing:
    if born > on:
        return Standing.FUTURE
    return Standing.TOO_OLD if on.year - born.year > OLDEST else Standing.RIGHT
