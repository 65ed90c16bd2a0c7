"""What other rooms may hear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from khuevan.kernel.events import Event, publish

if TYPE_CHECKING:
    from .models import Assessment


@dataclass(frozen=True)
class LevelPublished(Event):
    """A unit's level of a school year is there for everybody."""

    unit_id: int
    edition: str
    school_year: str
    level: str


@dataclass(frozen=True)
class EvidenceLinkDied(Event):
    """A link that a unit gave as evidence does not answer any more."""

    unit_id: int
    evidence_id: int


def publish_level(one: Assessment) -> None:
    publish(LevelPublished(one.unit_id, one.edition.code, one.school_year, one.final_level))
