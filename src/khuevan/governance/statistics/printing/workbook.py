"""The form as `.xlsx`, one sheet, ready to print."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from .sheet import Sheet, Table

FIRST = 34
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(sheet: Sheet, *, made_at: datetime | None) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        moment = (made_at or NEVER).astimezone(UTC).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": f"{sheet.symbol} {sheet.reporter}"[:250], "created": moment})
        page = book.add_worksheet("".join(sign for sign in sheet.symbol if sign not in "[]:*?/\\")[:31])
        _fill(page, _formats(book), sheet)
    return target.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    lines = {"border": 1, "font_name": "Times New Roman", "font_size": 11}
    plain = {"font_name": "Times New Roman", "font_size": 11}
    made = {
        "plain": plain, "small": {**plain, "font_size": 9}, "bold": {**plain, "bold": True},
        "title": {**plain, "bold": True, "font_size": 14, "align": "center"}, "middle": {**plain, "align": "center"},
        "strong": {**plain, "bold": True, "align": "center"},
        "head": {**lines, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True},
        "number": {**lines, "num_format": "#,##0.##", "align": "right"}, "count": {**lines, "num_format": "#,##0"},
        "none": {**lines, "bg_color": "#E0E0E0"},
        **{f"row{depth}": {**lines, "indent": depth, "text_wrap": True} for depth in range(4)},
    }  # fmt: skip
    return {name: book.add_format(one) for name, one in made.items()}


def _fill(page: Any, formats: dict[str, Any], sheet: Sheet) -> None:
    widest = max(len(table.columns) for table in sheet.tables)
    words = sheet.words
    page.set_column(0, 0, FIRST)
    page.set_column(1, widest, 11)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    right = max(2, widest - 3)
    page.write(0, 0, f"{words['form']}: {sheet.symbol}", formats["bold"])
    page.write(1, 0, sheet.law, formats["plain"])
    page.write(2, 0, f"{words['revision']} · {words['due']}", formats["plain"])
    corner = (f"{words['form']}: {sheet.symbol}", f"{words['reporter']}: {sheet.reporter}",
              f"{words['receiver']}: {sheet.receiver or '…'}")  # fmt: skip
    for at, line in enumerate(corner):
        page.write(at, right, line, formats["bold" if at == 0 else "plain"])
    page.merge_range(4, 0, 4, widest, sheet.title.upper(), formats["title"])
    page.merge_range(5, 0, 5, widest, sheet.subtitle, formats["middle"])
    at = 6
    if sheet.is_draft:
        page.merge_range(at, 0, at, widest, words["draft"], formats["strong"])
    at += 1
    for table in sheet.tables:
        at = _table(page, formats, sheet, table, at)
    if sheet.notes:
        page.write(at, 0, words["notes"], formats["bold"])
        for note in sheet.notes:
            at += 1
            page.write(at, 0, note, formats["plain"])
        at += 2
    _signatures(page, formats, sheet, at, right)


def _table(page: Any, formats: dict[str, Any], sheet: Sheet, table: Table, at: int) -> int:
    """The row below the table and a free one."""
    page.write(at, 0, f"{table.title} ({sheet.words['unit']}: {table.unit})", formats["bold"])
    at += 1
    for column, label in enumerate((sheet.words["item"], *table.columns)):
        page.write(at, column, label, formats["head"])
    for label, depth, numbers in table.rows:
        at += 1
        page.write(at, 0, label, formats[f"row{min(depth, 3)}"])
        for column, number in enumerate(numbers, 1):
            if number is None:
                page.write_blank(at, column, None, formats["none"])
            else:
                whole = float(number).is_integer()
                page.write_number(at, column, number, formats["count" if whole else "number"])
    return at + 2


def _signatures(page: Any, formats: dict[str, Any], sheet: Sheet, at: int, right: int) -> None:
    words = sheet.words
    if sheet.place:
        page.write(at, right, f"{words['day']}: {sheet.place}", formats["plain"])
    sides = (
        (0, words["maker"], words["signed"], sheet.maker),
        (right, words["leader"], words["sealed"], sheet.leader),
    )
    for column, title, how, name in sides:
        page.write(at + 1, column, title, formats["bold"])
        page.write(at + 2, column, how, formats["small"])
        page.write(at + 6, column, name, formats["bold"])
    if sheet.imprint:
        page.write(at + 8, 0, f"{words['imprint']}: {sheet.imprint}", formats["small"])
