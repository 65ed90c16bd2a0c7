"""Facts as typed frames: out of PostgreSQL by COPY, or made from the values of one record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from khuevan.kernel.access import Reach

from .declarations import Column, Facts, Kind, Watch

if TYPE_CHECKING:
    import polars as pl

LISTED = 400
"""Units are named one by one up to here, so that an index serves; above, the reach is compared."""


def read(
    facts: Facts,
    *,
    on: date,
    units: Reach | None = None,
    ids: Collection[int] | None = None,
    column: str = "id",
) -> pl.DataFrame:
    """The rows on that day which the transaction may see, of these units or with these ids (of another `column` where it
    is named), as a typed frame."""
    import polars as pl

    whole = ids is None and (units is None or units.is_everything)
    asked = _of_day(facts.whole if whole and facts.whole else facts.statement, on)
    statement = f"select {_selected(facts)} from ({asked}) f{_where(units, facts.by_name[column].name, ids)}"  # noqa: S608
    parts: list[bytes] = []
    with (
        _joined_whole() if whole and (facts.joined_whole or facts.whole) else nullcontext(),
        connection.cursor() as cursor,
        cursor.copy(f"copy ({statement}) to stdout (format csv)") as copy,
    ):
        parts.extend(bytes(block) for block in copy)
    schema = {column.name: _carried(column.kind) for column in facts.every}
    if not parts:
        frame = pl.DataFrame(schema=schema)
    else:
        frame = pl.read_csv(b"".join(parts), has_header=False, schema=schema)
    return frame.with_columns(
        *(
            pl.col(column.name).cast(_kept(column.kind))
            for column in facts.every
            if column.kind in (Kind.DATE, Kind.YES)
        ),
        *(pl.col(column.name).fill_null("") for column in facts.every if column.kind is Kind.TEXT),
    )


@contextmanager
def _joined_whole() -> Iterator[None]:
    """See Facts.joined_whole: 45,000 members of staff with their lessons took minutes. With room enough that a million
    people are joined in memory, and by one process: helpers that hand it their rows double the work."""
    with connection.cursor() as cursor:
        cursor.execute(
            "set local enable_nestloop = off; set local work_mem = '256MB'; set local max_parallel_workers_per_gather = 0"
        )
        yield
        cursor.execute(
            "set local enable_nestloop to default; set local work_mem to default;"
            " set local max_parallel_workers_per_gather to default"
        )


def read_units(facts: Facts, *, on: date, column: str, values: Collection[int]) -> set[int]:
    """The units of the rows whose `column` is one of the values."""
    return _distinct("unit_id", facts, on, column, values)


def read_ids(facts: Facts, *, on: date, column: str, values: Collection[int]) -> set[int]:
    """The ids of the rows whose `column` is one of the values."""
    return _distinct("id", facts, on, column, values)


def _distinct(wanted: str, facts: Facts, on: date, column: str, values: Collection[int]) -> set[int]:
    if not values:
        return set()
    name = facts.by_name[column].name
    inner = _of_day(facts.statement, on).replace("%", "%%")
    with connection.cursor() as cursor:
        cursor.execute(
            f"select distinct f.{wanted} from ({inner}) f where f.{name} = any(%s)",  # noqa: S608
            [sorted(values)],
        )
        return {row[0] for row in cursor.fetchall() if row[0] is not None}


def read_turned(watch: Watch, *, since: date, on: date) -> set[int]:
    """What leads to the facts by this watch of the rows in whose days one came between the two: what was so on the first
    may not be so on the second. Days at both ends count, whether they are the first of something or its last."""
    if not watch.days or since == on:
        return set()
    fallen = " or ".join(f'"{day}" between %(since)s and %(on)s' for day in watch.days)
    with connection.cursor() as cursor:
        cursor.execute(
            f'select distinct "{watch.via or "id"}" from "{watch.table}" where {fallen}',  # noqa: S608 - declared names
            {"since": since, "on": on},
        )
        return {row[0] for row in cursor.fetchall() if row[0] is not None}


def frame_of(facts: Facts, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The same frame from values at hand, a row each: a record that is being saved. What is missing is unknown."""
    import polars as pl

    values = list(rows)
    strangers = {name for row in values for name in row} - set(facts.by_name)
    if strangers:
        raise ValueError(f"{facts.code} has no column {', '.join(sorted(strangers))}")
    return pl.DataFrame(
        {column.name: [_filled(column, row.get(column.name)) for row in values] for column in facts.every},
        schema={column.name: _kept(column.kind) for column in facts.every},
        strict=False,
    )


def _filled(column: Column, value: Any) -> Any:
    return "" if value is None and column.kind is Kind.TEXT else value


def _of_day(statement: str, on: date) -> str:
    return statement.replace("%(on)s", f"date '{on.isoformat()}'")


def _selected(facts: Facts) -> str:
    """Days as numbers and yes as 1: both become what they are without reading text."""
    return ", ".join(
        f"(f.{column.name} - date '1970-01-01') as {column.name}"
        if column.kind is Kind.DATE
        else f"f.{column.name}::int as {column.name}"
        if column.kind is Kind.YES
        else f"f.{column.name}"
        for column in facts.every
    )


def _where(units: Reach | None, column: str, ids: Collection[int] | None) -> str:
    conditions = []
    if units is not None and not units.is_everything:
        if len(units) <= LISTED:
            conditions.append(f"f.unit_id = any('{_numbers(units.ids())}')")
        else:
            conditions.append(f"f.unit_id <@ '{units.sql()}'::int4multirange")
    if ids is not None:
        conditions.append(f"f.{column} = any('{_numbers(ids)}')")
    return f" where {' and '.join(conditions)}" if conditions else ""


def _numbers(numbers: Iterable[int]) -> str:
    return "{" + ",".join(str(int(number)) for number in numbers) + "}"


def _carried(kind: Kind) -> Any:
    import polars as pl

    return {
        Kind.WHOLE: pl.Int32,
        Kind.LARGE: pl.Int64,
        Kind.NUMBER: pl.Float64,
        Kind.TEXT: pl.String,
        Kind.DATE: pl.Int32,
        Kind.YES: pl.Int8,
    }[kind]


def _kept(kind: Kind) -> Any:
    import polars as pl

    return {Kind.DATE: pl.Date, Kind.YES: pl.Boolean}.get(kind) or _carried(kind)
