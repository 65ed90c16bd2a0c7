"""The reads of transfers, within what the actor may see."""

from .lists import Row, awaiting, names_of, row_of, rows, transfer_for, transfers_of
from .schools import Choice, school_by_id, schools_named

__all__ = [
    "Choice",
    "Row",
    "awaiting",
    "names_of",
    "row_of",
    "rows",
    "school_by_id",
    "schools_named",
    "transfer_for",
    "transfers_of",
]
