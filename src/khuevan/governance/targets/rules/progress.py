"""How far a target or a task is: reached, on the way, behind, late.

The plans of the sector ask that tasks be followed "theo lộ trình" and reported each year (Kế hoạch of Đắk Nông 2022, V.3:
before 20 December; guidance of Tây Ninh 2024, IV.6: after the first term and at the year's end). None of them says when
something counts as behind. This table does: it looks whether the present pace arrives in time. docs/rulebook/progress.md
works it through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final

from ..choices import Direction, Standing
from .periods import Period
from .thresholds import satisfies

WINDOW: Final = 365
"""Days before the last reading that the present pace is taken from."""
QUARTER: Final = 0.25
"""Part of the time after which a task of which nothing was reported counts as behind."""
FARTHEST: Final = 20 * 365
"""Days: what would take longer is not foreseen at all."""


@dataclass(frozen=True)
class Point:
    """A value that was known of a day. Of a task, the part done in percent."""

    on: date
    value: float


@dataclass(frozen=True)
class Pace:
    """How much the value moves in a day, from `since` to `until`."""

    a_day: float
    since: date
    until: date


@dataclass(frozen=True)
class Progress:
    """expected_on: when the present pace arrives; None: no pace is known, or it never does. value: the last one."""

    standing: Standing
    value: float | None = None
    expected_on: date | None = None
    pace: Pace | None = None


def pace_of(points: Sequence[Point]) -> Pace | None:
    """From the earliest reading within a year before the last one; without any in that year from the one before.

    points: in the order of their days. None with fewer than two days.
    """
    if not points:
        return None
    last = points[-1]
    earlier = [one for one in points if one.on < last.on]
    if not earlier:
        return None
    recent = [one for one in earlier if (last.on - one.on).days <= WINDOW]
    since = recent[0] if recent else earlier[-1]
    return Pace((last.value - since.value) / (last.on - since.on).days, since.on, last.on)


def progress_of(
    direction: Direction, threshold: float, period: Period, points: Sequence[Point], today: date
) -> Progress:
    """How far a target is. points: readings and the value at the beginning, in the order of their days."""
    known = [one for one in points if one.on <= today]
    last = known[-1] if known else None
    if last is not None and satisfies(direction, threshold, last.value):
        return Progress(Standing.REACHED, last.value)
    if today > period.ends_on:
        return Progress(Standing.LATE, last.value if last else None)
    if today < period.starts_on:
        return Progress(Standing.NOT_BEGUN, last.value if last else None)
    if last is None:
        return Progress(Standing.UNKNOWN)
    pace = pace_of(known)
    if pace is None:
        return Progress(Standing.ON_THE_WAY, last.value)
    expected = _arrival(last, threshold, pace)
    in_time = expected is not None and expected <= period.ends_on
    return Progress(Standing.ON_THE_WAY if in_time else Standing.BEHIND, last.value, expected, pace)


def progress_of_task(period: Period, reports: Sequence[Point], today: date) -> Progress:
    """How far a task is. reports: the part done in percent, in the order of their days; those of the period count.

    Before the first report a task is on the way for a quarter of its time, behind after that.
    """
    known = [one for one in reports if period.starts_on <= one.on <= today]
    last = known[-1] if known else None
    if last is not None and last.value >= 100:
        return Progress(Standing.REACHED, last.value)
    if today > period.ends_on:
        return Progress(Standing.LATE, last.value if last else None)
    if today < period.starts_on:
        return Progress(Standing.NOT_BEGUN)
    if last is None or last.value <= 0:
        elapsed = (today - period.starts_on).days / max(period.days, 1)
        standing = Standing.ON_THE_WAY if elapsed <= QUARTER else Standing.BEHIND
        return Progress(standing, last.value if last else None)
    pace = pace_of([Point(period.starts_on - timedelta(days=1), 0.0), *known])
    assert pace is not None
    expected = _arrival(last, 100.0, pace)
    in_time = expected is not None and expected <= period.ends_on
    return Progress(Standing.ON_THE_WAY if in_time else Standing.BEHIND, last.value, expected, pace)


def _arrival(last: Point, threshold: float, pace: Pace) -> date | None:
    """The day on which the threshold is met at this pace; None: it moves away, stands still, or takes for ever."""
    way = threshold - last.value
    if pace.a_day == 0 or (way > 0) != (pace.a_day > 0):
        return None
    days = ceil(round(way / pace.a_day, 6))
    return last.on + timedelta(days=days) if days <= FARTHEST else None
