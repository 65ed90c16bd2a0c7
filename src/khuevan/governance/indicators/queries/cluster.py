"""Rows on a cluster of Apache Spark: the files of the store are read by its workers, which must see them under the same
path.

Imported only where the setting names a cluster, as PySpark is installed only where it is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from django.conf import settings
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everywhere

from khuevan.kernel.facts import Kind
from khuevan.kernel.measures import Count, Sum, spark

from .engines import PLACE, Question, Row, Wanted, keyed

_KINDS: Final = {
    Kind.WHOLE: "int", Kind.LARGE: "bigint", Kind.NUMBER: "double", Kind.TEXT: "string", Kind.DATE: "date",
    Kind.YES: "boolean",
}  # fmt: skip
"""Said beforehand, so that no job is needed to look into the files."""


def from_rows(question: Question, wanted: Sequence[Wanted]) -> Iterator[Row]:
    """See engines.from_rows."""
    rows = _rows(question)
    if question.asked.condition is not None:
        rows = rows.filter(spark.chosen(question.asked.condition))
    members = _frame(f"{PLACE} int, unit_id int", question.members.rows())
    joined = rows.join(F.broadcast(members), on="unit_id")
    made = joined.groupBy(*question.keys).agg(*(_expression(one) for one in wanted))
    return keyed((row.asDict() for row in made.collect()), question)


def _rows(question: Question) -> DataFrame:
    """As Store.rows: what a later piece replaces is not given."""
    schema = ", ".join(f"{one.name} {_KINDS[one.kind]}" for one in question.facts.every)
    found: DataFrame | None = None
    replaced: dict[str, set[int]] = {}
    for piece in reversed(question.state.facts[question.facts.code].pieces):
        frame = session().read.schema(schema).parquet(str(question.store.root / piece.file.name))
        for column, values in replaced.items():
            gone = _frame(f"{column} int", [(value,) for value in sorted(values)])
            frame = frame.join(F.broadcast(gone), on=column, how="left_anti")
        found = frame if found is None else found.unionByName(frame)
        if piece.values is not None:
            replaced.setdefault(piece.column, set()).update(piece.values)
    assert found is not None
    return found


def _frame(schema: str, rows: Sequence[tuple[int, ...]]) -> DataFrame:
    return session().createDataFrame(list(rows), schema)


def _expression(one: Wanted) -> Column:
    return spark.added(one) if isinstance(one, Count | Sum) else spark.of_rows(one)


@cache
def session() -> SparkSession:
    """One for the process. What else Spark may be told stands in its own spark-defaults.conf (SPARK_CONF_DIR)."""
    builder = SparkSession.builder.master(settings.SPARK_MASTER).appName("khuevan")
    return (
        builder.config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC").getOrCreate()
    )
