"""News of the gradebook, published after commit."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class ResultsStored(Event):
    """What a class's term came to was stored: at closing, and again when a mark changes while it is reopened."""

    class_group_id: int
    school_id: int
    term: int
