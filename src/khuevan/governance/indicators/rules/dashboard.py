"""What a dashboard says of months: changes, and the order of units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from .figures import Figure

MONTHS = 60
MOST_TILES = 12
USUAL_TILES = 10
USUAL = (
    "schoolyear.student:all", "schoolyear.student:girls_share", "schoolyear.student:minority_share",
    "schoolyear.class_group:all", "schoolyear.class_group:size", "staff.employed:teachers",
    "staff.employed:degree_share", "staff.employed:learners_per_teacher", "attendance.learner:attended_share",
    "gradebook.result:learning_good", "gradebook.result:primary_excellent", "schoolyear.registered:dropout_share",
    "organisations.school:all", "facilities.room:solid_share", "facilities.room:classrooms",
    "schoolyear.student:right_age_share",
)  # fmt: skip
"""Whose tiles are there without asking, as far as they say something of the unit; the first USUAL_TILES of these."""
ORDERS = ("name", "value", "month", "year")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Seen:
    """A figure of a month beside the month before it, and the same month of the year before. None where nothing is kept
    of that month or of the unit in it."""

    now: Figure | None
    month_before: Figure | None
    year_before: Figure | None

    @property
    def by_month(self) -> float | None:
        return change(self.now, self.month_before)

    @property
    def by_year(self) -> float | None:
        return change(self.now, self.year_before)


def change(now: Figure | None, before: Figure | None) -> float | None:
    """In the unit of the figure itself: of a percentage in percentage points. None unless both have a value."""
    if now is None or before is None or now.value is None or before.value is None:
        return None
    return now.value - before.value


def says_something(figure: Figure | None) -> bool:
    """A ratio over somebody, or a number of something."""
    if figure is None:
        return False
    return bool(figure.lower) if figure.lower is not None else bool(figure.value)


def ordered(rows: Sequence[Row], of: Callable[[Row], Seen], key: str, *, descending: bool) -> Sequence[Row]:
    """By the value or a change; rows without one come last, whichever way. By name: as they came, or turned round."""
    if key not in ORDERS[1:]:
        return rows[::-1] if descending else rows
    told = {number: _by(of(row), key) for number, row in enumerate(rows)}
    known = [number for number, value in told.items() if value is not None]
    known.sort(key=lambda number: told[number] or 0.0, reverse=descending)
    return [rows[number] for number in (*known, *(one for one in told if told[one] is None))]


def added(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, int | None]:
    """Parts of several units together; None where no unit has any rows."""
    known = {name: [row[name] for row in rows if row.get(name) is not None] for name in names}
    return {name: sum(values) if values else None for name, values in known.items()}


def _by(seen: Seen, key: str) -> float | None:
    if key == "value":
        return seen.now.value if seen.now is not None else None
    return seen.by_month if key == "month" else seen.by_year
