"""Who may do what when, and what stands against a transfer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

SENDING, RECEIVING = "sending", "receiving"

_AWAITED: Final = {"requested": RECEIVING, "accepted": SENDING, "moved": RECEIVING}
_BY: Final = {
    "accept": {"requested": RECEIVING},
    "refuse": {"requested": RECEIVING, "accepted": SENDING},
    "release": {"accepted": SENDING},
    "place": {"moved": RECEIVING},
}


@dataclass(frozen=True)
class Facts:
    """What is known when somebody asks for a transfer. `levels`: of the receiving school."""

    is_studying: bool
    sending_id: int
    receiving_id: int | None
    level: str | None
    receiving_is_open: bool
    has_open_transfer: bool


def awaited(state: str) -> str:
    """Which side is to act next; "" where nobody is."""
    return _AWAITED.get(state, "")


def request_refusals(facts: Facts) -> tuple[str, ...]:
    """Codes of everything that stands against the request."""
    found = []
    if not facts.is_studying:
        found.append("not_studying")
    if facts.sending_id == facts.receiving_id:
        found.append("same_school")
    if facts.receiving_id is not None and not facts.receiving_is_open:
        found.append("school_closed")
    if facts.receiving_id is not None and facts.level is None:
        found.append("grade_not_taught")
    if facts.has_open_transfer:
        found.append("already_open")
    return tuple(found)


def act_refusals(verb: str, state: str, sides: Collection[str], opened_by: str) -> tuple[str, ...]:
    """Codes of what stands against an act by somebody who decides for `sides` of the transfer."""
    if verb == "withdraw":
        if state not in ("requested", "accepted"):
            return ("too_late",)
        return () if opened_by in sides else ("other_side",)
    if state not in _BY[verb]:
        return ("not_now",)
    return () if _BY[verb][state] in sides else ("other_side",)
