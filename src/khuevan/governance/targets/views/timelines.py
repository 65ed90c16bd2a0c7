"""Plans along the time: a bar for each line, the part that is done, and today. Drawn by the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..choices import Standing
from ..models import Plan
from ..queries import TargetRow, TaskRow
from ..rules import running
from .words import TONES, standing_badge

WIDTH = 1000
"""Of a drawing, whatever wide it is shown."""


@dataclass(frozen=True)
class Bar:
    """left, width, done, expected: in parts of WIDTH; expected None where no pace is known."""

    name: str
    url: str
    kind: str
    left: int
    width: int
    done: int
    expected: int | None
    tone: str
    starts_on: date
    ends_on: date
    badge: object


@dataclass(frozen=True)
class Timeline:
    """years: (left, label) of each year's beginning. today: None where it lies outside."""

    bars: Sequence[Bar]
    years: Sequence[tuple[int, str]]
    today: int | None
    starts_on: date
    ends_on: date


def timeline_of(
    plans: Sequence[Plan], tasks: Sequence[TaskRow], targets: Sequence[TargetRow], today: date
) -> Timeline | None:
    """Of one plan or of all that a unit carries out. None where there are no lines."""
    spans = [(one.task.starts_on, one.task.ends_on) for one in tasks]
    spans += [(one.target.starts_on, one.target.due_on) for one in targets]
    if not spans:
        return None
    spans += [(plan.starts_on, plan.ends_on) for plan in plans]
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    days = max((last - first).days, 1)

    def place(day: date) -> int:
        return min(max(round((day - first).days * WIDTH / days), 0), WIDTH)

    bars = []
    for row in tasks:
        period = running(row.task.period, today)
        done = (row.share or 0) / 100
        bars.append(
            _bar(row.task.name, row.url, "task", row.task.starts_on, period.ends_on if row.task.is_yearly else
                 row.task.ends_on, done, row.standing, row.expected_on, place)
        )  # fmt: skip
    for one in targets:
        done = _share(one)
        bars.append(
            _bar(one.target.name, one.url, "target", one.target.starts_on, one.target.due_on, done, one.standing,
                 one.expected_on, place)
        )  # fmt: skip
    years = [(place(date(year, 1, 1)), str(year)) for year in range(first.year, last.year + 1)]
    return Timeline(bars, years, place(today) if first <= today <= last else None, first, last)


def _bar(
    name: str, url: str, kind: str, starts: date, ends: date, done: float, standing: Standing | None,
    expected: date | None, place: object,
) -> Bar:  # fmt: skip
    assert callable(place)
    left = place(starts)
    width = max(place(ends) - left, 4)
    return Bar(
        name, url, kind, left, width, round(width * min(max(done, 0.0), 1.0)),
        place(expected) if expected is not None else None, TONES[standing] if standing else "neutral", starts, ends,
        standing_badge(standing, expected),
    )  # fmt: skip


def _share(one: TargetRow) -> float:
    """How much of the way from the value at the beginning to the threshold lies behind."""
    if one.value is None:
        return 0.0
    base = float(one.target.base or 0)
    way = one.threshold - base
    if one.standing is Standing.REACHED or way == 0:
        return 1.0
    return (one.value - base) / way
