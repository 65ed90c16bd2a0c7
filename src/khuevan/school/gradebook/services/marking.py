"""Writing marks: a batch of cells of one gradebook, each answered by itself.

A cell names the version that was seen; whoever saved it meanwhile is named in the answer, and is told in turn that
somebody wanted something else there. What is refused says why and leaves the rest of the batch alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor

from ..models import Mark
from ..permissions import EDIT_MARKS
from ..queries import books
from ..queries.books import Book
from ..queries.words import shown
from ..queries.writing import Learner, at_hand
from ..rules import MarkColumn, NotAMark, Value, value_of
from .errors import WRONG_VALUES, closed_words, not_yours_words
from .results import store_results
from .turns import BOOK, CLASS

SAVED, CONFLICT, REFUSED = "saved", "conflict", "refused"
MOST_CELLS: Final = 1_000
_FIELDS: Final = [
    "version", "number", "word", "text", "changed_at", "changed_by", "changed_by_person", "contested_at", "contested_by",
    "contested_value",
]  # fmt: skip
_CHANGE: Final = f"update gradebook_mark set {', '.join(f'{name} = %s' for name in _FIELDS)} where id = %s"  # noqa: S608
Key = tuple[int, str, int]


@dataclass(frozen=True)
class Cell:
    """What somebody typed. column: `kind-ordinal`; version: of the cell that was seen, 0 where there was none."""

    enrolment_id: int
    column: str
    typed: str
    version: int


@dataclass(frozen=True)
class Answer:
    """What became of a cell. value, version: what stands there now; by, at: who wrote that and when, after a conflict."""

    enrolment_id: int
    column: str
    state: str
    value: str = ""
    version: int = 0
    sentence: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class _Wanted:
    cell: Cell
    column: MarkColumn
    value: Value

    @property
    def key(self) -> Key:
        return self.cell.enrolment_id, self.column.kind, self.column.ordinal


def save_cells(
    actor: Actor,
    book: Book,
    cells: Sequence[Cell],
    *,
    at: datetime,
    why: str = "",
    is_theirs: bool | None = None,
) -> list[Answer]:
    """In the order of the cells. Raises Refused where the actor may not write marks at this school at all.

    why: goes into the log; in a term that was reopened it is the reason of the reopening, unless another is given.
    is_theirs: whether the book is the actor's to write in, where that was asked already (`queries.book_to_write`)."""
    access.demand(actor, EDIT_MARKS, on=book.group.school_id)
    on = clock.on(at)
    if is_theirs is None:
        is_theirs = books.writes(actor, book.group, book.subject.pk, book.term, on)
    if not is_theirs:
        words = not_yours_words(book.group.name, book.subject.name)
        return [_refused(cell, words) for cell in cells]
    steady = database.prepared() if len(cells) == 1 else nullcontext()
    with transaction.atomic(savepoint=False), steady:
        _take_turns(book)
        here, marks = at_hand(
            book, {cell.enrolment_id for cell in cells}, {cell.column for cell in cells} & book.by_key.keys()
        )
        lock = _lock(book, here, on)
        if lock.is_closed:
            return [_refused(cell, closed_words(book.group.name, book.term)) for cell in cells]
        if lock.reopening is not None:
            why = why or lock.reopening.reason
        judged = _judged(book, cells, here, on)
        wanted = [one for one in judged if isinstance(one, _Wanted)]
        stored: dict[Key, Mark] = {(row.enrolment_id, row.kind, row.ordinal): row for row in marks}
        answers = {id(one): _decided(one, stored.get(one.key)) for one in wanted}
        writing = [one for one in wanted if answers[id(one)] is None]
        if writing:
            _write(actor, book, writing, stored, at=at, why=why)
            if lock.closed is not None:
                store_results(actor, book.group, book.term, at=at)
        _tell_of_conflicts(actor, wanted, stored, answers, at)
    found: list[Answer] = []
    for one in judged:
        if isinstance(one, Answer):
            found.append(one)
        else:
            found.append(answers[id(one)] or _saved(one, stored[one.key]))
    return found


def _take_turns(book: Book) -> None:
    """Writers of one gradebook one after the other: two first marks of a cell cannot pass each other. Closing the class's
    term (`closing.py`) waits for all of them, and they for it."""
    BOOK.of(book.group.pk, book.subject.pk, book.term).wait(beside=CLASS.of(book.group.pk))


def _lock(book: Book, here: Mapping[int, Learner], on: date) -> books.Lock:
    """Asked for only where the term is closed, or nobody of the class was named."""
    if here and not any(one.is_closed for one in here.values()):
        return books.Lock(None, None)
    return books.lock_of(book.group, book.subject.pk, book.term, on)


