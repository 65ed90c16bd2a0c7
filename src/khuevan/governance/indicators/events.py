"""What other rooms may hear."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class FiguresPublished(Event):
    """What everybody sees of the figures may be otherwise: a state was frozen, the list or the threshold was changed."""

    why: str
