"""News of the tree, published after commit. Ids are of OrgUnit; days are days of effect."""

from dataclasses import dataclass
from datetime import date

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class TreeChanged(Event):
    """Some act changed the tree; ``version`` is the new tree version."""

    version: int


@dataclass(frozen=True)
class UnitOpened(Event):
    """A unit opens."""

    unit_id: int
    on: date


@dataclass(frozen=True)
class UnitRenamed(Event):
    """A unit has another name."""

    unit_id: int
    on: date
    before: str
    after: str


@dataclass(frozen=True)
class UnitsMerged(Event):
    """Units ended and another took over."""

    predecessor_ids: tuple[int, ...]
    successor_id: int
    on: date


@dataclass(frozen=True)
class UnitSplit(Event):
    """A unit was divided; ``stays`` when it goes on beside what left it."""

    unit_id: int
    successor_ids: tuple[int, ...]
    on: date
    stays: bool


@dataclass(frozen=True)
class UnitMoved(Event):
    """A unit stands under another body, or at another place."""

    unit_id: int
    on: date


@dataclass(frozen=True)
class UnitLevelsChanged(Event):
    """A unit teaches other levels, or is of another kind."""

    unit_id: int
    on: date


@dataclass(frozen=True)
class UnitClosed(Event):
    """A unit is no more from this day on."""

    unit_id: int
    on: date


@dataclass(frozen=True)
class UnitCorrected(Event):
    """What was entered wrongly was put right."""

    unit_id: int


@dataclass(frozen=True)
class ContactsEdited(Event):
    """How the unit is reached is another."""

    unit_id: int
