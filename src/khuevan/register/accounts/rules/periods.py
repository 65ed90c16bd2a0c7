"""Half-open periods of days: [first, until), `until` None meaning open-ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LONGEST_DELEGATION_DAYS = 366


@dataclass(frozen=True)
class Period:
    first: date
    until: date | None = None

    @property
    def has_days(self) -> bool:
        return self.until is None or self.until > self.first

    def contains(self, on: date) -> bool:
        return self.first <= on and (self.until is None or on < self.until)

    def lies_within(self, outer: Period) -> bool:
        if self.first < outer.first:
            return False
        if outer.until is None:
            return True
        return self.until is not None and self.until <= outer.until


def common(one: Period, other: Period) -> Period | None:
    """The days in both; None when there is none. A delegation lives on the days it shares with its source."""
    first = max(one.first, other.first)
    ends = [until for until in (one.until, other.until) if until is not None]
    shared = Period(first, min(ends) if ends else None)
    return shared if shared.has_days else None


def is_too_long(period: Period) -> bool:
    """A stand-in without an end, or for more than a year, is not leave any more: it needs a grant."""
    return period.until is None or (period.until - period.first).days > LONGEST_DELEGATION_DAYS
