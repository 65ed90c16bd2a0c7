"""Until when each side has to act (TT 15/2026/TT-BGDĐT, Điều 34)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .working_days import after_working_days


@dataclass(frozen=True)
class Periods:
    """Working days; None where no rule was read, and then nothing is ever late.

    answer: of the receiving school, within the province and from another; release: of the sending school, to return the
    file; placement: of the receiving school, to put the learner into a class.
    """

    answer: int | None
    answer_other_province: int | None
    release: int | None
    placement: int | None


def _due(since: date, days: int | None) -> date | None:
    return None if days is None else after_working_days(since, days)


def answer_due(periods: Periods, requested_on: date, *, same_province: bool) -> date | None:
    """The receiving school answers the application."""
    return _due(requested_on, periods.answer if same_province else periods.answer_other_province)


def return_due(periods: Periods, accepted_on: date) -> date | None:
    """The sending school returns the file, from the day on which the consent was given."""
    return _due(accepted_on, periods.release)


def placement_due(periods: Periods, moved_on: date) -> date | None:
    """The receiving school consults and places, from the day on which it has the file."""
    return _due(moved_on, periods.placement)
