"""What was read of a file: its sheets, where their cells are kept, and why a file could not be read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

MOST_ROWS: Final = 200_000
"""Rows of one sheet that is imported; larger files are divided by whoever sends them."""
MOST_COLUMNS: Final = 256
MOST_SHEETS: Final = 60
HEAD: Final = 60
"""Rows from which a sheet is understood."""


@dataclass(frozen=True)
class Sheet:
    """One sheet. Its rows are counted from 0 as in the file, its first column is `left`.

    merged: (top, left, bottom, right) of merged cells, all in the file's counting.
    formulas, faults: how many cells hold a formula, an Excel error.
    """

    number: int
    name: str
    visible: bool = True
    rows: int = 0
    columns: int = 0
    left: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: int = 0
    faults: int = 0


@dataclass(frozen=True)
class Book:
    """A file that was read. `folder` holds its cells."""

    folder: Path
    sheets: tuple[Sheet, ...]
    kind: str
    encoding: str = ""
    """Of a text file: the encoding that was found, and what speaks for it."""
    fonts: tuple[str, ...] = ()
    """Names of the fonts of a workbook: .VnTime and VNI-Times speak for legacy encodings."""
    notes: dict[str, str] = field(default_factory=dict)
    """Custom properties that we wrote into an export: which layout, which unit."""

    def sheet(self, number: int) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.number == number)

    def cells(self, number: int) -> pl.LazyFrame:
        """Columns `c<left>`, `c<left+1>`, ... of raw cells (see marks.py) and `row`, counted from 0 as in the file."""
        parts = sorted(self.folder.glob(f"sheet-{number}.*.arrow"))
        if not parts:
            return pl.LazyFrame({"row": []}, schema={"row": pl.UInt32})
        return pl.concat([pl.scan_ipc(part) for part in parts])

    def head(self, number: int, rows: int = HEAD) -> list[list[str | None]]:
        """The first rows, for understanding; empty rows are there."""
        frame = self.cells(number).head(rows).collect()
        return [list(row) for row in frame.drop("row").iter_rows()]


@dataclass(frozen=True)
class Unreadable(Exception):  # noqa: N818 - the name is what happened
    """The file cannot be read; `code` names a sentence of messages.py, `facts` fill it in."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def keep(book: Book) -> None:
    """Writes the description beside the cells; `load` finds it."""
    described = asdict(book)
    described.pop("folder")
    (book.folder / "book.json").write_text(json.dumps(described, ensure_ascii=False))


def load(folder: Path) -> Book:
    """Raises FileNotFoundError where nothing was read into the folder, Unreadable where reading failed."""
    described = json.loads((folder / "book.json").read_text())
    if "refused" in described:
        raise Unreadable(described["refused"], described["facts"])
    sheets = tuple(
        Sheet(**{**sheet, "merged": tuple(tuple(area) for area in sheet["merged"])})
        for sheet in described.pop("sheets")
    )
    return Book(folder=folder, sheets=sheets, **{**described, "fonts": tuple(described["fonts"])})


def refuse(folder: Path, problem: Unreadable) -> None:
    (folder / "book.json").write_text(
        json.dumps({"refused": problem.code, "facts": problem.facts}, ensure_ascii=False)
    )
