"""What is to be marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One cell, counted from 0. text: the note. doubtful: yellow, not red."""

    row: int
    column: int
    text: str
    doubtful: bool = False


@dataclass(frozen=True)
class Marking:
    """What to mark on one sheet.

    column: where the column to filter by stands. heading: row that gets its heading, `title`. top: the row right above
        the data, where the filter sits.
    rows: row -> text of that column. last: last row with data, for the filter. first: first column of the table.
    """

    number: int
    column: int
    heading: int
    top: int
    title: str
    rows: Mapping[int, str]
    marks: Sequence[Mark]
    last: int
    first: int = 0
