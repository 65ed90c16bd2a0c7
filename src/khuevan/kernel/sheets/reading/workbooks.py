"""Reads .xlsx, .xls and .ods with calamine, sheet by sheet, in blocks of rows."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from . import marks, survey
from .book import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, Book, Sheet, Unreadable

BLOCK: Final = 10_000
Tell = Callable[[int, int], None]


def read(path: Path, folder: Path, kind: str, tell: Tell) -> Book:
    """Raises Unreadable. `tell(done, of)` hears of rows."""
    surveys: list[survey.Survey] = []
    named: tuple[str, ...] = ()
    ours: dict[str, str] = {}
    if kind == "xlsx":
        with zipfile.ZipFile(path) as archive:
            parts = survey.sheet_parts(archive)
            known = set(archive.namelist())
            surveys = [
                survey.survey(archive, part) if part in known else survey.Survey()
                for part in parts[:MOST_SHEETS]
            ]
            named, ours = survey.fonts(archive), survey.notes(archive)
        tell(0, sum(one.rows for one in surveys))
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = _sheets(book, folder, surveys, tell)
    except PasswordError as locked:
        raise Unreadable("locked") from locked
    except CalamineError as broken:
        raise Unreadable("broken", {"what": str(broken)[:200]}) from broken
    return Book(folder, tuple(sheets), kind, fonts=named, notes=ours)


def _sheets(book: CalamineWorkbook, folder: Path, surveys: list[survey.Survey], tell: Tell) -> list[Sheet]:
    described = list(enumerate(book.sheets_metadata))
    if len(described) > MOST_SHEETS:
        raise Unreadable("too_many_sheets", {"sheets": len(described), "most": MOST_SHEETS})
    names = [facts.name for _number, facts in described]
    for name in names:
        if names.count(name) > 1:
            raise Unreadable("twin_sheets", {"sheet": name})
    total = sum(one.rows for one in surveys)
    done = 0
    sheets = []
    for number, facts in described:
        one = surveys[number] if number < len(surveys) else survey.Survey()
        try:
            content = book.get_sheet_by_index(number)
        except CalamineError:
            continue  # a sheet of charts has no cells
        start = done

        def step(rows: int, start: int = start) -> None:
            tell(start + rows, max(total, start + rows))

        sheets.append(_sheet(content, number, folder, one, facts.visible == SheetVisibleEnum.Visible, step))
        done += sheets[-1].rows
    return sheets


def _sheet(
    content: CalamineSheet,
    number: int,
    folder: Path,
    seen: survey.Survey,
    visible: bool,
    step: Callable[[int], None],
) -> Sheet:
    if content.start is None or content.end is None:
        return Sheet(number, content.name, visible)
    left, width = content.start[1], content.width
    if content.total_height > MOST_ROWS * 2:
        raise Unreadable("too_many_rows", {"rows": content.total_height, "most": MOST_ROWS})
    if width > MOST_COLUMNS:
        raise Unreadable("too_many_columns", {"columns": width, "most": MOST_COLUMNS, "sheet": content.name})
    faults = {at: text for at, text in seen.faults.items() if left <= at[1] < left + width}
    rows = 0
    for part, block in enumerate(_blocks(content.iter_rows())):
        columns = [marks.column(values) for values in zip(*block, strict=True)]
        _mark_faults(columns, faults, rows, rows + len(block), left)
        write(folder, number, part, columns, left, rows)
        rows += len(block)
        step(rows)
    merged = tuple(
        (top, first, bottom, last)
        for (top, first), (bottom, last) in (content.merged_cell_ranges or [])[:50_000]
    )
    return Sheet(
        number,
        content.name,
        visible,
        rows,
        width,
        left,
        merged,
        seen.formulas,
        sum(map(bool, faults.values())),
    )


def _blocks(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while block := list(islice(rows, BLOCK)):
        yield block


def _mark_faults(
    columns: list[pl.Series], faults: dict[tuple[int, int], str], top: int, bottom: int, left: int
) -> None:
    """calamine gives an error, and a formula without its value, as an empty cell."""
    here: dict[int, dict[int, str]] = {}
    for (row, column), text in faults.items():
        if top <= row < bottom:
            here.setdefault(column - left, {})[row - top] = f"{marks.FAULT}{text}"
    for column, cells in here.items():
        values = columns[column].to_list()
        for row, text in cells.items():
            values[row] = values[row] or text
        columns[column] = pl.Series(values, dtype=pl.String)


def write(folder: Path, number: int, part: int, columns: list[pl.Series], left: int, top: int) -> None:
    """One block of a sheet; empty text becomes nothing."""
    frame = pl.DataFrame({f"c{left + at}": column for at, column in enumerate(columns)})
    frame = frame.with_columns(
        pl.when(pl.all() != "").then(pl.all()),
        pl.int_range(top, top + pl.len(), dtype=pl.UInt32).alias("row"),
    )
    frame.write_ipc(folder / f"sheet-{number}.{part:05}.arrow", compression="lz4")
