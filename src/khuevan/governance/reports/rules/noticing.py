"""What is worth saying about figures: what rose, what fell, who lags. The words are the room's; here is only
what counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST_POINTS = 0.5
"""Points of a per cent figure below which a change is not worth a sentence."""
LEAST_SHARE = 0.02
"""The same of other numbers, as a share of what it was."""
MOST_UNITS = 3


@dataclass(frozen=True)
class Move:
    before: float
    now: float

    @property
    def rose(self) -> bool:
        return self.now > self.before


def move_of(before: float | None, now: float | None, *, is_share: bool) -> Move | None:
    """None where one of them is missing or the change says nothing."""
    if before is None or now is None:
        return None
    change = abs(now - before)
    least = LEAST_POINTS if is_share else LEAST_SHARE * max(abs(before), 1.0)
    return Move(before, now) if change >= least else None


def lagging(values: Mapping[int, float | None], whole: float | None) -> Sequence[int]:
    """Up to three units furthest below the whole, the lowest first; none where fewer than three units were counted."""
    counted = {unit: value for unit, value in values.items() if value is not None}
    if whole is None or len(counted) < 3:
        return ()
    below = sorted((value, unit) for unit, value in counted.items() if value < whole)
    return tuple(unit for _value, unit in below[:MOST_UNITS])
