"""Rows with days: which hold on a day, where days are left out or named twice, when a dossier is due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class Gap:
    """Days in [since, until) on which no row holds."""

    since: date
    until: date


@dataclass(frozen=True)
class Overlap:
    """A day on which two rows hold."""

    on: date


def holds(row: Dated, on: date) -> bool:
    return row.valid_from <= on and (row.valid_until is None or on < row.valid_until)


def in_force(rows: Iterable[D], on: date) -> D | None:
    """The row that holds on the day; of several the one that began last. None in a gap."""
    found = [row for row in rows if holds(row, on)]
    return max(found, key=lambda row: row.valid_from) if found else None


def gaps(rows: Sequence[Dated]) -> list[Gap]:
    """Days between the first row and the last on which none holds."""
    found = []
    reached: date | None = None
    for row in sorted(rows, key=lambda one: one.valid_from):
        if reached is not None and row.valid_from > reached:
            found.append(Gap(reached, row.valid_from))
        if row.valid_until is None:
            return found
        reached = row.valid_until if reached is None else max(reached, row.valid_until)
    return found


def overlaps(rows: Sequence[Dated]) -> list[Overlap]:
    """The first day of each pair of rows that hold together."""
    found = []
    ordered = sorted(rows, key=lambda one: one.valid_from)
    for place, row in enumerate(ordered):
        for later in ordered[place + 1 :]:
            if row.valid_until is None or later.valid_from < row.valid_until:
                found.append(Overlap(later.valid_from))
    return found


def period_of(year: int) -> tuple[date, date]:
    """The period of a year's figures, both days included: 1 October of the year before to 30 September
    (TT 19/2020/TT-BGDĐT; data as of 30 September: NĐ 20/2014/NĐ-CP Điều 31)."""
    return date(year - 1, 10, 1), date(year, 9, 30)


def due_on(year: int, month: int, day: int) -> date:
    """The day in the year; a day that a month does not have is its last one."""
    return date(year, month, min(day, monthrange(year, month)[1]))
