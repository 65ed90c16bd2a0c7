"""Which rows a list shows: searched, filtered, sorted, one page of them, counted up to a limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor
from khuevan.kernel.database.searching import FoundRows
from khuevan.kernel.text import search_words

from .errors import NotUnderstood
from .fields import Field, Slot
from .formats import parse_date
from .keys import key_in
from .ordering import Cursor, Sort, arrange, cursor_at, read_cursor
from .record import Record
from .searching import found_ids, rows_by_id

COUNTED = 1_000
"""A list says "1.000+" beyond this: counting further would cost more than the page."""
LONGEST_PAGE = 500
MOST_WORDS = 8
RESERVED = frozenset({"q", "sort", "at", "limit", "lookup"})


@dataclass(frozen=True)
class Asked:
    """What a reader asked for. `filters`: query parameter -> typed values."""

    text: str = ""
    filters: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    sort: Sort = Sort("id", "id")
    at: str = ""
    limit: int = 50
    problems: Mapping[str, str] = field(default_factory=dict)
    """Parameter -> why it was not understood (it is left out then)."""

    begun: bool = False
    """The address asked nothing; these filters are those with which the list begins."""

    @property
    def narrowed(self) -> bool:
        return not self.begun and bool(self.text or self.filters)


@dataclass(frozen=True)
class Page:
    """first: number of the first row shown, from 1. after, before: cursors of the neighbours, empty at the ends."""

    rows: tuple[Any, ...]
    count: int
    capped: bool
    first: int
    after: str
    before: str


def sort_named(record: Record, name: str, actor: Actor, filters: Iterable[str]) -> Sort | None:
    """None where this reader's list is not sorted so. `filters`: the query parameters that narrow it."""
    column = record.sorts_for(actor, _filtered(record, filters)).get(name.removeprefix("-"))
    return None if column is None else Sort(name, column)


def sorts_asked(record: Record, actor: Actor, asked: Asked) -> dict[str, str]:
    """Name -> column of the orders that the list as asked for offers."""
    return record.sorts_for(actor, _filtered(record, asked.filters))


def _filtered(record: Record, filters: Iterable[str]) -> set[str]:
    return {slots(record)[parameter][0].name for parameter in filters}


def first_sort(record: Record) -> Sort:
    for name in record.order:
        item = record.field(name.removeprefix("-"))
        return Sort(name, item.sort_column or item.column)
    return next((Sort(name, column) for name, column in record.sorts().items()), Sort("id", "id"))


@cache
def slots(record: Record) -> Mapping[str, tuple[Field, Slot]]:
    """Query parameter -> the field and the slot of its filter."""
    found: dict[str, tuple[Field, Slot]] = {}
    for item in record.named(record.filters):
        for slot in item.slots():
            name = f"{slot.parameter}_is" if slot.parameter in RESERVED else slot.parameter
            found[name] = (item, slot)
    return found


def read_asked(record: Record, query: Any, actor: Actor) -> Asked:
    """From a page's address (QueryDict), for this reader. What is not understood is named in `problems`, not an error."""
    problems: dict[str, str] = {}
    filters: dict[str, Sequence[Any]] = {}
    for parameter, (item, slot) in slots(record).items():
        texts = [text.strip() for text in query.getlist(parameter) if text.strip()]
        if not texts:
            continue
        try:
            read = [_typed(item, slot, text) for text in (texts if slot.many else texts[-1:])]
        except NotUnderstood as problem:
            problems[parameter] = f"{item.label}: {problem}"
        else:
            filters[parameter] = read
    sort = first_sort(record)
    if wanted := query.get("sort", ""):
        named = sort_named(record, wanted, actor, filters)
        if named is None and wanted.removeprefix("-") in record.sorts():
            label = record.field(wanted.removeprefix("-")).label
            problems["sort"] = _(
                "Danh sách nhiều trường không sắp xếp theo «%(name)s»; hãy chọn một trường trước."
            ) % {"name": label}
        elif named is None:
            problems["sort"] = _("Không sắp xếp được theo «%(name)s».") % {"name": wanted[:40]}
        else:
            sort = named
    return Asked(
        text=query.get("q", "").replace("\x00", "")[:200].strip(),
        filters=filters,
        sort=sort,
        at=query.get("at", ""),
        limit=record.page_size,
        problems=problems,
    )


