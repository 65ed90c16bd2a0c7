"""Writing down what the checks found: new faults open, gone ones are mended, the rest stay.

What is recorded is read and compared in columns; only what differs travels back, so that a night on which nothing
changed writes nothing. Within a transaction that reaches the units concerned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection

from khuevan.kernel.access import Reach

from .judging import FAULTS, TALLIES

_FAULT = ["check_code", "unit_id", "record_id"]
_TALLY = ["unit_id", "check_code"]
_NUMBERS = ["asked", "failed", "explained"]
_FAULTS = "check_code text, unit_id integer, record_id integer, title text, values jsonb"
_TALLIES = "unit_id integer, check_code text, asked integer, failed integer, explained integer"

_MEND = """
update quality_finding f set state = 'mended', mended_at = %(at)s
from mended_faults j
where f.mended_at is null and f.check_code = j.check_code and f.unit_id = j.unit_id and f.record_id = j.record_id
"""
_FOLLOW = """
update quality_finding f set values = j.values, title = j.title,
    state = case when f.values is distinct from j.values then 'open' else f.state end
from changed_faults j
where f.mended_at is null and f.check_code = j.check_code and f.unit_id = j.unit_id and f.record_id = j.record_id
  and (f.values is distinct from j.values or f.title <> j.title)
"""
_OPEN = """
insert into quality_finding (check_code, unit_id, record_id, title, values, state, found_at, explanation, explained_by)
select j.check_code, j.unit_id, j.record_id, j.title, j.values, 'open', %(at)s, '', ''
from new_faults j
on conflict (check_code, unit_id, record_id) where mended_at is null do nothing
"""
_FORGET_TALLIES = """
delete from quality_tally t using gone_tallies j where t.unit_id = j.unit_id and t.check_code = j.check_code
"""
_SET_TALLIES = """
insert into quality_tally (unit_id, check_code, asked, failed, explained)
select unit_id, check_code, asked, failed, explained from new_tallies
on conflict (unit_id, check_code) do update
    set asked = excluded.asked, failed = excluded.failed, explained = excluded.explained
"""


def record_verdict(
    faults: pl.DataFrame, tallies: pl.DataFrame, *, codes: Sequence[str], units: Reach, at: datetime
) -> tuple[int, int]:
    """How many findings came up and how many were mended, among these checks and units."""
    scope = _scope(codes, units)
    with connection.cursor() as cursor:
        found, mended = _record_faults(cursor, faults, scope, at)
        _record_tallies(cursor, tallies, scope)
    return found, mended


def _record_faults(cursor: Any, faults: pl.DataFrame, scope: str, at: datetime) -> tuple[int, int]:
    known = _read(
        cursor,
        f"select check_code, unit_id, record_id, title, values::text from quality_finding"  # noqa: S608
        f" where mended_at is null and {scope}",
        FAULTS,
    )
    new = faults.join(known, on=_FAULT, how="anti")
    gone = known.join(faults, on=_FAULT, how="anti")
    both = faults.join(known, on=_FAULT, suffix="_known")
    differs = (pl.col("title") != pl.col("title_known")) | (pl.col("values") != pl.col("values_known"))
    changed = both.filter(
        differs
    )  # of what is only written differently, as a number, _FOLLOW changes nothing
    mended = _write(cursor, "mended_faults", _FAULTS, gone, FAULTS, _MEND, at)
    _write(cursor, "changed_faults", _FAULTS, changed, FAULTS, _FOLLOW, at)
    return _write(cursor, "new_faults", _FAULTS, new, FAULTS, _OPEN, at), mended


def _record_tallies(cursor: Any, tallies: pl.DataFrame, scope: str) -> None:
    numbers = {"unit_id": pl.Int32, "check_code": pl.String, **dict.fromkeys(_NUMBERS, pl.Int64)}
    known = _read(
        cursor,
        f"select unit_id, check_code, asked, failed, explained from quality_tally where {scope}",  # noqa: S608
        numbers,
    )
    explained = _read(
        cursor,
        f"select unit_id, check_code, count(*) from quality_finding"  # noqa: S608
        f" where mended_at is null and state = 'explained' and {scope} group by unit_id, check_code",
        {"unit_id": pl.Int32, "check_code": pl.String, "explained": pl.Int64},
    )
    wanted = tallies.select(list(TALLIES)).join(explained, on=_TALLY, how="left")
    wanted = wanted.with_columns(pl.col("explained").fill_null(0))
    _write(
        cursor, "gone_tallies", _TALLIES, known.join(wanted, on=_TALLY, how="anti"), numbers, _FORGET_TALLIES
    )
    _write(
        cursor,
        "new_tallies",
        _TALLIES,
        wanted.join(known, on=list(numbers), how="anti"),
        numbers,
        _SET_TALLIES,
    )


def _scope(codes: Sequence[str], units: Reach) -> str:
    """As a condition in a statement that takes no parameters: codes are words of a known form, units are numbers."""
    listed = ", ".join(f"'{code}'" for code in codes)
    of_these = f"check_code in ({listed})"
    return of_these if units.is_everything else f"{of_these} and unit_id <@ '{units.sql()}'::int4multirange"


def _read(cursor: Any, statement: str, schema: Mapping[str, Any]) -> pl.DataFrame:
    with cursor.copy(f"copy ({statement}) to stdout (format csv)") as copy:
        content = b"".join(bytes(block) for block in copy)
    if not content:
        return pl.DataFrame(schema=schema)
    frame = pl.read_csv(content, has_header=False, schema=schema)
    return frame.with_columns(
        pl.col(name).fill_null("") for name, kind in schema.items() if kind == pl.String
    )


def _write(
    cursor: Any,
    table: str,
    columns: str,
    frame: pl.DataFrame,
    schema: Mapping[str, Any],
    statement: str,
    at: datetime | None = None,
) -> int:
    """Carries the rows into a temporary table and puts them down from there; how many were written."""
    if frame.is_empty():
        return 0
    with _carried(cursor, table, columns, frame.select(list(schema))):
        cursor.execute(statement, {"at": at})
        return int(cursor.rowcount)


@contextmanager
def _carried(cursor: Any, table: str, columns: str, frame: pl.DataFrame) -> Iterator[None]:
    """The frame as a temporary table for the block, of which the planner knows how large it is."""
    content = BytesIO()
    frame.write_csv(content, include_header=False, quote_style="necessary")
    cursor.execute(f"drop table if exists pg_temp.{table}")
    cursor.execute(f"create temporary table {table} ({columns}) on commit drop")
    with cursor.copy(f"copy {table} from stdin (format csv)") as copy:
        copy.write(content.getvalue())
    cursor.execute(f"analyze {table}")
    yield
    cursor.execute(f"drop table if exists pg_temp.{table}")
