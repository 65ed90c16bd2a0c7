"""The pages of the room, besides those of its records."""

from .board import board, board_export
from .gap import gap, gap_export, school_gap, school_gap_export
from .inventory import cancel, confirm, count, inventory, inventory_export, open_inventory, refresh
from .school import figures, figures_export, school
from .standards import load_standards, renew

__all__ = [
    "board",
    "board_export",
    "cancel",
    "confirm",
    "count",
    "figures",
    "figures_export",
    "gap",
    "gap_export",
    "inventory",
    "inventory_export",
    "load_standards",
    "open_inventory",
    "refresh",
    "renew",
    "school",
    "school_gap",
    "school_gap_export",
]
