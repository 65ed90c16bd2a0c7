"""News of the log itself."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class Acted(Event):
    """An act has been committed. What it changed stands in the log: `feed.rows_since`."""

    action: str
    unit_id: int | None
