"""Which step may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class PackageState(StrEnum):
    """made: cards chosen; signed: sealed by the school; submitted: with the department; checked: nothing was found
    wrong; accepted: stored; sent_back: with what fails; withdrawn: by the school."""

    MADE = "made"
    SIGNED = "signed"
    SUBMITTED = "submitted"
    CHECKED = "checked"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class HandoverState(StrEnum):
    """Sent: sealed, then proven by the receiver's receipt. Received: held, then countersigned. cancelled: the child
    stayed; refused: what came did not hold."""

    SEALED = "sealed"
    PROVEN = "proven"
    CANCELLED = "cancelled"
    HELD = "held"
    COUNTERSIGNED = "countersigned"
    REFUSED = "refused"


_S = PackageState
_PACKAGE: Final[Mapping[str, Mapping[PackageState, PackageState]]] = {
    "sign": {_S.MADE: _S.SIGNED},
    "submit": {_S.SIGNED: _S.SUBMITTED},
    "check": {_S.SUBMITTED: _S.CHECKED, _S.CHECKED: _S.CHECKED},
    "accept": {_S.CHECKED: _S.ACCEPTED},
    "send_back": {_S.SUBMITTED: _S.SENT_BACK, _S.CHECKED: _S.SENT_BACK},
    "withdraw": dict.fromkeys((_S.MADE, _S.SIGNED, _S.SUBMITTED, _S.CHECKED), _S.WITHDRAWN),
}
_H = HandoverState
_HANDOVER: Final[Mapping[str, Mapping[HandoverState, HandoverState]]] = {
    "prove": {_H.SEALED: _H.PROVEN},
    "cancel": {_H.SEALED: _H.CANCELLED},
    "countersign": {_H.HELD: _H.COUNTERSIGNED},
    "refuse": {_H.HELD: _H.REFUSED},
}
LIVE: Final = frozenset({_S.MADE, _S.SIGNED, _S.SUBMITTED, _S.CHECKED, _S.ACCEPTED})
"""In these states a package holds its cards: they go into no other."""


def package_step(state: PackageState, step: str) -> PackageState | None:
    """The state after the step; None where it cannot follow."""
    return _PACKAGE.get(step, {}).get(state)


def handover_step(state: HandoverState, step: str) -> HandoverState | None:
    """The state after the step; None where it cannot follow."""
    return _HANDOVER.get(step, {}).get(state)
