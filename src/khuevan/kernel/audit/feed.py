"""The log read on and on: every change of a row once, by whoever remembers where it stopped.

A lane is written by one transaction at a time and its numbers have no gaps, so what has a higher number than the mark
was not seen yet, and nothing with a lower number can still appear. Across lanes the entry's id is the order: who waited
for a row, or read what another had committed, wrote the later entry and has the higher id.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

_SINCE = """
select e.lane, e.seq, e.at, e.kind, e.table_name, e.row_id, e.unit_id, e.changes::text, e.id, e.act_id
from unnest(%s::smallint[], %s::bigint[]) m(lane, seq)
cross join lateral (
    select * from audit_entry a where a.lane = m.lane and a.seq > m.seq order by a.seq limit %s
) e
order by e.id
"""

_DECLARED = "select tgargs from pg_trigger where tgname = 'audit_update' and tgrelid = to_regclass(%s)"


@dataclass(frozen=True)
class RowChange:
    """kind: added, changed, removed; bulk for a load of many rows (`changes["ids"]` names them where rows were
    added); anything else changed no row."""

    lane: int
    seq: int
    at: datetime
    kind: str
    table: str
    row_id: str
    unit_id: int | None
    changes: Mapping[str, Any]
    id: int = 0
    act_id: UUID | None = None


@cache
def unit_column(table: str) -> str | None:
    """The column that names the unit of a followed table's rows, as `AuditRows` declared it to the database."""
    with connection.cursor() as cursor:
        cursor.execute(_DECLARED, [table])
        row = cursor.fetchone()
    return (bytes(row[0]).split(b"\0")[1].decode() or None) if row else None


def heads() -> dict[int, int]:
    """The number of the last entry of each lane."""
    with connection.cursor() as cursor:
        cursor.execute("select lane, seq from audit_head")
        return dict(cursor.fetchall())


def seal(marks: Mapping[int, int]) -> str:
    """Of the log up to these marks: the same numbers in another log, or in one that was restored and written on
    differently, have another seal; "" where the log does not reach that far."""
    reached = {lane: seq for lane, seq in marks.items() if seq > 0}
    with connection.cursor() as cursor:
        cursor.execute(
            """select e.lane, e.hash from unnest(%s::smallint[], %s::bigint[]) m(lane, seq)
               join audit_entry e on e.lane = m.lane and e.seq = m.seq order by e.lane""",
            [list(reached), list(reached.values())],
        )
        found = cursor.fetchall()
    if len(found) < len(reached):
        return ""
    return sha256(b"".join(lane.to_bytes(2, "big") + bytes(mark) for lane, mark in found)).hexdigest()


def rows_since(marks: Mapping[int, int], *, most: int = 1_000) -> list[RowChange]:
    """Entries after the marks (lane -> seq; a lane without one from its beginning), at most `most` a lane, in the
    order in which they were written: where a lane has more, nothing later than its last one is given of the others.

    Only what the transaction may see: a follower acts as the system.
    """
    lanes = sorted(heads())
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [lanes, [marks.get(lane, 0) for lane in lanes], most])
        found = [
            RowChange(lane, seq, at, kind, table, row_id, unit_id, json.loads(changes), number, act_id)
            for lane, seq, at, kind, table, row_id, unit_id, changes, number, act_id in cursor.fetchall()
        ]
    counts = Counter(change.lane for change in found)
    last = {change.lane: change.id for change in found}
    horizon = min((last[lane] for lane, count in counts.items() if count == most), default=None)
    return found if horizon is None else [change for change in found if change.id <= horizon]
