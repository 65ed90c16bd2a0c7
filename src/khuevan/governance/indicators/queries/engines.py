"""Who goes through the rows: Polars in this process, or a cluster of Apache Spark where the setting names one.

Both are given the same declarations and give the same values to the last digit; what is asked of the stored sums, which
are few, is always answered in this process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.conf import settings

from khuevan.kernel.facts import Facts
from khuevan.kernel.measures import Count, Distinct, Median, Part, Sum, columnar

from ..rules import Asked
from ..store import Manifest, Store

LISTED = 400
"""Units are looked for one by one up to here, so that whole row groups are passed over; above, they are joined."""
PLACE = "_place"
"""As the place of a row is called beside its own columns: some facts have one that is called `place`."""
Wanted = Part | Median | Distinct
Key = tuple[int, Any]
"""Place, and the value of the split that it was taken apart by (None where it was not)."""


@dataclass(frozen=True)
class Question:
    """members: pairs of place and unit_id."""

    store: Store
    state: Manifest
    facts: Facts
    members: pl.DataFrame
    asked: Asked

    @property
    def keys(self) -> list[str]:
        return [PLACE] if self.asked.by is None else [PLACE, self.asked.by.column]


Row = tuple[Key, dict[str, Any]]


def from_rows(question: Question, wanted: Sequence[Wanted]) -> Iterator[Row]:
    """Each that is wanted by its name, for every place and value of the split that has rows. Parts as they are added
    up."""
    if settings.SPARK_MASTER:
        from . import cluster

        return cluster.from_rows(question, wanted)
    rows = taken(question.store.rows(question.state, question.facts), question)
    return by_key(rows, [_expression(one) for one in wanted], question)


def taken(rows: pl.LazyFrame, question: Question) -> pl.LazyFrame:
    """What the question takes of rows, or of stored sums, with the place of each."""
    units = question.members["unit_id"].unique()
    if len(units) <= LISTED:
        rows = rows.filter(pl.col("unit_id").is_in(units.sort().to_list()))
    if question.asked.condition is not None:
        rows = rows.filter(columnar.chosen(question.asked.condition))
    return rows.join(question.members.lazy().rename({"place": PLACE}), on="unit_id")


def by_key(rows: pl.LazyFrame, computed: Sequence[pl.Expr], question: Question) -> Iterator[Row]:
    made = rows.group_by(question.keys).agg(computed).collect(engine="streaming")
    return keyed(made.iter_rows(named=True), question)


def keyed(rows: Iterator[dict[str, Any]], question: Question) -> Iterator[Row]:
    by = question.asked.by
    for row in rows:
        place = row.pop(PLACE)
        yield (place, None if by is None else row.pop(by.column)), row


def _expression(one: Wanted) -> pl.Expr:
    return columnar.added(one) if isinstance(one, Count | Sum) else columnar.of_rows(one)
