"""How a unit stands with a form: where its report is, and whether in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..choices import State


@dataclass(frozen=True)
class Standing:
    """state: of the latest revision, None: not begun. is_late: handed in after the day, or not handed in
    though it is past. days: after the day, 0 in time."""

    state: State | None
    is_late: bool
    days: int

    @property
    def is_in(self) -> bool:
        """Handed in, and not returned."""
        return self.state in (State.SUBMITTED, State.ACCEPTED)


def standing_of(
    state: State | None, due_on: date, today: date, *, first_sent_on: date | None = None
) -> Standing:
    """first_sent_on: when the first revision was handed in: who was in time and mends a returned report stays
    in time until it is the unit's turn again; a report that lies returned counts as not handed in."""
    is_in = state in (State.SUBMITTED, State.ACCEPTED)
    day = first_sent_on if is_in and first_sent_on is not None else today
    days = max(0, (day - due_on).days)
    return Standing(state, days > 0, days)
