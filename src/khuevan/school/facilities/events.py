"""News of the room. Plain records publish RecordAdded, RecordChanged, RecordClosed of their own."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class InventoryOpened(Event):
    inventory_id: int
    school_id: int
    year: int


@dataclass(frozen=True)
class InventoryConfirmed(Event):
    """The books now say what was counted; `differing` lines had differed."""

    inventory_id: int
    school_id: int
    year: int
    differing: int


@dataclass(frozen=True)
class StandardsChanged(Event):
    """Lists or norms were loaded or a new version of a list was made: gaps are others from now on."""
