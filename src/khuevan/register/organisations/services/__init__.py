"""The writes of the room: acts on the tree, contacts and points, the country's load, today's picture."""

from ..rules.acts import Change, Decree, Plan
from ..rules.sentences import ActRefused, Sentence
from .acts import (
    change_levels,
    close_unit,
    correct_unit,
    merge_units,
    move_unit,
    open_unit,
    rename_unit,
    split_unit,
)
from .contacts import edit_contacts
from .country import MINISTRY_CODE, Loaded, former_code, load_country
from .loading import LoadedUnit, Placed, both_lines, load_units
from .orders import (
    Attributes,
    ChangeLevels,
    CloseUnit,
    CorrectUnit,
    MergeUnits,
    MoveUnit,
    Opening,
    OpenUnit,
    Order,
    RenameUnit,
    SplitUnit,
)
from .plans import preview
from .points import PointFacts, add_point, change_point, save_point
from .today import refresh_all, refresh_if_new_day

__all__ = [
    "load_units",
    "both_lines",
    "Placed",
    "LoadedUnit",
    "load_country",
    "former_code",
    "Loaded",
    "MINISTRY_CODE",
    "add_point",
    "change_point",
    "save_point",
    "edit_contacts",
    "PointFacts",
    "ActRefused",
    "Attributes",
    "Change",
    "ChangeLevels",
    "CloseUnit",
    "CorrectUnit",
    "Decree",
    "MergeUnits",
    "MoveUnit",
    "OpenUnit",
    "Opening",
    "Order",
    "Plan",
    "RenameUnit",
    "Sentence",
    "SplitUnit",
    "change_levels",
    "close_unit",
    "correct_unit",
    "merge_units",
    "move_unit",
    "open_unit",
    "preview",
    "refresh_all",
    "refresh_if_new_day",
    "rename_unit",
    "split_unit",
]
