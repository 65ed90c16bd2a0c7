"""The days of a school year's assessment: QĐ 4725/QĐ-BGDĐT, before 31/5 and before 20/6 of the year in which it ends."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A row of the configuration."""

    valid_from: date
    valid_until: date | None


Row = TypeVar("Row", bound=Dated)


def day_in(school_year: str, month: int, day: int) -> date:
    """In the calendar year in which the school year ends; the last of February may be the 28th."""
    year = int(school_year[5:9])
    return date(year, month, min(day, monthrange(year, month)[1]))


def is_late(on: date, submit_before: date) -> bool:
    return on >= submit_before


def in_force(rows: Iterable[Row], on: date) -> Row | None:
    """The row that holds on the day, the latest one where several do."""
    held = [row for row in rows if row.valid_from <= on and (row.valid_until is None or on < row.valid_until)]
    return max(held, key=lambda row: row.valid_from, default=None)
