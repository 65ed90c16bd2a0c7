"""Who taught a level (or one of several) on a day, and which bodies stood above: whom a report is owed by, and to whom it
goes. Departments stand there even where no school of theirs is known: the ministry's installation holds no schools."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection

from khuevan.kernel import access, database

from ..choices import Line, UnitKind

_TEACHING = """
with recursive placed as not materialized (
    select unit_id, parent_id from organisations_subordination
    where line = %(line)s and valid_from <= %(on)s and (valid_until is null or %(on)s < valid_until)
),
taught as (
    select u.id from organisations_orgunit u
    left join organisations_unitstate s
      on s.unit_id = u.id and s.valid_from <= %(on)s and (s.valid_until is null or %(on)s < s.valid_until)
    where u.opened_on <= %(on)s and (u.closed_on is null or %(on)s < u.closed_on)
      and coalesce(s.levels, u.levels) && %(levels)s::varchar[]
      and (%(school)s::integer is null or u.id = %(school)s)
),
up(id, depth) as (
    select id, 0 from taught
    union
    select u.id, 0 from organisations_orgunit u
    where u.kind = 'department' and u.opened_on <= %(on)s and (u.closed_on is null or %(on)s < u.closed_on)
    union
    select p.parent_id, up.depth + 1 from up join placed p on p.unit_id = up.id where up.depth < 16
)
select u.id, u.code, coalesce(s.name, u.name), coalesce(s.kind, u.kind), p.parent_id, u.closed_on,
       u.id in (select id from taught)
from (select distinct id from up) x
join organisations_orgunit u on u.id = x.id
left join organisations_unitstate s
  on s.unit_id = u.id and s.valid_from <= %(on)s and (s.valid_until is null or %(on)s < s.valid_until)
left join placed p on p.unit_id = u.id
order by coalesce(s.sort_key, u.sort_key), u.id
"""


@dataclass(frozen=True)
class Teaching:
    """A unit that taught one of the levels on the day, or a body above such a unit. parent_id: on that day and line;
    closed_on: from which day it is no more, however long after the day asked about."""

    id: int
    code: str
    name: str
    kind: UnitKind
    parent_id: int | None
    closed_on: date | None
    teaches: bool


def teaching(
    *levels: str, on: date, line: Line = Line.MANAGING, school_id: int | None = None
) -> list[Teaching]:
    """In Vietnamese order of names, as far as the bound actor may see. school_id: only this one and the bodies above it;
    departments are there in any case."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TEACHING, {"levels": [*map(str, levels)], "on": on, "line": line.value, "school": school_id}
        )
        return [
            Teaching(int(pk), str(code), str(name), UnitKind(kind), parent, closed, bool(teaches))
            for pk, code, name, kind, parent, closed, teaches in cursor.fetchall()
        ]


@lru_cache(maxsize=32)
def taught(*levels: str, on: date, tree: int) -> tuple[Teaching, ...]:
    """In the whole tree, read once a day and `tree_version()` for whoever asks: the caller shows an actor only what that
    actor may see."""
    with database.acting(access.system()):
        return tuple(teaching(*levels, on=on))