def _judged(
    book: Book, cells: Sequence[Cell], here: Mapping[int, Learner], on: date
) -> list[_Wanted | Answer]:
    """Each cell with what it is to hold, or why it cannot. Of two cells for one place the later counts."""
    columns, last = book.by_key, {(cell.enrolment_id, cell.column): cell for cell in cells}
    found: list[_Wanted | Answer] = []
    for cell in cells:
        enrolment, column = here.get(cell.enrolment_id), columns.get(cell.column)
        if enrolment is None:
            found.append(
                _refused(cell, _("Học sinh này không ở trong lớp %(name)s.") % {"name": book.group.name})
            )
        elif enrolment.left_on is not None and enrolment.left_on <= on:
            words = _("%(name)s đã rời lớp từ %(on)s.")
            found.append(
                _refused(cell, words % {"name": enrolment.full_name, "on": f"{enrolment.left_on:%d/%m/%Y}"})
            )
        elif column is None:
            found.append(_refused(cell, _("Sổ điểm này không có cột đó.")))
        elif enrolment.free:
            words = (
                _("%(name)s được miễn môn này.")
                if enrolment.free == books.EXEMPT
                else _("%(name)s học học kỳ này ở trường khác; kết quả đã được tiếp nhận.")
            )
            found.append(_refused(cell, words % {"name": enrolment.full_name}))
        elif last[cell.enrolment_id, cell.column] is not cell:
            found.append(_refused(cell, _("Ô này có hai giá trị trong một lần gửi; giá trị sau được dùng.")))
        else:
            found.append(_parsed(cell, column))
    return found


def _parsed(cell: Cell, column: MarkColumn) -> _Wanted | Answer:
    try:
        if "\x00" in cell.typed:
            raise NotAMark("text")
        return _Wanted(cell, column, value_of(column, cell.typed))
    except NotAMark as error:
        return _refused(cell, str(WRONG_VALUES[error.code]))


def _decided(one: _Wanted, row: Mark | None) -> Answer | None:
    """An answer where nothing is to be written: what is wanted stands there already, or somebody was quicker."""
    if row is None:
        return Answer(one.cell.enrolment_id, one.cell.column, SAVED) if one.value.is_empty else None
    if held(row) == one.value:
        return _saved(one, row)
    if row.version == one.cell.version:
        return None
    words = _("%(name)s vừa ghi «%(value)s» vào ô này.") % {
        "name": row.changed_by or _("Người khác"), "value": shown(row) or _("trống"),
    }  # fmt: skip
    return Answer(
        one.cell.enrolment_id, one.cell.column, CONFLICT, shown(row), row.version, words, row.changed_by, row.changed_at
    )  # fmt: skip


def held(row: Mark) -> Value:
    return Value(row.number, row.word, row.text)


def _write(
    actor: Actor, book: Book, wanted: Sequence[_Wanted], stored: dict[Key, Mark], *, at: datetime, why: str
) -> None:
    """New rows in one statement, changed ones in another."""
    made, changed = [], []
    for one in wanted:
        row = stored.get(one.key)
        if row is None:
            row = stored[one.key] = Mark(
                school_id=book.group.school_id, enrolment_id=one.cell.enrolment_id, subject_id=book.subject.pk,
                term=book.term, kind=one.column.kind, ordinal=one.column.ordinal,
            )  # fmt: skip
            made.append(row)
        else:
            row.version += 1
            row.contested_at, row.contested_by, row.contested_value = None, "", ""
            changed.append(row)
        row.number, row.word, row.text = one.value.number, one.value.word, one.value.text
        row.changed_at, row.changed_by, row.changed_by_person = at, actor.name[:100], actor.person_id
    with audit.act(actor, EDIT_MARKS.code, at=at, on=book.group, why=why, apart=False) as act:
        act.note(subject=book.subject.code, term=book.term, cells=len(wanted))
        if len(wanted) == 1 and changed:
            _change_one(changed[0])
            return
        Mark.objects.bulk_create(made)
        if changed:
            Mark.objects.bulk_update(changed, _FIELDS)


def _change_one(row: Mark) -> None:
    """What `save` would do, with a statement that is the same every time."""
    with database.prepared(), connection.cursor() as cursor:
        cursor.execute(_CHANGE, [*(getattr(row, name) for name in _FIELDS), row.pk])


def _tell_of_conflicts(
    actor: Actor,
    wanted: Sequence[_Wanted],
    stored: Mapping[Key, Mark],
    answers: Mapping[int, Answer | None],
    at: datetime,
) -> None:
    """Who wrote what stands there learns that somebody else wanted something else."""
    for one in wanted:
        answer = answers[id(one)]
        if answer is not None and answer.state == CONFLICT:
            Mark.objects.filter(pk=stored[one.key].pk).update(
                contested_at=at, contested_by=actor.name[:100], contested_value=one.cell.typed.strip()[:500]
            )


def _saved(one: _Wanted, row: Mark) -> Answer:
    return Answer(one.cell.enrolment_id, one.cell.column, SAVED, shown(row), row.version)


def _refused(cell: Cell, sentence: str) -> Answer:
    return Answer(cell.enrolment_id, cell.column, REFUSED, sentence=sentence)
