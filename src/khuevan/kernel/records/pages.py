"""What the templates see: frozen rows and inputs, already in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from khuevan.kernel import ui
from khuevan.kernel.access import Actor

from .errors import Difference
from .fields import Field
from .forms import Section
from .inline import Inline
from .listing import Asked, Page, slots
from .panels import Panel
from .record import Record


@dataclass(frozen=True)
class Column:
    """As ui's `column()`: label, key of the sort, kind of the values."""

    label: str
    sort: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Row:
    id: int
    url: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Control:
    """One filter's input. `type`: select, multiple, date, number, text."""

    name: str
    label: str
    type: str
    choices: Sequence[tuple[str, str]]
    values: Sequence[str]
    error: str

    @property
    def value(self) -> str:
        return self.values[-1] if self.values else ""


@dataclass(frozen=True)
class RecordListing:
    """What ui's list macros ask of a listing; addresses keep filters and sort."""

    path: str
    asked: Asked
    query: Sequence[tuple[str, str]]

    @property
    def text(self) -> str:
        return self.asked.text

    @property
    def sort(self) -> str:
        return self.asked.sort.name

    @property
    def sort_key(self) -> str:
        return self.asked.sort.name.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.asked.sort.descending

    @property
    def is_narrowed(self) -> bool:
        return self.asked.narrowed or bool(self.asked.problems)

    def chosen(self, name: str) -> str:
        return next((value for key, value in reversed(self.query) if key == name), "")

    def every(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]

    def _with(self, **changed: str) -> str:
        kept = [(key, value) for key, value in self.query if key not in {"at", *changed} and value]
        kept += [(key, value) for key, value in changed.items() if value]
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def at(self, mark: str) -> str:
        return self._with(at=mark)

    def sorted_by(self, key: str) -> str:
        return self._with(sort=f"-{key}" if self.sort_key == key and not self.descending else key)

    def cleared(self) -> str:
        return self.path

    def same(self, path: str) -> str:
        """Another page of the same rows: export, print."""
        kept = urlencode([(key, value) for key, value in self.query if key != "at" and value])
        return f"{path}?{kept}" if kept else path


@dataclass(frozen=True)
class Slice:
    """What ui's pagination asks of a slice."""

    rows: Sequence[Row]
    total: int
    capped: bool
    first: int
    previous_mark: str
    next_mark: str
    numbers: Sequence[int | None] = ()
    number: int = 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def has_previous(self) -> bool:
        return bool(self.previous_mark)

    @property
    def has_next(self) -> bool:
        return bool(self.next_mark)


@dataclass(frozen=True)
class ListPage:
    record: Record
    listing: RecordListing
    slice: Slice
    columns: Sequence[Column]
    controls: Sequence[Control]
    may_add: bool
    may_uncover: bool
    problems: Sequence[str]
    cells: Callable[[Row], Sequence[Any]]
    inline: Inline | None = None


@dataclass(frozen=True)
class PrintPage:
    record: Record
    columns: Sequence[Column]
    rows: Sequence[Row]
    conditions: Sequence[tuple[str, str]]
    cut: int
    printed: str


@dataclass(frozen=True)
class Fact:
    """One value of the detail page; `reveal` is the address that uncovers it, where the reader may;
    `url` the page of what it links to."""

    name: str
    label: str
    text: str
    masked: bool = False
    reveal: str = ""
    url: str = ""


@dataclass(frozen=True)
class FactGroup:
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class DetailPage:
    record: Record
    row: Any
    title: str
    groups: Sequence[FactGroup]
    may_change: bool
    may_close: bool
    may_delete: bool
    history: Sequence[Any]
    panels: Sequence[Panel] = ()
    closed: str = ""


@dataclass(frozen=True)
class FormPage:
    """errors: (field id or "", label, sentence); conflict: what somebody else changed meanwhile."""

    record: Record
    row: Any
    title: str
    sections: Sequence[Section]
    errors: Sequence[tuple[str, str, str]]
    version: int
    cancel: str
    conflict: str = ""
    differences: Sequence[Difference] = ()


@dataclass(frozen=True)
class AskPage:
    """Before closing or deleting: the reason, and the day when closing."""

    record: Record
    row: Any
    title: str
    verb: str
    version: int
    on: str
    why: str
    errors: Sequence[tuple[str, str, str]]
    conflict: str
    cancel: str


def columns(fields: Sequence[Field], sorts: dict[str, str]) -> tuple[Column, ...]:
    return tuple(
        Column(str(item.label), item.name if item.name in sorts else "", _kind(item)) for item in fields
    )


def _kind(item: Field) -> str:
    return "number" if item.numeric else "date" if item.widget == "date" else ""


def cells(fields: Sequence[Field], row: Any) -> tuple[str, ...]:
    return tuple(
        item.masked(item.read(row)) if item.sensitive else item.text(item.read(row)) for item in fields
    )


def rows_of(record: Record, fields: Sequence[Field], rows: Sequence[Any]) -> tuple[Row, ...]:
    """The address is made once and the id put in: reversing it for each row costs more than the row."""
    pattern = record.url("detail", pk=0)
    before, after = pattern.rsplit("/0/", 1)
    return tuple(Row(row.pk, f"{before}/{row.pk}/{after}", cells(fields, row)) for row in rows)


def written_cells(row: Row) -> Sequence[Any]:
    """What ui's table shows of a row: its name leads to its page."""
    first, *others = row.cells
    return ui.link(row.url, first or ui.formatters.NOTHING), *(
        text or ui.formatters.NOTHING for text in others
    )


def slice_of(record: Record, page: Page) -> Slice:
    return Slice(
        rows=rows_of(record, record.listed, page.rows),
        total=page.count,
        capped=page.capped,
        first=page.first,
        previous_mark=page.before,
        next_mark=page.after,
    )


def controls(record: Record, actor: Actor, listing: RecordListing) -> tuple[Control, ...]:
    found = []
    for parameter, (item, slot) in slots(record).items():
        options = item.options(record, actor, record.view)
        if options:
            kind = "select"
        elif slot.bound:
            kind = "date" if _kind(item) == "date" or "__date" in slot.lookup else "number"
        else:
            kind = "number" if slot.type is int else "text"
        label = str(item.label)
        if slot.bound:
            label = f"{label}, {_('từ') if slot.bound == 'from' else _('đến')}"
        found.append(
            Control(
                parameter,
                label,
                kind,
                options,
                listing.every(parameter),
                listing.asked.problems.get(parameter, ""),
            )
        )
    return tuple(found)
