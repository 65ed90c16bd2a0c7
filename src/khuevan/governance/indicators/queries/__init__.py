"""The reads of the room. Figures come from the fact store; who asks sees the units of the own scope and no others."""

from .catalogue import CatalogueRow, catalogue
from .places import Place, place_of
from .records import Behind, behind
from .values import Answer, Line, answer, values_below

__all__ = [
    "Answer",
    "Behind",
    "CatalogueRow",
    "Line",
    "Place",
    "answer",
    "behind",
    "catalogue",
    "place_of",
    "values_below",
]
