"""The life of a report, as a table.

Nothing that was sent is taken back silently: a returned one stays as it was, and what is mended is another edition (a
correction by the unit itself too, with its reason).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ..choices import Act, State

ACTS: Final[dict[tuple[State, Act], State]] = {
    (State.OWED, Act.WRITE): State.DRAFT,
    (State.DRAFT, Act.WRITE): State.DRAFT,
    (State.DRAFT, Act.HAND_OVER): State.READY,
    (State.READY, Act.TAKE_BACK): State.DRAFT,
    (State.READY, Act.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Act.ACCEPT): State.ACCEPTED,
    (State.SUBMITTED, Act.RETURN): State.RETURNED,
    (State.ACCEPTED, Act.RETURN): State.RETURNED,
    (State.RETURNED, Act.CORRECT): State.DRAFT,
    (State.SUBMITTED, Act.CORRECT): State.DRAFT,
    (State.ACCEPTED, Act.CORRECT): State.DRAFT,
}
"""State of the latest edition, act -> state afterwards (of the next edition for CORRECT). What is not in it
is refused."""
SHORTEST_REASON: Final = 10
SENT: Final = (State.SUBMITTED, State.ACCEPTED)


class Refusal(StrEnum):
    """Why an act is refused."""

    NOT_NOW = "not_now"
    NO_REASON = "no_reason"
    SENT_ON = "sent_on"
    ENDED = "ended"
    MOVED = "moved"
    EMPTY = "empty"
    OPEN_COMMENTS = "open_comments"
    INCOMPLETE = "incomplete"


def next_state(state: State, act: Act) -> State | None:
    """None where the act is not possible in this state."""
    return ACTS.get((state, act))


def why_not(
    state: State,
    act: Act,
    *,
    reason: str = "",
    is_ended: bool = False,
    is_sent_on: bool = False,
    has_moved: bool = False,
    empty: int = 0,
    comments: int = 0,
    missing: int = 0,
) -> Refusal | None:
    """The first thing that stands against the act; None: it may be done.

    is_ended: the campaign is over. is_sent_on: the receiver's report, which quotes this one, was sent. has_moved: the
    report is no longer what the signer saw. empty: parts that nobody wrote; comments: remarks that nobody
    saw to; missing:
    reports from below that are not there (the last three with a reason).
    """
    if next_state(state, act) is None:
        return Refusal.NOT_NOW
    explained = len(" ".join(reason.split())) >= SHORTEST_REASON
    against: dict[Act, tuple[tuple[bool, Refusal], ...]] = {
        Act.WRITE: ((is_ended, Refusal.ENDED),),
        Act.HAND_OVER: (
            (is_ended, Refusal.ENDED),
            (comments > 0, Refusal.OPEN_COMMENTS),
            (empty > 0 and not explained, Refusal.EMPTY),
        ),
        Act.TAKE_BACK: (),
        Act.SUBMIT: (
            (is_ended, Refusal.ENDED), (has_moved, Refusal.MOVED),
            (missing > 0 and not explained, Refusal.INCOMPLETE),
        ),
        Act.ACCEPT: (),
        Act.RETURN: ((is_sent_on, Refusal.SENT_ON), (not explained, Refusal.NO_REASON)),
        Act.CORRECT: ((is_ended, Refusal.ENDED), (state in SENT and not explained, Refusal.NO_REASON)),
    }  # fmt: skip
    return next((refusal for holds, refusal in against[act] if holds), None)
