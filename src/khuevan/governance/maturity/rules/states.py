"""The life of an assessment, as a table.

QĐ 4725/QĐ-BGDĐT: the school assesses itself and its head approves before 31/5; the body above checks, approves or asks
for more, assesses externally, recognises, publishes before 20/6. That a published level may be looked at again after an
appeal, and that the body may change with the unit, is ours.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ..choices import Act, State

ACTS: Final[dict[tuple[State, Act], State]] = {
    (State.DRAFT, Act.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Act.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Act.RETURN): State.RETURNED,
    (State.CHECKED, Act.RETURN): State.RETURNED,
    (State.SUBMITTED, Act.ACCEPT): State.CHECKED,
    (State.CHECKED, Act.OPEN_EXTERNAL): State.EXTERNAL,
    (State.EXTERNAL, Act.CONCLUDE): State.ASSESSED,
    (State.CHECKED, Act.RECOGNISE): State.RECOGNISED,
    (State.ASSESSED, Act.RECOGNISE): State.RECOGNISED,
    (State.RECOGNISED, Act.PUBLISH): State.PUBLISHED,
    (State.RECOGNISED, Act.REVISE): State.ASSESSED,
    (State.PUBLISHED, Act.REVISE): State.ASSESSED,
    **{
        (state, Act.HAND_OVER): state
        for state in (State.SUBMITTED, State.RETURNED, State.CHECKED, State.EXTERNAL, State.ASSESSED)
    },
    **{
        (state, Act.STOP): State.STOPPED
        for state in (
            State.DRAFT,
            State.SUBMITTED,
            State.RETURNED,
            State.CHECKED,
            State.EXTERNAL,
            State.ASSESSED,
        )
    },
}
"""State and act -> state afterwards. What is not in it is refused."""
EDITED: Final = frozenset({State.DRAFT, State.RETURNED})
"""In which the school still scores."""
SHORTEST: Final = 10


class Refusal(StrEnum):
    """Why an act is refused."""

    NOT_NOW = "not_now"
    NO_REASON = "no_reason"
    NO_DECISION = "no_decision"
    LATE = "late"
    INCOMPLETE = "incomplete"
    NOT_AGREED = "not_agreed"
    STILL_OPEN = "still_open"
    NOT_CLOSED = "not_closed"


def next_state(state: State, act: Act) -> State | None:
    """None where the act is not possible in this state."""
    return ACTS.get((state, act))


def explained(reason: str) -> bool:
    return len(" ".join(reason.split())) >= SHORTEST


def why_not(
    state: State,
    act: Act,
    *,
    reason: str = "",
    decision: str = "",
    is_late: bool = False,
    unscored: int = 0,
    unsettled: int = 0,
    unsealed: int = 0,
    is_closed: bool = False,
    open_appeals: int = 0,
) -> Refusal | None:
    """The first thing that stands against the act; None: it may be done.

    decision: number of the decision that recognises, or lets a late one in. unscored: lines without points.
    unsettled: lines on which the two assessors differ and nobody settled; unsealed: reviews that are not sealed, of two.
    is_closed: the unit is no more.
    """
    if next_state(state, act) is None:
        return Refusal.NOT_NOW
    told = explained(reason)
    against: dict[Act, tuple[tuple[bool, Refusal], ...]] = {
        Act.SUBMIT: (
            (is_closed, Refusal.NOT_NOW),
            (unscored > 0, Refusal.INCOMPLETE),
            (is_late and not (decision.strip() and told), Refusal.LATE),
        ),
        Act.RETURN: ((not told, Refusal.NO_REASON),),
        Act.CONCLUDE: ((unsealed > 0, Refusal.STILL_OPEN), (unsettled > 0, Refusal.NOT_AGREED)),
        Act.RECOGNISE: (
            (not decision.strip(), Refusal.NO_DECISION),
            (state is State.CHECKED and not told, Refusal.NO_REASON),
        ),
        Act.PUBLISH: ((open_appeals > 0, Refusal.STILL_OPEN),),
        Act.REVISE: ((not told, Refusal.NO_REASON),),
        Act.HAND_OVER: ((not told, Refusal.NO_REASON),),
        Act.STOP: ((not is_closed, Refusal.NOT_CLOSED), (not told, Refusal.NO_REASON)),
    }
    return next((refusal for holds, refusal in against.get(act, ()) if holds), None)
