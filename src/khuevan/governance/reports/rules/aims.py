"""Whether an aim of a programme is reached, of what was counted: table IV of the outline asks for "đạt /
không đạt / tiến độ"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    REACHED = "reached"
    PARTLY = "partly"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Measured:
    """value: None where nothing was counted. goal: the least that is asked; is_strict: more than that."""

    value: float | None
    goal: float
    is_strict: bool = False

    @property
    def is_reached(self) -> bool:
        return self.value is not None and (
            self.value > self.goal if self.is_strict else self.value >= self.goal
        )

    @property
    def progress(self) -> float:
        """Per cent of the goal, at most 100."""
        if self.value is None:
            return 0.0
        return min(100.0, 100.0 * self.value / self.goal) if self.goal > 0 else 100.0


def outcome_of(parts: Sequence[Measured]) -> Outcome:
    """Reached where every part is; partly where one is and another is not; unknown where a part was not counted and
    none fails."""
    if not parts or all(one.value is None for one in parts):
        return Outcome.UNKNOWN
    failing = [one for one in parts if one.value is not None and not one.is_reached]
    if failing:
        return Outcome.PARTLY if any(one.is_reached for one in parts) else Outcome.MISSED
    return Outcome.REACHED if all(one.value is not None for one in parts) else Outcome.UNKNOWN
