"""Lists out: the template, filled or empty, with its catalogue sheets. What is written here reads back unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import polars as pl
import xlsxwriter
from django.utils.translation import gettext as _

from .columns import Column, Listed, Setting
from .layout import Layout

SPARE: Final = 500
"""Empty rows of a template that get drop-downs."""
MASK: Final = "••••"


def write(
    layout: Layout,
    setting: Setting,
    rows: pl.DataFrame,
    target: Path,
    *,
    unit_name: str = "",
    uncovered: frozenset[str] = frozenset(),
    asked: dict[str, dict[Any, str]] | None = None,
) -> int:
    """The layout's workbook with these records (none: the empty template); answers how many rows.

    uncovered: names of sensitive columns that are written in clear; the others are masked, and a masked cell that
    comes back changes nothing. Text is text: nothing that begins like a formula becomes one.
    """
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(str(target), options) as book:
        book.set_custom_property("khuevan.layout", layout.key)
        book.set_custom_property("khuevan.unit", str(setting.unit_id), "text")
        if unit_name:
            book.set_custom_property("khuevan.unit_name", unit_name)
        lists = {
            column.name: (asked or {}).get(column.name) or column.options(setting)
            for column in layout.columns
        }
        page = book.add_worksheet(layout.sheet)
        _headings(book, page, layout)
        _body(book, page, layout, rows, lists, uncovered)
        sheets = _catalogues(book, layout, lists)
        for at, column in enumerate(layout.columns):
            if column.name in sheets:
                page.data_validation(
                    1, at, max(rows.height, 1) + SPARE, at,
                    {"validate": "list", "source": sheets[column.name], "error_type": "warning",
                     "error_title": _("Không có trong danh mục"), "error_message": _("Hãy chọn trong danh sách.")},
                )  # fmt: skip
        page.autofilter(0, 0, max(rows.height, 1), len(layout.columns) - 1)
    return rows.height


def _headings(book: Any, page: Any, layout: Layout) -> None:
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "bg_color": "#DDEBF7", "border": 1, "valign": "vcenter"}
    )
    must = book.add_format(
        {"bold": True, "text_wrap": True, "bg_color": "#FCE4D6", "border": 1, "valign": "vcenter"}
    )
    page.freeze_panes(1, 0)
    for at, column in enumerate(layout.columns):
        format_ = book.add_format({"num_format": column.cell_format})
        page.set_column(at, at, column.width, format_)
        page.write_string(0, at, str(column.label), must if column.required else bold)


def _body(
    book: Any,
    page: Any,
    layout: Layout,
    rows: pl.DataFrame,
    lists: dict[str, dict[Any, str]],
    uncovered: frozenset[str],
) -> None:
    formats = [book.add_format({"num_format": column.cell_format}) for column in layout.columns]
    for number, values in enumerate(rows.select(layout.names).iter_rows(), 1):
        for at, (column, value) in enumerate(zip(layout.columns, values, strict=True)):
            if value is None:
                continue
            if column.sensitive and column.name not in uncovered:
                text = column.show(value, lists[column.name])
                kept = text[-column.keep :] if column.keep and len(text) > column.keep else ""
                page.write_string(number, at, MASK + kept)
            else:
                _put(page, number, at, column.cell(value, lists[column.name]), formats[at])


def _put(page: Any, row: int, at: int, cell: Any, format_: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        page.write_string(row, at, cell, format_)
    elif isinstance(cell, int | float):
        page.write_number(row, at, cell, format_)
    else:
        page.write_datetime(row, at, cell, format_)


def _catalogues(book: Any, layout: Layout, lists: dict[str, dict[Any, str]]) -> dict[str, str]:
    """A sheet for each closed list; answers the ranges of their names, for drop-downs."""
    ranges: dict[str, str] = {}
    taken: dict[str, str] = {}
    for column in layout.columns:
        names = lists[column.name]
        if not names or not _is_short(column, names):
            continue
        sheet = (getattr(column, "catalogue", "") or column.name.upper())[:31]
        if sheet not in taken:
            page = book.add_worksheet(sheet)
            page.set_column(0, 1, 30)
            page.write_row(0, 0, [_("Mã"), _("Tên")])
            for at, (code, name) in enumerate(names.items(), 1):
                page.write_string(at, 0, str(code))
                page.write_string(at, 1, name)
            taken[sheet] = f"='{sheet}'!$B$2:$B${len(names) + 1}"
        ranges[column.name] = taken[sheet]
    return ranges


def _is_short(column: Column, names: dict[Any, str]) -> bool:
    return isinstance(column, Listed) or len(names) <= 5_000
