"""News of report cards, published after commit. Stable: rooms above (custody, printing) follow them."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class CardsGenerated(Event):
    class_group_id: int
    school_id: int
    count: int


@dataclass(frozen=True)
class CardChanged(Event):
    """Composed anew because something changed before it was issued: `fallen` signatures hold no more."""

    card_id: int
    school_id: int
    number: int
    fallen: int


@dataclass(frozen=True)
class CardIssued(Event):
    """Sealed. number: of the version; digest: SHA-256 of the signed XML."""

    card_id: int
    school_id: int
    number: int
    digest: str


@dataclass(frozen=True)
class CardRecalled(Event):
    """An issued card holds no more. reason: as it stands in the signed act."""

    card_id: int
    school_id: int
    number: int
    reason: str


@dataclass(frozen=True)
class CardCorrected(Event):
    """A new version was begun after the issue; the old one stands until the new one is issued."""

    card_id: int
    school_id: int
    number: int
    reason: str


@dataclass(frozen=True)
class CardCancelled(Event):
    """Made by mistake and never issued; another may be made for the learner."""

    card_id: int
    school_id: int
    reason: str
