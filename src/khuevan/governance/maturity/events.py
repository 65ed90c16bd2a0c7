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


def publish_level(one: Assessment) -> None:
    publish(LevelPublished(one.unit_id, one.edition.code, one.school_year, one.final_level))
