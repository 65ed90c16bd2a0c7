"""Lists as files: `.xlsx` for people, `.csv` for programs. Rows stream through; memory stays flat.

A workbook's text cells are text, never formulas. In CSV, text that a spreadsheet would run as a formula gets
an apostrophe in front (OWASP, CSV injection). Days in CSV are ISO, numbers have a point.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

from django.http import FileResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import Format, write_worksheet

from khuevan.kernel import audit, clock
from khuevan.kernel.access import Actor

from .fields import Field
from .formats import format_number
from .record import Record

CHUNK = 2_000
LARGEST = 100_000
"""Rows of one export by page; beyond, the reader is asked to narrow the list."""
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIRST_EXCEL_YEAR = 1900


class Counted:
    """Rows as they pass by, counted."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            self.number += 1
            yield row


def columns(record: Record) -> tuple[Field, ...]:
    """Listed fields first, in the list's order, then the others."""
    return (*record.listed, *(item for item in record.fields if item.shown and item.name not in record.list))


def headings(fields: Sequence[Field]) -> list[str]:
    """Labels, made different where two fields share one."""
    found: list[str] = []
    for item in fields:
        label = wanted = str(item.label)
        number = 1
        while label in found:
            number += 1
            label = f"{wanted} ({number})"
        found.append(label)
    return found


def write(
    fields: Sequence[Field], rows: Iterable[Any], kind: str, *, sheet: str, uncovered: bool = False
) -> tuple[BinaryIO, int]:
    """A temporary file, at its beginning, and the number of rows in it.

    uncovered: sensitive values in clear; otherwise their masks, as pages show them.
    """
    target: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    counted = Counted(rows)
    readers = [_reader(item, uncovered) for item in fields]
    (_write_xlsx if kind == "xlsx" else _write_csv)(fields, readers, counted, target, sheet)
    target.seek(0)
    return target, counted.number


def gathered(record: Record, rows: Iterable[Any]) -> Iterator[Any]:
    """The rows one by one, each chunk of them with what the record gathers."""
    if record.gather is None:
        yield from rows
        return
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield from record.gathered(chunk)


class TooMany(Exception):  # noqa: N818 - the name is the sentence that went wrong
    """More rows than one export holds; str() says so in the reader's language."""

    def __str__(self) -> str:
        return _("Danh sách quá lớn để xuất một lần (hơn %(most)s dòng). Hãy lọc bớt.") % {
            "most": format_number(LARGEST)
        }


def capped(rows: Iterable[Any], most: int = LARGEST) -> Iterator[Any]:
    """The rows as they come, for lists that nobody counts beforehand. Raises TooMany after `most`."""
    for number, row in enumerate(rows):
        if number == most:
            raise TooMany
        yield row


def answer(
    actor: Actor,
    fields: Sequence[Field],
    rows: Iterable[Any],
    kind: str,
    *,
    title: str,
    action: str,
    at: datetime,
    asked: str = "",
    why: str = "",
    uncovered: bool = False,
) -> FileResponse:
    """The file as a download, logged with the number of its rows and what was asked. Raises TooMany.

    asked: the query of the list's address. For lists that are no records, too: `fields` reads any row.
    """
    file, number = write(fields, capped(rows), kind, sheet=sheet_name(title), uncovered=uncovered)
    audit.export(
        actor,
        action,
        at=at,
        rows=number,
        unit_id=actor.home_unit_id,
        why=why,
        filter=asked[:500],
        file=kind,
        uncovered=[item.name for item in fields if item.sensitive] if uncovered else [],
    )
    name = file_name(title, clock.on(at), kind)
    return FileResponse(file, as_attachment=True, filename=name, content_type=KINDS[kind])


def file_name(title: str, on: date, kind: str) -> str:
    """ASCII, so that every browser keeps it: `cac-diem-truong-20250905.xlsx`."""
    plain = slugify(title.replace("đ", "d").replace("Đ", "D"))
    return f"{plain or 'khuevan'}-{on:%Y%m%d}.{kind}"


def sheet_name(title: str) -> str:
    """Excel allows 31 characters and none of []:*?/\\."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip("' ") or "1"


def _reader(item: Field, uncovered: bool) -> Callable[[Any], Any]:
    if item.sensitive and not uncovered:
        return lambda row: item.masked(item.read(row)) or None
    return lambda row: item.cell(item.read(row))


def _write_xlsx(
    fields: Sequence[Field],
    readers: Sequence[Callable[[Any], Any]],
    rows: Iterable[Any],
    target: BinaryIO,
    sheet: str,
) -> None:
    labels = headings(fields)

    def lines() -> Iterator[dict[str, Any]]:
        empty = True
        for row in rows:
            empty = False
            yield {label: _excel(read(row)) for label, read in zip(labels, readers, strict=True)}
        if empty:  # the writer takes its headings from the first line
            yield dict.fromkeys(labels)

    write_worksheet(
        lines(),
        target,
        sheet_name=sheet,
        freeze_row=1,
        bold_headers=True,
        autofilter=True,
        column_widths=[item.width for item in fields],
        column_formats=[Format().set_num_format(item.cell_format or "@") for item in fields],
    )


def _excel(value: Any) -> Any:
    if value == "":
        return None
    if isinstance(value, date | datetime) and value.year < _FIRST_EXCEL_YEAR:
        return value.isoformat()
    return value


def _write_csv(
    fields: Sequence[Field],
    readers: Sequence[Callable[[Any], Any]],
    rows: Iterable[Any],
    target: BinaryIO,
    sheet: str,
) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
    lines = csv.writer(text)
    lines.writerow(headings(fields))
    for row in rows:
        lines.writerow([_plain(read(row)) for read in readers])
    text.flush()
    text.detach()


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
