"""The grid of one gradebook: learners by columns, with averages and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor
from khuevan.school.schoolyear.choices import EnrolmentStatus

from ..models import Mark
from ..rules import (
    FINAL,
    MIDTERM,
    PASS,
    REGULAR,
    SCORE,
    TEXT,
    Marks,
    average_so_far,
    comment_result,
    term_average,
)
from . import books
from .books import Book, Enrolment
from .words import average_words, shown

HELD = tuple[str, int]


@dataclass(frozen=True)
class GridCell:
    """One cell: `column` is kind-ordinal; version 0 where nothing was ever entered."""

    column: str
    entry: str
    value: str
    version: int
    contested: str = ""


@dataclass(frozen=True)
class GridRow:
    """One learner. result: the average or word of the term; `is_final` says that no mark is missing."""

    enrolment_id: int
    number: int
    name: str
    birth_date: date | None
    note: str
    is_open: bool
    cells: tuple[GridCell, ...]
    result: str
    is_final: bool
    missing: int


@dataclass(frozen=True)
class Grid:
    book: Book
    rows: tuple[GridRow, ...]
    missing: int
    has_result: bool


@dataclass(frozen=True)
class Held:
    """The marks of one learner in a book, by (kind, ordinal)."""

    rows: Mapping[HELD, Mark]

    def number(self, kind: str, ordinal: int = 1) -> Decimal | None:
        row = self.rows.get((kind, ordinal))
        return row.number if row else None

    def is_filled(self, kind: str) -> bool:
        """Whether there is a number or a level, not a cell that was emptied again."""
        row = self.rows.get((kind, 1))
        return row is not None and (row.number is not None or bool(row.word))

    def passed(self, kind: str, ordinal: int = 1) -> bool | None:
        row = self.rows.get((kind, ordinal))
        return None if row is None or not row.word else row.word == "D"


def marks_by_enrolment(enrolment_ids: Sequence[int], subject_id: int, term: int) -> dict[int, Held]:
    """One statement."""
    found: dict[int, dict[HELD, Mark]] = {pk: {} for pk in enrolment_ids}
    for row in Mark.objects.filter(enrolment_id__in=enrolment_ids, subject_id=subject_id, term=term):
        found[row.enrolment_id][row.kind, row.ordinal] = row
    return {pk: Held(rows) for pk, rows in found.items()}


def scored_marks(book: Book, held: Held) -> Marks:
    """The marks of a scored subject as the rules want them."""
    wanted = sum(column.kind == REGULAR for column in book.columns)
    regular = [held.number(REGULAR, ordinal) for ordinal in range(1, wanted + 1)]
    return Marks(regular, held.number(MIDTERM), held.number(FINAL), wanted, book.points.halves)


def result_of(book: Book, held: Held) -> tuple[str, bool]:
    """The term's result in words, and whether it is one: an average so far is none. Primary schools have levels only."""
    entries = {column.entry for column in book.columns}
    if SCORE in entries:
        marks = scored_marks(book, held)
        final = term_average(marks)
        return average_words(final if final is not None else average_so_far(marks)), final is not None
    if PASS in entries:
        passed = comment_result(
            [held.passed(one.kind, one.ordinal) for one in book.columns if one.entry == PASS]
        )
        return {True: "Đ", False: "CĐ", None: ""}[passed], passed is not None
    return "", True


def grid_of(actor: Actor, book: Book, on: date) -> Grid:
    """Who is in the class, and who was until they left (shown, not to be written). Three statements."""
    people = list(
        Enrolment.objects.filter(class_group_id=book.group.pk, set_aside_by__isnull=True)
        .exclude(status=EnrolmentStatus.MISTAKEN)
        .order_by("sort_key", "id")
    )
    ids = [one.pk for one in people]
    free = books.not_marked(ids, book.subject.pk, book.term)
    held = marks_by_enrolment(ids, book.subject.pk, book.term)
    rows = tuple(
        _row(book, number, one, held[one.pk], free.get(one.pk, ""), on)
        for number, one in enumerate(people, 1)
    )
    return Grid(
        book=book,
        rows=rows,
        missing=sum(row.missing for row in rows),
        has_result=any(column.entry in (SCORE, PASS) for column in book.columns),
    )


def _row(book: Book, number: int, one: Any, held: Held, why_not: str, on: date) -> GridRow:
    has_left = one.left_on is not None and one.left_on <= on
    cells = tuple(
        _cell(column.key, column.entry, held.rows.get((column.kind, column.ordinal)))
        for column in book.columns
    )
    result, is_final = result_of(book, held)
    is_open = not has_left and not why_not
    note = {books.EXEMPT: _("miễn"), books.ELSEWHERE: _("học ở trường khác")}.get(why_not, "")
    if has_left:
        note = _("rời lớp %(on)s") % {"on": f"{one.left_on:%d/%m}"}
    return GridRow(
        enrolment_id=one.pk,
        number=number,
        name=one.full_name,
        birth_date=one.birth_date,
        note=note,
        is_open=is_open,
        cells=cells,
        result=result,
        is_final=is_final,
        missing=sum(not cell.value for cell in cells if cell.entry != TEXT) if is_open else 0,
    )


def _cell(key: str, entry: str, row: Mark | None) -> GridCell:
    if row is None:
        return GridCell(key, entry, "", 0)
    return GridCell(key, entry, shown(row), row.version, _contested(row))


def _contested(row: Mark) -> str:
    if row.contested_at is None:
        return ""
    return _("%(name)s muốn ghi «%(value)s» vào ô này.") % {
        "name": row.contested_by, "value": row.contested_value,
    }  # fmt: skip


@dataclass(frozen=True)
class News:
    """A cell as it stands now, for devices that have the grid open. contested: what somebody else wanted there."""

    enrolment_id: int
    column: str
    value: str
    version: int
    by: str
    contested: str


def news_of(book: Book, since: datetime) -> list[News]:
    """Cells that were written or contested after a moment."""
    rows = Mark.objects.filter(
        Q(changed_at__gt=since) | Q(contested_at__gt=since),
        enrolment__class_group_id=book.group.pk,
        subject_id=book.subject.pk,
        term=book.term,
    )
    return [
        News(
            row.enrolment_id,
            f"{row.kind}-{row.ordinal}",
            shown(row),
            row.version,
            row.changed_by,
            _contested(row),
        )
        for row in rows
    ]
