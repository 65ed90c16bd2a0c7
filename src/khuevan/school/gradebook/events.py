"""News of the gradebook, published after commit."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class ResultsStored(Event):
    """What a class's term came to was stored: at closing, and again when a mark changes while it is reopened; term 0: the
    year alone, after something of the summer, or the first term of somebody who came from another school."""

    class_group_id: int
    school_id: int
    term: int


@dataclass(frozen=True)
class ManyResultsStored(Event):
    """The same of many classes at once: one piece of news instead of thousands."""

    class_group_ids: tuple[int, ...]
    term: int
