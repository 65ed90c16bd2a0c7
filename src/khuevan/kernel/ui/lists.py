"""Lists: what the address asks for (Listing), and the part of the rows that is shown (Slice)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

SIZE = 50
CAP = 10_000
ABOUT = "unit"
"""The word of the address that says which unit the page is about."""


@dataclass(frozen=True)
class Column:
    """`sort`: the key in the address, empty for a column that cannot be sorted. `kind`: "", number, date, code
    (a few signs, the words stand in the next column), actions."""

    label: str
    sort: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Choice:
    """One filter above a list; `type` is select or date."""

    name: str
    label: str
    choices: Sequence[tuple[Any, Any]] = ()
    type: str = "select"


def column(label: str, sort: str = "", kind: str = "") -> Column:
    return Column(label, sort, kind)


def choice(name: str, label: str, choices: Iterable[tuple[Any, Any]] = (), type: str = "select") -> Choice:  # noqa: A002
    return Choice(name, label, tuple((str(key), str(text)) for key, text in choices), type)


@dataclass(frozen=True)
class Listing:
    """Search, filters, order and place of a list, read from the address; unknown sort keys are dropped."""

    path: str
    text: str = ""
    sort: str = ""
    mark: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        sorts: Iterable[str] = (),
        sort: str = "",
        filters: Iterable[str] = (),
        keep: Iterable[str] = (),
    ) -> Listing:
        """`sorts`: keys that may be asked for; `sort`: the order without asking; `keep`: other words of the
        address (an as-of date) that every link and the form of the list carry on. The unit that a page is about is
        always among them."""
        asked, filters = request.GET, tuple(filters)
        wanted = asked.get("sort", "")
        return cls(
            path=request.path,
            text=asked.get("q", "").replace("\x00", "").strip()[:200],
            sort=wanted if wanted.removeprefix("-") in set(sorts) else sort,
            mark=asked.get("page", "")[:500],
            filters={name: asked.get(name, "").replace("\x00", "")[:200] for name in filters},
            kept={
                name: asked[name].replace("\x00", "")[:200]
                for name in dict.fromkeys((*keep, ABOUT))
                if asked.get(name) and name not in filters
            },
        )

    @property
    def sort_key(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def number(self) -> int:
        """The page's number, from 1."""
        return max(1, int(self.mark)) if self.mark.isdecimal() and len(self.mark) < 7 else 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text) or any(self.filters.values())

    def chosen(self, name: str) -> str:
        """What a filter is set to; empty when it is not set."""
        return self.filters.get(name, "")

    def besides(self, shown: Iterable[Choice]) -> dict[str, str]:
        """What the form with these filters has to send along: kept words, and filters that it does not show."""
        seen = {one.name for one in shown}
        chosen = {name: value for name, value in self.filters.items() if value and name not in seen}
        return {**chosen, **{name: value for name, value in self.kept.items() if name not in seen}}

    def order(self, columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
        """For `order_by`: the columns of the chosen key, turned round when descending."""
        chosen = columns.get(self.sort_key, ())
        return tuple(
            ("-" + name if not name.startswith("-") else name[1:]) if self.descending else name
            for name in chosen
        )

    def _address(self, **changes: str) -> str:
        words = {"q": self.text, **self.filters, **self.kept, "sort": self.sort, **changes}
        words = {name: value for name, value in words.items() if value}
        return f"{self.path}?{urlencode(words)}" if words else self.path

    def sorted_by(self, key: str) -> str:
        """The address of the same list in this order; of the reverse order when it is this one already."""
        return self._address(sort=f"-{key}" if self.sort == key else key)

    def at(self, mark: int | str) -> str:
        """The address of another page of the same list."""
        return self._address(page=str(mark) if mark not in (1, "1") else "")

    def same(self, path: str) -> str:
        """Another page of the same rows: their export."""
        return replace(self, path=path)._address()

    def cleared(self) -> str:
        """The address of the list without search and filters."""
        return replace(self, text="", filters={})._address()


@dataclass(frozen=True)
class Slice:
    """The rows of one page. `first`, `last` count from 1. `total` is None when nobody counted; `capped`: there are
    more than `total`."""

    rows: Sequence[Any]
    number: int = 1
    size: int = SIZE
    total: int | None = None
    capped: bool = False
    has_previous: bool = False
    has_next: bool = False
    previous_mark: int | str = ""
    next_mark: int | str = ""

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """Page numbers to offer: ends, and two around the present one; None is a gap. None at all for keyset pages."""
        if self.total is None:
            return ()
        pages = max(1, -(-self.total // self.size))
        near = sorted({1, pages, *range(max(1, self.number - 2), min(pages, self.number + 2) + 1)})
        shown: list[int | None] = []
        for page in near:
            if shown and shown[-1] is not None and page - shown[-1] > 1:
                shown.append(None)
            shown.append(page)
        return tuple(shown)

    def map(self, turn: Callable[[Any], Any]) -> Slice:
        """The same page with each row turned into what is shown."""
        return replace(self, rows=tuple(turn(row) for row in self.rows))


def take(found: QuerySet[Any], listing: Listing, size: int = SIZE, cap: int = CAP) -> Slice:
    """One numbered page of an ordered queryset. Counts no further than `cap` rows and goes no deeper: somebody who
    needs row 10,001 of a list needs a narrower question. One query when everything fits on the first page, else two."""
    number = min(listing.number, -(-cap // size))
    offset = (number - 1) * size
    rows = list(found[offset : offset + size + 1])
    if rows and len(rows) <= size:
        return _numbered(rows, number, size, offset + len(rows), capped=False)
    if not rows and number == 1:
        return Slice((), size=size, total=0)
    total = found.order_by()[: cap + 1].count()
    if not rows:
        number = max(1, -(-min(total, cap) // size))
        rows = list(found[(number - 1) * size : number * size])
    return _numbered(rows[:size], number, size, min(total, cap), capped=total > cap)


def _numbered(rows: list[Any], number: int, size: int, total: int, *, capped: bool) -> Slice:
    return Slice(
        rows=tuple(rows),
        number=number,
        size=size,
        total=total,
        capped=capped,
        has_previous=number > 1,
        has_next=number * size < total,
        previous_mark=number - 1,
        next_mark=number + 1,
    )


def take_of(rows: Sequence[Any], listing: Listing, size: int = SIZE) -> Slice:
    """One numbered page of rows that are all at hand; beyond the last page the last one."""
    number = min(listing.number, max(1, -(-len(rows) // size)))
    return _numbered(list(rows[(number - 1) * size : number * size]), number, size, len(rows), capped=False)


def counted(rows: Sequence[Any], number: int, total: int, size: int = SIZE, cap: int = CAP) -> Slice:
    """The rows of page `number` where somebody else took and counted them."""
    return _numbered(list(rows), number, size, min(total, cap), capped=total > cap)


def take_after(found: QuerySet[Any], listing: Listing, by: Sequence[str], size: int = SIZE) -> Slice:
    """One keyset page: as fast at the end of a huge table as at its start. `by`: columns that order the rows and are
    unique together, none null, all in one direction; `listing.descending` turns them. A forged mark is the first page."""
    direction, values = _opened(listing.mark, len(by))
    forward = direction != "b"
    ascending = forward != listing.descending
    rows_wanted = found
    if values:
        try:
            rows_wanted = found.filter(_beyond(by, values, ascending))
        except (ValueError, TypeError, ValidationError, FieldError):
            values, forward, ascending, rows_wanted = [], True, not listing.descending, found
    ordered = rows_wanted.order_by(*(name if ascending else f"-{name}" for name in by))
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if not forward:
        rows.reverse()
    has_previous = (bool(values) and forward) or (not forward and more)
    has_next = more if forward else True
    return Slice(
        rows=tuple(rows),
        size=size,
        has_previous=has_previous and bool(rows),
        has_next=has_next and bool(rows),
        previous_mark=_closed("b", rows[0], by) if rows and has_previous else "",
        next_mark=_closed("a", rows[-1], by) if rows and has_next else "",
    )


def _beyond(by: Sequence[str], values: Sequence[Any], ascending: bool) -> Q:
    """Rows past `values` in lexicographic order; the leading bound lets the index be used."""
    past, at_least = ("gt", "gte") if ascending else ("lt", "lte")
    condition = Q(**{f"{by[-1]}__{past}": values[-1]})
    for name, value in reversed(list(zip(by[:-1], values[:-1], strict=True))):
        condition = Q(**{f"{name}__{at_least}": value}) & (Q(**{f"{name}__{past}": value}) | condition)
    return condition


def _closed(direction: str, row: Any, by: Sequence[str]) -> str:
    values = [
        getattr(row, name) if isinstance(getattr(row, name), int) else str(getattr(row, name)) for name in by
    ]
    return (
        urlsafe_b64encode(json.dumps([direction, *values], ensure_ascii=False).encode()).decode().rstrip("=")
    )


def _opened(mark: str, length: int) -> tuple[str, list[Any]]:
    try:
        direction, *values = json.loads(urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (ValueError, TypeError):
        return "", []
    usable = direction in ("a", "b") and len(values) == length
    usable = usable and all(isinstance(value, str | int) and "\x00" not in str(value) for value in values)
    return (direction, values) if usable else ("", [])
