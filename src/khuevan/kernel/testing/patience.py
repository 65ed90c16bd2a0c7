"""Waiting in tests for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300
"""Seconds, for machines that do much else at the same time; nothing waits for them on a quiet one."""


def wait_until(
    reached: Callable[[], object], what: str, *, seconds: float = PATIENCE, every: float = 0.1
) -> None:
    """Looks every so many seconds; fails saying what was waited for."""
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, f"waited {seconds} s for: {what}"
        time.sleep(every)
