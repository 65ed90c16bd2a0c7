"""Rows of facts that rooms publish: typed frames over the whole province or one record. See README.md."""

from .declarations import EVERY_ROW, Column, Facts, Kind, Watch, declared
from .reading import frame_of, read, read_ids, read_turned, read_units

__all__ = [
    "EVERY_ROW",
    "Column",
    "Facts",
    "Kind",
    "Watch",
    "declared",
    "frame_of",
    "read",
    "read_ids",
    "read_turned",
    "read_units",
]
