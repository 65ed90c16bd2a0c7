"""Every record declared so far, by its key `module.name`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import DeclarationError

if TYPE_CHECKING:
    from .record import Record

_declared: dict[str, Record] = {}


def add(record: Record) -> None:
    if record.key in _declared:
        raise DeclarationError(f"the record {record.key} is declared twice")
    _declared[record.key] = record


def declared() -> tuple[Record, ...]:
    """The records of all modules loaded so far, in the order of their keys."""
    return tuple(_declared[key] for key in sorted(_declared))


def find(key: str) -> Record:
    """Raises KeyError."""
    return _declared[key]
