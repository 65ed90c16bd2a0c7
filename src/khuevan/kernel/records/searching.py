"""The list of a large record: ids from its table's own function (`database.SearchRows`), then the rows by id.

What the function cannot do (an order through a link, a condition on another table) is asked of the table itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from khuevan.kernel.access import Actor
from khuevan.kernel.clock import HERE
from khuevan.kernel.database.searching import Condition, FoundRows, Order, Place, find_rows

from .ordering import Cursor, Sort
from .record import Record
from .shown import Shape

KINDS = {
    "": "is", "exact": "is", "in": "among", "gte": "least", "lte": "most", "lt": "below", "overlap": "overlaps",
    "isnull": "empty", "icontains": "holds",
}  # fmt: skip
CHUNK = 2_000


def found_ids(
    record: Record,
    actor: Actor,
    words: Sequence[str],
    filters: Iterable[Q],
    sort: Sort,
    cursor: Cursor | None,
    *,
    size: int,
    cap: int,
) -> FoundRows | None:
    """One page of ids; None where the function cannot answer."""
    order = order_of(record, sort, backwards=cursor is not None and cursor.backwards)
    conditions = [made for one in filters for made in conditions_of(record.model, one)]
    if order is None or None in conditions:
        return None
    return find_rows(
        record.model._meta.db_table,
        words=words,
        inside=record.reach(actor),
        conditions=[condition for condition in conditions if condition is not None],
        order=order,
        after=_place(order, cursor),
        size=size,
        cap=cap,
    )


def rows_by_id(record: Record, actor: Actor, ids: Sequence[int], shape: Shape | None = None) -> Iterator[Any]:
    """The rows in the order of the ids, those that the actor may see; with a shape only what it names of them."""
    for first in range(0, len(ids), CHUNK):
        wanted = ids[first : first + CHUNK]
        found = record.rows(actor).filter(pk__in=wanted)
        rows: Mapping[int, Any] = {row.pk: row for row in (shape.rows(found) if shape else found)}
        yield from (rows[number] for number in wanted if number in rows)


def order_of(record: Record, sort: Sort, *, backwards: bool) -> Order | None:
    """Columns of the table itself and of a row linked one to one, and the order of the units."""
    falling = sort.descending != backwards
    link, _, beyond = sort.column.partition("__")
    if beyond and link == record.scope_field.removesuffix("_id"):
        return Order(by_unit=True, falling=falling, empty_first=backwards)
    column, rest = column_of(record.model, sort.column)
    if not column or rest:
        return None
    return Order("" if column == "id" else column, falling=falling, empty_first=backwards)


def conditions_of(model: type[models.Model], wanted: Q) -> list[Condition | None]:
    """The same as conditions on columns, all of which must hold; None among them for what cannot be said so."""
    if wanted.negated or (wanted.connector != Q.AND and len(wanted.children) > 1):
        return [None]
    made: list[Condition | None] = []
    for child in wanted.children:
        if isinstance(child, Q):
            made.extend(conditions_of(model, child))
        elif isinstance(child, tuple):
            made.append(_condition(model, *child))
        else:
            made.append(None)
    return made


def _condition(model: type[models.Model], path: str, value: Any) -> Condition | None:
    column, lookup = column_of(model, path)
    if column and lookup in ("date__gte", "date__lte") and isinstance(value, date):
        return _on_days(column, lookup, value)
    if not column or lookup not in KINDS or (value is None and lookup != "isnull"):
        return None
    return Condition(column, KINDS[lookup], value)


def column_of(model: type[models.Model], path: str) -> tuple[str, str]:
    """The column that a path names, of the table itself or `link.column` through a one-to-one link, and what is left
    of the path; ("", …) for any other."""
    name, _, rest = path.partition("__")
    try:
        field = model._meta.get_field("id" if name == "pk" else name)
        if isinstance(field, models.OneToOneField) and rest and isinstance(field.related_model, type):
            linked, lookup = column_of(field.related_model, rest)
            return (f"{field.attname}.{linked}" if linked and "." not in linked else ""), lookup
    except FieldDoesNotExist:
        return "", rest
    return (field.column or "" if isinstance(field, models.Field) else ""), rest


def _on_days(column: str, lookup: str, day: date) -> Condition:
    """Days in Việt Nam as moments, so that an index on the moment serves them."""
    if lookup == "date__gte":
        return Condition(column, "least", datetime.combine(day, time(), HERE))
    return Condition(column, "below", datetime.combine(day + timedelta(days=1), time(), HERE))


def _place(order: Order, cursor: Cursor | None) -> Place | None:
    if cursor is None:
        return None
    sorted_by_value = order.by_unit or order.column
    return Place(str(cursor.value) if sorted_by_value and cursor.value is not None else None, cursor.id)