def _typed(item: Field, slot: Slot, text: str) -> Any:
    text = text.replace("\x00", "")
    if slot.type is int and slot.many:
        key = key_in(text)
        if key is None:
            raise NotUnderstood(_("«%(text)s» không phải là mã số.") % {"text": text[:40]})
        return key
    if slot.type is date:
        return parse_date(text)
    return item.from_text(text) if slot.bound or slot.many or slot.type is bool else text[:200]


def found(record: Record, actor: Actor, asked: Asked) -> models.QuerySet[Any]:
    """All rows asked for, within the actor's scope, unordered."""
    rows = record.rows(actor)
    for condition in _conditions(record, asked):
        rows = rows.filter(condition)
    words = _words(record, asked)
    ids = record.find(actor, words) if record.find and words else None
    if ids is not None:
        return rows.filter(pk__in=ids)
    for word in words:
        rows = rows.filter(_spelled(record, word, unfinished=word == words[-1]))
    return rows


def _conditions(record: Record, asked: Asked) -> Iterator[Q]:
    for parameter, values in asked.filters.items():
        item, slot = slots(record)[parameter]
        yield item.condition(slot, values)
    listed = record.listed_codes()
    if listed is not None and record.unlisted is not None and not _asks(record, asked, record.unlisted[0]):
        yield Q(**{f"{listed[0]}__in": listed[1]})


def _asks(record: Record, asked: Asked, name: str) -> bool:
    return any(slots(record)[parameter][0].name == name for parameter in asked.filters)


def _words(record: Record, asked: Asked) -> tuple[str, ...]:
    return search_words(asked.text)[:MOST_WORDS] if record.search else ()


def _is_code(record: Record, asked: Asked) -> bool:
    """Figures are no word of a name: the record's own `find` looks for them among codes."""
    return record.find is not None and any(sign.isdigit() for sign in asked.text)


def _spelled(record: Record, word: str, *, unfinished: bool) -> Q:
    """The word stands anywhere; in large lists, where an index finds it, it is a whole word of the row, or begins one
    while it may still be typed."""
    column = record.search_column
    if not record.large:
        return Q(**{f"{column}__contains": word})
    if unfinished:
        return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})
    return Q(**{f"{column}__regex": rf"\m{word}\M"})


def every(record: Record, actor: Actor, asked: Asked, most: int) -> tuple[int, Iterator[Any]]:
    """The rows of all pages in the asked order, and how many they are, counted to one more than `most`."""
    ids = _ids(record, actor, asked, None, size=most, cap=most)
    if ids is not None:
        return ids.total, rows_by_id(record, actor, ids.ids)
    rows = arrange(found(record, actor, asked), asked.sort, None)
    return rows.order_by()[: most + 1].count(), rows[:most].iterator(chunk_size=2000)


def _ids(
    record: Record, actor: Actor, asked: Asked, cursor: Cursor | None, *, size: int, cap: int
) -> FoundRows | None:
    if not record.large or record.is_narrowed(actor) or _is_code(record, asked):
        return None
    words, filters = _words(record, asked), _conditions(record, asked)
    return found_ids(record, actor, words, filters, asked.sort, cursor, size=size, cap=cap)


def page(record: Record, actor: Actor, asked: Asked, *, whole: bool = True) -> Page:
    """One page: two queries, whatever the number of rows. Not `whole`: of each row what the list shows."""
    shape = None if whole else record.shape
    cursor = read_cursor(asked.at, asked.sort, record.model) if asked.at else None
    limit = min(asked.limit, LONGEST_PAGE)
    ids = _ids(record, actor, asked, cursor, size=limit + 1, cap=COUNTED)
    if ids is not None:
        counted, shown = ids.total, list(rows_by_id(record, actor, ids.ids, shape))
    else:
        rows = found(record, actor, asked)
        counted = rows.select_related(None).order_by()[: COUNTED + 1].count()
        arranged = arrange(rows, asked.sort, cursor)[: limit + 1]
        shown = list(shape.rows(arranged) if shape else arranged)
    more, shown = len(shown) > limit, shown[:limit]
    backwards = cursor is not None and cursor.backwards
    if backwards:
        shown.reverse()
    seen = 0 if cursor is None else cursor.seen
    first = max(0, seen - len(shown)) if backwards else seen
    later = bool(shown) and (more or backwards)
    earlier = bool(shown) and (more if backwards else cursor is not None)
    return Page(
        rows=tuple(record.gathered(shown)),
        count=min(counted, COUNTED),
        capped=counted > COUNTED,
        first=first + 1,
        after=cursor_at(shown[-1], asked.sort, seen=first + len(shown)) if later else "",
        before=cursor_at(shown[0], asked.sort, backwards=True, seen=first) if earlier else "",
    )
