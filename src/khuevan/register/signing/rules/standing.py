"""In which capacity somebody may sign at a unit on a day.

A digital signature binds a person to a content (Luật Giao dịch điện tử Điều 22); whether that person was entitled
comes from the posting at that date, or from a stand-in act for somebody whose posting it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Posting:
    """Somebody's place at a unit in [first, until); title in words."""

    title: str
    first: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.first <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Stead:
    """A stand-in act: for whom, [first, until), ended early or not."""

    id: int
    absent_id: int
    absent: str
    first: date
    until: date
    is_ended: bool = False

    def holds(self, on: date) -> bool:
        return not self.is_ended and self.first <= on < self.until


@dataclass(frozen=True)
class Standing:
    """own: titles of the person's own postings; for_others: stand-in acts in force. Empty both: may not sign there."""

    own: tuple[str, ...]
    for_others: tuple[Stead, ...]

    @property
    def may_sign(self) -> bool:
        return bool(self.own)

    def in_stead_of(self, absent_id: int) -> Stead | None:
        """The act by which this person may sign for the other one. A stand-in needs a posting of their own."""
        if not self.own:
            return None
        return next((one for one in self.for_others if one.absent_id == absent_id), None)


def standing_of(postings: Sequence[Posting], steads: Sequence[Stead], *, on: date) -> Standing:
    return Standing(
        tuple(dict.fromkeys(one.title for one in postings if one.holds(on))),
        tuple(one for one in steads if one.holds(on)),
    )
