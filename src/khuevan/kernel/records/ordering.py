"""Keyset pagination: the next page starts after the last row seen, however many rows lie before it.

A cursor names the sort, the last row's value and id, so that a page costs the same at row 50 and at row
500,000 and no row is shown twice when others are added meanwhile. Order is (column, id); empty values
come last in both directions.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import F, Q


@dataclass(frozen=True)
class Sort:
    """`name` as in the address (`-name` for descending), `column` as in the database."""

    name: str
    column: str

    @property
    def descending(self) -> bool:
        return self.name.startswith("-")


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after this row, or, going backwards, before it.

    seen: rows before the page's first one when it was drawn; only for the words "rows 51-100 of ...".
    """

    sort: str
    value: Any
    id: int
    backwards: bool = False
    seen: int = 0

    def __str__(self) -> str:
        packed = json.dumps(
            [self.sort, _plain(self.value), self.id, int(self.backwards), self.seen], separators=(",", ":")
        )
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_cursor(text: str, sort: Sort, model: type[models.Model]) -> Cursor | None:
    """None for what is no cursor of this sort: the list then begins at its beginning."""
    try:
        name, value, number, backwards, seen = json.loads(
            base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        )
        if name != sort.name or not _whole(number) or not _whole(seen) or isinstance(value, list | dict):
            return None
        if value is not None:
            value = column_field(model, sort.column).to_python(value)
        if isinstance(value, str) and "\x00" in value:
            return None
        return Cursor(name, value, number, bool(backwards), max(0, seen))
    except (ValueError, TypeError, binascii.Error, ValidationError, RecursionError):
        return None


def cursor_at(row: Any, sort: Sort, *, backwards: bool = False, seen: int = 0) -> str:
    value = row
    for part in sort.column.split("__"):
        value = None if value is None else getattr(value, part)
    return str(Cursor(sort.name, value, row.pk, backwards, seen))


def arrange(rows: models.QuerySet[Any], sort: Sort, cursor: Cursor | None) -> models.QuerySet[Any]:
    """The rows in order from the cursor on; for a backwards cursor in reverse, nearest first."""
    backwards = cursor is not None and cursor.backwards
    falling = sort.descending != backwards
    nullable = is_nullable(rows.model, sort.column)
    by = F(sort.column)
    empty_first = {"nulls_first": True} if backwards else {"nulls_last": True}
    place = (
        by.desc(**(empty_first if nullable else {}))
        if falling
        else by.asc(**(empty_first if nullable else {}))
    )
    arranged = rows.order_by(place, "-pk" if falling else "pk")
    return arranged if cursor is None else arranged.filter(_beyond(sort.column, cursor, falling, nullable))


def _beyond(column: str, cursor: Cursor, falling: bool, nullable: bool) -> Q:
    step = "lt" if falling else "gt"
    further = Q(**{f"pk__{step}": cursor.id})
    empty = Q(**{f"{column}__isnull": True})
    if cursor.value is None:
        return (empty & further) | ~empty if cursor.backwards else empty & further
    beyond = Q(**{f"{column}__{step}e": cursor.value}) & (Q(**{f"{column}__{step}": cursor.value}) | further)
    return beyond | empty if nullable and not cursor.backwards else beyond


def column_field(model: type[models.Model], column: str) -> models.Field[Any, Any]:
    """The model field at the end of a path such as `unit__sort_key`. Raises FieldDoesNotExist."""
    *links, last = column.split("__")
    for link in links:
        related = model._meta.get_field(link).related_model
        if related is None or isinstance(related, str):
            raise FieldDoesNotExist(column)
        model = related
    found = model._meta.get_field(last)
    if not isinstance(found, models.Field):
        raise FieldDoesNotExist(column)
    return found


def is_nullable(model: type[models.Model], column: str) -> bool:
    """Whether the value at the end of the path can be missing, its own or through an empty link."""
    *links, last = column.split("__")
    for link in links:
        field = model._meta.get_field(link)
        if getattr(field, "null", False):
            return True
        model = field.related_model  # type: ignore[assignment]
    return bool(getattr(model._meta.get_field(last), "null", False))


def _whole(value: Any) -> bool:
    return isinstance(value, int) and -(2**63) <= value < 2**63


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
