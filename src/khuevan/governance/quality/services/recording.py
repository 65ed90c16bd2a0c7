"""Writing down what the checks found: new faults open, gone ones are mended, the rest stay. By set, not by row.

What was found travels into temporary tables by COPY and is compared there, so that a province's 100,000 findings are
four statements. Within a transaction that reaches the units concerned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection

from khuevan.kernel.access import Reach

from .judging import FAULTS, TALLIES

_FAULTS = "check_code text, unit_id integer, record_id integer, title text, values jsonb"
_TALLIES = "unit_id integer, check_code text, asked integer, failed integer"
_OF_SCOPE = "{alias}.check_code = any(%(codes)s) and {alias}.unit_id <@ %(units)s::int4multirange"

_MEND = f"""
update quality_finding f set state = 'mended', mended_at = %(at)s
where f.mended_at is null and {_OF_SCOPE.format(alias="f")}
  and not exists (select 1 from judged_faults j where j.check_code = f.check_code and j.unit_id = f.unit_id
                  and j.record_id = f.record_id)
"""  # noqa: S608 - constant parts only
_FOLLOW = """
update quality_finding f set values = j.values, title = j.title,
    state = case when f.values is distinct from j.values then 'open' else f.state end
from judged_faults j
where f.mended_at is null and f.check_code = j.check_code and f.unit_id = j.unit_id and f.record_id = j.record_id
  and (f.values is distinct from j.values or f.title <> j.title)
"""
_OPEN = """
insert into quality_finding (check_code, unit_id, record_id, title, values, state, found_at, explanation, explained_by)
select j.check_code, j.unit_id, j.record_id, j.title, j.values, 'open', %(at)s, '', ''
from judged_faults j
on conflict (check_code, unit_id, record_id) where mended_at is null do nothing
"""
_STURDY = "select set_config('enable_nestloop', %s, true)"
"""The planner knows nothing of tables that were empty a moment ago and would walk them row by row."""
_FORGET_TALLIES = f"""
delete from quality_tally t where {_OF_SCOPE.format(alias="t")}
  and not exists (select 1 from judged_tallies j where j.unit_id = t.unit_id and j.check_code = t.check_code)
"""  # noqa: S608 - constant parts only
_TALLY = """
insert into quality_tally (unit_id, check_code, asked, failed, explained)
select j.unit_id, j.check_code, j.asked, j.failed, coalesce(e.explained, 0)
from judged_tallies j
left join (
    select unit_id, check_code, count(*) as explained from quality_finding
    where mended_at is null and state = 'explained' group by unit_id, check_code
) e using (unit_id, check_code)
on conflict (unit_id, check_code) do update
    set asked = excluded.asked, failed = excluded.failed, explained = excluded.explained
    where (quality_tally.asked, quality_tally.failed, quality_tally.explained)
        is distinct from (excluded.asked, excluded.failed, excluded.explained)
"""


def record_verdict(
    faults: pl.DataFrame, tallies: pl.DataFrame, *, codes: Sequence[str], units: Reach, at: datetime
) -> tuple[int, int]:
    """How many findings came up and how many were mended, among these checks and units."""
    scope: dict[str, Any] = {"codes": list(codes), "units": units.sql(), "at": at}
    with (
        _carried("judged_faults", _FAULTS, faults.select(list(FAULTS))),
        _carried("judged_tallies", _TALLIES, tallies.select(list(TALLIES))),
        connection.cursor() as cursor,
    ):
        cursor.execute(_STURDY, ["off"])
        cursor.execute(_MEND, scope)
        mended = cursor.rowcount
        cursor.execute(_FOLLOW, scope)
        cursor.execute(_OPEN, scope)
        found = cursor.rowcount
        cursor.execute(_FORGET_TALLIES, scope)
        cursor.execute(_TALLY, scope)
        cursor.execute(_STURDY, ["on"])
    return found, mended


@contextmanager
def _carried(table: str, columns: str, frame: pl.DataFrame) -> Iterator[None]:
    """The frame as a temporary table for the block."""
    content = BytesIO()
    frame.write_csv(content, include_header=False, quote_style="necessary")
    with connection.cursor() as cursor:
        _clear(cursor, table)
        cursor.execute(f"create temporary table {table} ({columns}) on commit drop")
        with cursor.copy(f"copy {table} from stdin (format csv)") as copy:
            copy.write(content.getvalue())
        cursor.execute(f"analyze {table}")
        yield
        _clear(cursor, table)


def _clear(cursor: Any, table: str) -> None:
    cursor.execute(f"drop table if exists pg_temp.{table}")
