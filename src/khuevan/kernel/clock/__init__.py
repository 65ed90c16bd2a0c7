"""The one place that knows what time it is.

Only views, tasks and commands call `now` and `today`; services and rules are told (`at`, `on`), so that they can be
tried for any day and give the same answer twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The civil time of the whole country (UTC+7, no summer time)."""

_frozen: ContextVar[datetime | None] = ContextVar("khuevan_clock_frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The civil date in Việt Nam, which turns at 17:00 UTC."""
    return on(now())


def on(at: datetime) -> date:
    """The civil date in Việt Nam of a moment. Raises ValueError for a moment without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(HERE).date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Hold the clock still at `at` (aware) for the block: for tests, in this thread or task only."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield at
    finally:
        _frozen.reset(token)


__all__ = ["HERE", "frozen", "now", "on", "today"]
