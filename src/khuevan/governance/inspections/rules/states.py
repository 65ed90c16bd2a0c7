"""What may happen with a visit, a remedy, the minutes, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from ..choices import MinutesState, RemedyState, Result, VisitState

WRITTEN = (VisitState.PLANNED, VisitState.OPEN)
"""While the sheet may be written at."""
TOLD = (VisitState.CONCLUDED, VisitState.SIGNED)
"""When the inspected unit sees what was found."""
WAITS = (RemedyState.OPEN, RemedyState.RETURNED)
"""While the unit has something to do."""
FAULTS = (Result.PARTLY, Result.NOT_MET)
"""Results that may be followed by a remedy."""


def is_late(state: RemedyState, due_on: date, on: date) -> bool:
    """Past its day, and the unit has still to act."""
    return state in WAITS and on > due_on


def is_open(state: RemedyState) -> bool:
    return state is not RemedyState.ACCEPTED


def may_lead(state: MinutesState) -> bool:
    return state is MinutesState.DRAFT


def may_countersign(state: MinutesState) -> bool:
    return state is MinutesState.HALF


class Period(Protocol):
    valid_from: date
    valid_until: date | None


P = TypeVar("P", bound=Period)


def in_force(rows: Sequence[P], on: date) -> list[P]:
    return [one for one in rows if one.valid_from <= on and (one.valid_until is None or on < one.valid_until)]
