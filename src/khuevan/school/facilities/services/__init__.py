"""The writes of the room, one function an act. Plain records are written by kernel.records."""

from .inventories import (
    CountOrder,
    InventoryHasEnded,
    OpenOrder,
    cancel_inventory,
    confirm_inventory,
    count_lines,
    open_inventory,
    refresh_inventory,
)
from .loading import load_books
from .standards import NewVersion, load_shipped, make_new_version

__all__ = [
    "CountOrder",
    "InventoryHasEnded",
    "NewVersion",
    "OpenOrder",
    "cancel_inventory",
    "confirm_inventory",
    "count_lines",
    "load_books",
    "load_shipped",
    "make_new_version",
    "open_inventory",
    "refresh_inventory",
]
