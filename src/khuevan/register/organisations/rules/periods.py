"""Half-open periods of days [valid_from, valid_until): the day of ending is the first day without."""

from __future__ import annotations

from datetime import date


def covers(valid_from: date | None, valid_until: date | None, on: date) -> bool:
    """Whether the day lies in the period; a None start or end is open."""
    return (valid_from is None or valid_from <= on) and (valid_until is None or on < valid_until)


def reference_day(opened_on: date, closed_on: date | None, today: date) -> date:
    """The day on which a unit's "current" picture is taken.

    Today while it lives; its last day when it is closed; its first when it has not opened yet.
    """
    if closed_on is not None and closed_on <= today:
        return max(opened_on, date.fromordinal(closed_on.toordinal() - 1))
    return max(opened_on, today)
