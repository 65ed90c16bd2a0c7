"""The life of a report, as a table.

The circulars say who reports to whom and until when; that a report may be returned with remarks and is then sent again is
how the sector's own system has long worked (TT 25/2024/TT-BGDĐT as reported). Nothing is ever taken back silently: what
was sent stays, and its correction is another revision.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ..choices import Act, State

ACTS: Final[dict[tuple[State | None, Act], State]] = {
    (None, Act.BEGIN): State.DRAFT,
    (State.DRAFT, Act.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Act.ACCEPT): State.ACCEPTED,
    (State.SUBMITTED, Act.RETURN): State.RETURNED,
    (State.ACCEPTED, Act.RETURN): State.RETURNED,
    (State.RETURNED, Act.BEGIN): State.DRAFT,
}
"""State of the latest revision (None: there is none), act -> state afterwards. What is not in it is refused."""
SHORTEST_REASON: Final = 10


class Refusal(StrEnum):
    """Why an act is refused."""

    NOT_NOW = "not_now"
    NO_REASON = "no_reason"
    SENT_ON = "sent_on"
    TOO_EARLY = "too_early"
    OLD_LAYOUT = "old_layout"
    FIGURES_MOVED = "figures_moved"
    SUM_FAILS = "sum_fails"
    INCOMPLETE = "incomplete"


def next_state(state: State | None, act: Act) -> State | None:
    """None where the act is not possible in this state."""
    return ACTS.get((state, act))


def why_not(
    state: State | None,
    act: Act,
    *,
    reason: str = "",
    is_sent_on: bool = False,
    is_early: bool = False,
    is_old_layout: bool = False,
    has_moved: bool = False,
    unexplained: int = 0,
    missing: int = 0,
) -> Refusal | None:
    """The first thing that stands against the act; None: it may be done.

    reason: remarks of a return, or why a body sends although reports are missing. is_sent_on: the receiver's own report,
    which this one is part of, has been sent. is_early: the day that the form counts on is still to come. has_moved: the
    figures are no longer those that the sender saw. unexplained: control sums that fail without a remark.
    missing: reports from below that are not there.
    """
    if next_state(state, act) is None:
        return Refusal.NOT_NOW
    explained = len(" ".join(reason.split())) >= SHORTEST_REASON
    against: dict[Act, tuple[tuple[bool, Refusal], ...]] = {
        Act.BEGIN: ((is_early, Refusal.TOO_EARLY),),
        Act.SUBMIT: (
            (is_old_layout, Refusal.OLD_LAYOUT),
            (has_moved, Refusal.FIGURES_MOVED),
            (unexplained > 0, Refusal.SUM_FAILS),
            (missing > 0 and not explained, Refusal.INCOMPLETE),
        ),
        Act.RETURN: ((is_sent_on, Refusal.SENT_ON), (not explained, Refusal.NO_REASON)),
        Act.ACCEPT: (),
    }
    return next((refusal for holds, refusal in against[act] if holds), None)
