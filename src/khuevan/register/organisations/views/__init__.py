"""Pages of the room: each translates a request into queries or one service call."""

from .acts import act, open_unit
from .edit import contacts
from .lists import schools, schools_export, schools_map
from .pick import pick
from .tree import branch, tree
from .unit import unit

__all__ = [
    "act",
    "branch",
    "contacts",
    "open_unit",
    "pick",
    "schools",
    "schools_export",
    "schools_map",
    "tree",
    "unit",
]
