"""Timing that survives a noisy machine: alternate what is compared, take medians, report ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the report. `ratio` compares with the peer or the limit measured in the same run."""

    name: str
    value: str
    against: str
    ratio: float | None
    aim: str
    met: bool | None


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def alternating(
    one: Callable[[], object], other: Callable[[], object], *, rounds: int, warm: int = 2
) -> tuple[list[float], list[float]]:
    """Durations in seconds of two acts run in turn, so that both meet the same noise."""
    for _ in range(warm):
        one()
        other()
    first, second = [], []
    for _ in range(rounds):
        first.append(seconds(one))
        second.append(seconds(other))
    return first, second


def percentile(durations: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the durations lie."""
    ordered = sorted(durations)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(durations: list[float]) -> float:
    return statistics.median(durations)


def milliseconds(duration: float) -> str:
    return f"{duration * 1000:.1f} ms"
