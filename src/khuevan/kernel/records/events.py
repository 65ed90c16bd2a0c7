"""News of plain records. Records written by services of their own publish events of their own."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class RecordAdded(Event):
    """key: `module.name` of the declaration."""

    key: str
    id: int
    unit_id: int | None
    version: int


@dataclass(frozen=True)
class RecordChanged(Event):
    key: str
    id: int
    unit_id: int | None
    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RecordClosed(Event):
    key: str
    id: int
    unit_id: int | None
    version: int


@dataclass(frozen=True)
class RecordDeleted(Event):
    key: str
    id: int
    unit_id: int | None
