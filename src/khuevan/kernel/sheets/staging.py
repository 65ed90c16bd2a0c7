"""Frames into PostgreSQL and out of it: COPY both ways, as the acting person, within row-level security."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import polars as pl
from django.db import connection
from psycopg import sql

BLOCK: Final = 20_000
_TYPES: Final[dict[Any, str]] = {
    pl.String: "text", pl.Int64: "bigint", pl.Int32: "integer", pl.UInt32: "bigint", pl.Float64: "double precision",
    pl.Boolean: "boolean", pl.Date: "date",
}  # fmt: skip


@contextmanager
def staged(frame: pl.DataFrame, name: str = "staged") -> Iterator[str]:
    """A temporary table with the frame's rows and columns; gone at the end of the block, or of the transaction.

    Nothing of it is logged or audited, and nobody else sees it. Text "" stays text; nothing is NULL.
    """
    columns = [
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(_TYPES[kind.base_type()]))
        for column, kind in frame.schema.items()
    ]
    table = sql.Identifier(name)
    with connection.cursor() as cursor:
        run(cursor, sql.SQL("drop table if exists {}").format(table))
        run(
            cursor,
            sql.SQL("create temporary table {} ({}) on commit drop").format(
                table, sql.SQL(", ").join(columns)
            ),
        )
        with cursor.copy(text(cursor, sql.SQL("copy {} from stdin with (format csv)").format(table))) as copy:
            for block in frame.iter_slices(BLOCK):
                copy.write(block.write_csv(include_header=False, float_precision=None).encode())
        run(cursor, sql.SQL("analyze {}").format(table))
        yield name
        run(cursor, sql.SQL("drop table if exists {}").format(table))


def fetched(query: str, values: Sequence[Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    """The rows of a query as a frame. schema: name -> Polars type of each column that the query answers.

    Empty text comes as nothing: for a workbook both are an empty cell.
    """
    with connection.cursor() as cursor:
        bound = text(cursor, sql.SQL(query).format(*[sql.Literal(value) for value in values]))
        target = io.BytesIO()
        with cursor.copy(f"copy ({bound}) to stdout with (format csv)") as copy:
            for piece in copy:
                target.write(piece)
    target.seek(0)
    truths = [name for name, kind in schema.items() if kind == pl.Boolean]
    read = {name: pl.String if name in truths else kind for name, kind in schema.items()}
    if not target.getbuffer().nbytes:
        return pl.DataFrame(schema=dict(schema))
    frame = pl.read_csv(target, has_header=False, schema=read)
    texts = [name for name, kind in read.items() if kind == pl.String]
    frame = frame.with_columns(pl.when(pl.col(texts) != "").then(pl.col(texts))) if texts else frame
    return frame.with_columns(
        pl.col(name).replace_strict({"t": True, "f": False}, default=None, return_dtype=pl.Boolean)
        for name in truths
    )


def referenced(table: str, ids: Sequence[int], *, but: Sequence[str] = ()) -> set[int]:
    """Those of the ids to which a row of another table points, but for the tables named. What rooms above this one hang
    on a record counts as well, whatever it is: the constraints of the database know."""
    found: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.conrelid::regclass::text, a.attname from pg_constraint c"
            " join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]"
            " where c.contype = 'f' and c.confrelid = %s::regclass and cardinality(c.conkey) = 1 order by 1, 2",
            [table],
        )
        for name, column in cursor.fetchall():
            if name in but:
                continue
            statement = sql.SQL("select distinct {0} from {1} where {0} = any({2})").format(
                sql.Identifier(column), sql.Identifier(name), sql.Literal(list(ids))
            )
            run(cursor, statement)
            found.update(row[0] for row in cursor.fetchall())
    return found


def new_ids(sequence: str, count: int) -> list[int]:
    """So many next numbers of a sequence."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(%s::regclass) from generate_series(1, %s)", [sequence, count])
        return [row[0] for row in cursor.fetchall()]


def text(cursor: Any, statement: sql.Composable) -> str:
    return statement.as_string(cursor.connection)


def run(cursor: Any, statement: sql.Composable) -> int:
    """Executes; answers the number of rows."""
    cursor.execute(text(cursor, statement))
    return int(cursor.rowcount)
