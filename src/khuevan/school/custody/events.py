"""News of packages and handovers, published after commit."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class PackageSubmitted(Event):
    package_id: int
    school_id: int


@dataclass(frozen=True)
class PackageAccepted(Event):
    package_id: int
    school_id: int
    cards: int


@dataclass(frozen=True)
class PackageSentBack(Event):
    package_id: int
    school_id: int


@dataclass(frozen=True)
class CardsTakenOver(Event):
    """A school countersigned the cards of a child who came from elsewhere."""

    handover_id: int
    school_id: int
    learner: str
