"""When a task is to be done, in the words that plans use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from khuevan.kernel import text

_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH: Final = re.compile(r"thang\s*(\d{1,2})\s*[/\s]\s*(?:nam\s*)?(\d{4})")
_QUARTER: Final = re.compile(r"quy\s*(iv|iii|ii|i|[1-4])\s*[/\s,]\s*(?:nam\s*)?(\d{4})")
_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_YEARLY: Final = re.compile(r"hang nam|thuong xuyen")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class Period:
    """Both days belong to it. is_yearly: to be done anew in each calendar year of it."""

    starts_on: date
    ends_on: date
    is_yearly: bool = False

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


def read_period(said: str, within: Period) -> Period | None:
    """What the column "Thời gian thực hiện" of a plan means; None where it is not understood.

    Years alone are whole ones ("2022-2025", "Năm 2024"); one day alone is the last one ("trước ngày 18/9/2024" the
    day before); "Hằng năm", "Thường xuyên" is each year of the plan; nothing written is the plan's own time.
    """
    words = text.fold(said)
    if not words.strip():
        return within
    days = _days(said)
    if days is None:
        return None
    if days:
        last = days[-1] - timedelta(days=1) if re.search(r"\btruoc\b", words) else days[-1]
        first = days[0] if len(days) > 1 else min(within.starts_on, last)
        return _ordered(first, last)
    if found := _QUARTER.findall(words):
        spans = [_quarter(_ROMAN.get(number) or int(number), int(year)) for number, year in found]
        return _ordered(spans[0][0], spans[-1][1])
    if found := _MONTH.findall(words):
        if any(not 1 <= int(month) <= 12 for month, _year in found):
            return None
        spans = [_month(int(month), int(year)) for month, year in found]
        return _ordered(spans[0][0], spans[-1][1])
    if years := [int(one) for one in _YEAR.findall(words)]:
        return _ordered(date(years[0], 1, 1), date(years[-1], 12, 31))
    if _YEARLY.search(words):
        return Period(within.starts_on, within.ends_on, is_yearly=True)
    return None


def running(period: Period, today: date) -> Period:
    """Of a yearly one the calendar year that counts now: the first before it begins, the last once it is over."""
    if not period.is_yearly:
        return period
    year = min(max(today.year, period.starts_on.year), period.ends_on.year)
    return Period(
        max(period.starts_on, date(year, 1, 1)), min(period.ends_on, date(year, 12, 31)), is_yearly=True
    )


def _days(said: str) -> list[date] | None:
    """Every day named; None where one of them is none."""
    found = []
    for day, month, year in _DAY.findall(said):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            return None
    return found


def _ordered(first: date, last: date) -> Period | None:
    return Period(first, last) if first <= last else None


def _quarter(number: int, year: int) -> tuple[date, date]:
    first = date(year, 3 * number - 2, 1)
    return first, _month(3 * number, year)[1]


def _month(number: int, year: int) -> tuple[date, date]:
    after = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1), after - timedelta(days=1)
