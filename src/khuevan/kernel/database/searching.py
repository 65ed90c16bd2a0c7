"""Ids of one page of a list of very many rows, within the transaction's reach (see `operations.SearchRows`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

CAP = 1_000
"""Lists say "more than a thousand" instead of counting on."""

KINDS = frozenset({"is", "among", "least", "most", "below", "overlaps", "empty", "holds"})


class Condition(NamedTuple):
    """What a column must be.

    kind: is, among (several), least, most (both included), below, overlaps (an array), empty (True or False),
        holds (this text, whatever the case).
    """

    column: str
    kind: str
    value: Any


@dataclass(frozen=True)
class Order:
    """column: one of the operation's `order`, "" for the id alone; by_unit: the order of the units instead.
    empty_first: rows without a value stand first, otherwise last, whichever way it goes."""

    column: str = ""
    by_unit: bool = False
    falling: bool = False
    empty_first: bool = False


class Place(NamedTuple):
    """The row that a page begins after: its value of the order, as PostgreSQL writes it, and its id."""

    key: str | None
    id: int


class FoundRows(NamedTuple):
    """Ids in order, and how many rows fit in all, counted to one more than the cap."""

    ids: list[int]
    total: int


def find_rows(
    table: str,
    *,
    words: Sequence[str] = (),
    inside: Any = None,
    conditions: Sequence[Condition] = (),
    order: Order = Order(),  # noqa: B008 - frozen
    after: Place | None = None,
    size: int = 50,
    cap: int = CAP,
) -> FoundRows:
    """One page. `words`: folded, each the beginning of a word of the row; `inside`: a reach that narrows the
    transaction's own. `table` names a table of the programme, never anything typed."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select ids, total from {connection.ops.quote_name(f'{table}_find_rows')}"  # noqa: S608
            "(%s::text[], %s::int4multirange, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                list(words),
                None if inside is None else inside.sql(),
                json.dumps(conditions, default=str),
                order.column,
                order.by_unit,
                order.falling,
                order.empty_first,
                after.key if after else None,
                after.id if after else None,
                size,
                cap,
            ],
        )
        return FoundRows(*cursor.fetchone())
