"""The user's own file with the errors marked, kept in the store beside the original."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _

from khuevan.kernel import files
from khuevan.kernel.access import Actor

from .. import checking, messages
from ..layout import Layout
from ..messages import Weight
from ..models import Import
from ..planning import Kind, Plan
from ..reading import Book, load
from ..reading.book import Sheet
from ..returning import Mark, Marking, Unmarkable, mark, write_equivalent
from ..understanding import OURS, Understanding, plain
from . import folder

RETURNED: Final = files.Purpose(
    "sheets.returned", _("Tệp đã đánh dấu lỗi"), megabytes=120, accept=files.SPREADSHEETS
)


def make(actor: Actor, made: Import, layout: Layout, found: Understanding, plan: Plan, at: datetime) -> None:
    """Writes the marked file where something is wrong or in doubt; the import knows its number afterwards."""
    made.returned_id = None
    marking = marking_of(made, layout, found, plan)
    if not marking.rows:
        return
    book = load(folder.cells(made.pk))
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "returned.xlsx"
        write(made, book, marking, target, Path(scratch))
        stem = PurePath(made.file_name).stem
        with target.open("rb") as content:
            stored = files.store(
                actor, content, name=_("%(stem)s (đã đánh dấu).xlsx") % {"stem": stem}, at=at, unit_id=made.unit_id,
                purpose=RETURNED,
            )  # fmt: skip
    made.returned_id = stored.pk


def write(made: Import, book: Book, marking: Marking, target: Path, scratch: Path) -> None:
    """Marks the original where it is an .xlsx that can be edited, else an equivalent of it."""
    if made.file_kind == "xlsx":
        stored = files.StoredFile.objects.get(pk=made.file_id)
        with files.content(stored) as content:
            source = Path(content.name)
        try:
            mark(source, target, marking)
        except (Unmarkable, UnicodeDecodeError):
            target.unlink(missing_ok=True)
        else:
            return
    plainly = scratch / "equivalent.xlsx"
    write_equivalent(book, marking.number, plainly)
    numbered = Marking(**{**vars(marking), "number": 0})
    mark(plainly, target, numbered)


def marking_of(made: Import, layout: Layout, found: Understanding, plan: Plan) -> Marking:
    """Every wrong or doubtful cell, and for each row what is wrong with it."""
    findings = pl.concat([folder.kept(made.pk, folder.FINDINGS), folder.kept(made.pk, folder.PLANNED)])
    findings = findings.filter(pl.col("weight") != str(Weight.REPAIRED))
    sheet = load(folder.cells(made.pk)).sheet(found.sheet)
    marks: list[Mark] = []
    said: dict[int, list[str]] = defaultdict(list)
    for one in findings.iter_rows(named=True):
        what, mend = checking.said(layout, one)
        doubtful = one["weight"] == str(Weight.DOUBTFUL)
        label = str(layout.by_name[one["column"]].label) if one["column"] in layout.by_name else ""
        said[one["row"]].append(f"{label}: {what} {mend}" if label else f"{what} {mend}")
        if one["column"] in found.mapping:
            marks.append(Mark(one["row"], found.mapping[one["column"]], f"{what}\n{mend}".strip(), doubtful))
    doubts = plan.of(Kind.DOUBTFUL).filter(pl.col("_note").is_not_null())
    for row, note in doubts.select("row", "_note").iter_rows():
        said[row].append(" ".join(messages.said(note, {})))
    return Marking(
        number=found.sheet,
        column=_column(found, sheet),
        heading=found.top,
        top=found.bottom,
        title=_("Kết quả kiểm tra"),
        rows={row: "; ".join(texts) for row, texts in said.items()},
        marks=_once(marks),
        last=max([sheet.rows - 1, found.bottom + 1]),
        first=sheet.left,
    )


def _column(found: Understanding, sheet: Sheet) -> int:
    """Behind the last used column; the place of our column of an earlier time, if the file has it."""
    ours = [match.at for match in found.columns if plain(match.heading) == OURS]
    return ours[0] if ours else sheet.left + sheet.columns


def _once(marks: list[Mark]) -> list[Mark]:
    """One mark a cell, with all that is said about it."""
    by_cell: dict[tuple[int, int], Mark] = {}
    for one in marks:
        at = (one.row, one.column)
        before: Any = by_cell.get(at)
        by_cell[at] = (
            one
            if before is None
            else Mark(*at, f"{before.text}\n{one.text}", before.doubtful and one.doubtful)
        )
    return [by_cell[at] for at in sorted(by_cell)]
