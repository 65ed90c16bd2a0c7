"""Plans hang together: a target that was taken over from above may be tightened, never loosened silently.

A lower body makes its plan "bảo đảm đồng bộ với Kế hoạch của ngành" (Kế hoạch of Đắk Nông 2022, V.2). What it takes over
it may ask more of or have done earlier; less, or later, only by a decision that says so and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..choices import Direction


class Verdict(StrEnum):
    """How a target stands to the one above it."""

    SAME = "same"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    OTHER = "other"


class Inheritance(StrEnum):
    """In what it is looser: each is said on the page."""

    THRESHOLD = "threshold"
    DAY = "day"


@dataclass(frozen=True)
class Goal:
    """What a target asks for. measured_by: the indicator with its splits, or how it is counted otherwise."""

    direction: Direction
    threshold: float
    due_on: date
    measured_by: str = ""


def inherited(above: Goal, own: Goal) -> tuple[Verdict, tuple[Inheritance, ...]]:
    """OTHER: measured otherwise or in the other direction, so that the two cannot be compared: that is refused too."""
    if above.direction is not own.direction or above.measured_by != own.measured_by:
        return Verdict.OTHER, ()
    more = own.threshold - above.threshold
    if own.direction is Direction.AT_MOST:
        more = -more
    looser = [Inheritance.THRESHOLD] if more < 0 else []
    looser += [Inheritance.DAY] if own.due_on > above.due_on else []
    if looser:
        return Verdict.LOOSENED, tuple(looser)
    return (Verdict.TIGHTENED if more > 0 or own.due_on < above.due_on else Verdict.SAME), ()
