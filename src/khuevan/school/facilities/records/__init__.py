"""The plain records of the room: one declaration of each field, with the symbol of its source."""

from . import panels as panels
from .assets import EQUIPMENT, LAND, ROOMS, TOILETS
from .digital import COMPUTERS, LINES
from .inventories import INVENTORIES
from .standards import ITEMS, LISTS, NORMS
from .utilities import UTILITIES

BOOKS = (LAND, ROOMS, TOILETS, UTILITIES, LINES, COMPUTERS, EQUIPMENT)
STANDARDS = (LISTS, ITEMS, NORMS)

__all__ = [
    "BOOKS",
    "COMPUTERS",
    "EQUIPMENT",
    "INVENTORIES",
    "ITEMS",
    "LAND",
    "LINES",
    "LISTS",
    "NORMS",
    "ROOMS",
    "STANDARDS",
    "TOILETS",
    "UTILITIES",
]
