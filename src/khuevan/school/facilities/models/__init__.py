"""The tables of the room: what a school has, what it should have, and what was found when counting."""

from .assets import ComputerSet, Equipment, InternetLine, Land, Room, Toilet, Utilities
from .inventories import Inventory, InventoryLine
from .standards import EquipmentItem, EquipmentList, Norm

__all__ = [
    "ComputerSet",
    "Equipment",
    "EquipmentItem",
    "EquipmentList",
    "InternetLine",
    "Inventory",
    "InventoryLine",
    "Land",
    "Norm",
    "Room",
    "Toilet",
    "Utilities",
]
