"""Points of the rules of assessment that the sources leave open, or that were not read in the text: each has a value that
holds from a school year on, by whoever decided it. Rules take the value; none is written into them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

HALF_UP, HALF_EVEN = "half_up", "half_even"
SECOND, NO_YEAR = "second", "none"
ALL_PERIODS, ANY_PERIOD = "all", "any"
DOMAINS: Final = ("physical", "cognition", "language", "social", "aesthetics")
YES, NO = "yes", "no"


@dataclass(frozen=True)
class RulePoints:
    """As they hold in a school and year. The values here are those that the platform begins with.

    halves: how the half of a tenth is rounded. exempt_first: what the year is of who was exempt in the first term alone.
    title_after_summer: whether titles may follow from a summer's results. most_absences, most_absences_continuing:
    sessions of a year that may be missed. single_periods: a session is missed when all rolls at its periods say so,
    or any.
    morning_periods: how many periods are the morning's. least_test_mark, whole_test_marks: of tests in primary schools.
    continuing_by: the circular that assesses continuing education; "none": nothing is computed there.
    """

    halves: str = HALF_UP
    exempt_first: str = SECOND
    title_after_summer: bool = False
    most_absences: int = 45
    most_absences_continuing: int = 45
    single_periods: str = ALL_PERIODS
    morning_periods: int = 5
    least_test_mark: int = 1
    whole_test_marks: bool = True
    continuing_by: str = "tt22"
    domains: tuple[str, ...] = DOMAINS
    nursery_domains: tuple[str, ...] = field(default=DOMAINS[:4])


def _one_of(*allowed: str) -> Callable[[str], str | None]:
    return lambda text: text if text in allowed else None


def _whole(least: int, most: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        is_number = text.isascii() and text.isdecimal() and len(text) <= 3
        return int(text) if is_number and least <= int(text) <= most else None

    return read


def _yes(text: str) -> bool | None:
    return {YES: True, NO: False}.get(text)


def _domains(text: str) -> tuple[str, ...] | None:
    found = tuple(part.strip() for part in text.split(","))
    fits = len(set(found)) == len(found) and all(part in DOMAINS for part in found)
    return tuple(one for one in DOMAINS if one in found) if fits else None


READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "halves": _one_of(HALF_UP, HALF_EVEN),
    "exempt_first": _one_of(SECOND, NO_YEAR),
    "title_after_summer": _yes,
    "most_absences": _whole(1, 300),
    "most_absences_continuing": _whole(1, 300),
    "single_periods": _one_of(ALL_PERIODS, ANY_PERIOD),
    "morning_periods": _whole(1, 9),
    "least_test_mark": _whole(0, 5),
    "whole_test_marks": _yes,
    "continuing_by": _one_of("tt22", "none"),
    "domains": _domains,
    "nursery_domains": _domains,
}


def point_value(point: str, text: str) -> object | None:
    """What is written, as the rules take it; None where it cannot be."""
    reader = READERS.get(point)
    return reader(text.strip()) if reader else None


def points_of(rows: Mapping[str, str]) -> RulePoints:
    """From the values in force, by point; what is not there, or cannot be read, is as the platform begins."""
    read = {point: point_value(point, text) for point, text in rows.items()}
    return RulePoints(**{point: value for point, value in read.items() if value is not None})  # type: ignore[arg-type]
