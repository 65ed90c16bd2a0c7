"""An .xlsx with the cells of a file that cannot be marked itself (.csv, .xls, .ods, or an unusual .xlsx)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from ..reading.book import Book
from ..reading.marks import DAY, FAULT, MARK, NUMBER, TRUTH, shown


def write_equivalent(book: Book, number: int, target: Path) -> None:
    """Every cell where it was, days as days, numbers as numbers, text as text and never as a formula."""
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }  # fmt: skip
    sheet = book.sheet(number)
    with xlsxwriter.Workbook(str(target), options) as made:
        page = made.add_worksheet(_name(sheet.name))
        page.set_column(sheet.left, sheet.left + max(0, sheet.columns - 1), 16)
        frame = book.cells(number).collect()
        columns = [int(name[1:]) for name in frame.columns if name != "row"]
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for values in frame.iter_rows():
            row = values[-1]
            for at, cell in zip(columns, values[:-1], strict=True):
                if cell is not None:
                    _put(page, row, at, cell, day)


def _put(page: Any, row: int, column: int, cell: str, day: Any) -> None:
    if cell.startswith(NUMBER):
        page.write_number(row, column, float(cell[2:]))
    elif cell.startswith(TRUTH):
        page.write_boolean(row, column, cell.endswith("1"))
    elif cell.startswith(DAY) and len(cell) == 12 and cell[2:6] >= "1900":
        page.write_datetime(row, column, date.fromisoformat(cell[2:]), day)
    elif cell.startswith(FAULT):
        page.write_string(row, column, cell[2:] or "=")
    else:
        page.write_string(row, column, shown(cell) if cell.startswith(MARK) else cell)


def _name(name: str) -> str:
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:31].strip("' ") or "1"
