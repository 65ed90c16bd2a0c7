"""The tree on any day, on either line, as far as the bound actor may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from khuevan.kernel.access import Actor

from ..choices import Line, UnitKind
from ..models import OrgUnit

_COLUMNS = """
    u.id, u.code, coalesce(s.name, u.name) as name, coalesce(s.kind, u.kind) as kind, u.opened_on, u.closed_on,
    exists (
        select 1 from organisations_subordination c join organisations_orgunit k on k.id = c.unit_id
        where c.parent_id = u.id and c.line = %(line)s and c.valid_from <= %(on)s
          and (c.valid_until is null or %(on)s < c.valid_until)
    ) as has_children
"""
_STATE = """
    left join organisations_unitstate s
      on s.unit_id = u.id and s.valid_from <= %(on)s and (s.valid_until is null or %(on)s < s.valid_until)
"""
_ALIVE = "u.opened_on <= %(on)s and (u.closed_on is null or %(on)s < u.closed_on)"

_CHILDREN = f"""
select {_COLUMNS}
from organisations_subordination p join organisations_orgunit u on u.id = p.unit_id {_STATE}
where p.parent_id = %(unit)s and p.line = %(line)s and p.valid_from <= %(on)s
  and (p.valid_until is null or %(on)s < p.valid_until)
order by coalesce(s.kind, u.kind) in ('ministry', 'department', 'district_office', 'commune') desc,
         coalesce(s.sort_key, u.sort_key), u.id
"""  # noqa: S608 - constant parts only

_ROOTS = f"""
select {_COLUMNS}
from organisations_orgunit u {_STATE}
where {_ALIVE} and not exists (
    select 1 from organisations_subordination p join organisations_orgunit o on o.id = p.parent_id
    where p.unit_id = u.id and p.line = %(line)s and p.valid_from <= %(on)s
      and (p.valid_until is null or %(on)s < p.valid_until)
)
order by coalesce(s.sort_key, u.sort_key), u.id
limit 200
"""  # noqa: S608 - constant parts only

_ANCESTORS = f"""
with recursive up(id, depth) as (
    select %(unit)s::integer, 0
    union all
    select p.parent_id, up.depth + 1 from up join organisations_subordination p
      on p.unit_id = up.id and p.line = %(line)s and p.valid_from <= %(on)s
     and (p.valid_until is null or %(on)s < p.valid_until)
    where up.depth < 16
)
select u.id, u.code, coalesce(s.name, u.name), coalesce(s.kind, u.kind), u.opened_on, u.closed_on, true
from up join organisations_orgunit u on u.id = up.id
{_STATE}where up.depth > 0
order by up.depth desc
"""  # noqa: S608 - constant parts only


@dataclass(frozen=True)
class Node:
    """A unit in the tree of one day."""

    id: int
    code: str
    name: str
    kind: UnitKind
    opened_on: date
    closed_on: date | None
    has_children: bool


def children(unit_id: int, *, on: date, line: Line = Line.MANAGING) -> list[Node]:
    """Units directly under it on the day, bodies first, in Vietnamese order of names."""
    return _nodes(_CHILDREN, unit=unit_id, on=on, line=line)


def home_or_root(actor: Actor, *, everything: bool, on: date, line: Line = Line.MANAGING) -> int | None:
    """The unit that a page is about where none is asked for: the actor's home; without one, for who sees everything, the
    highest."""
    if actor.home_unit_id is not None or not everything:
        return actor.home_unit_id
    found = roots(on=on, line=line)
    return found[0].id if found else None


def roots(*, on: date, line: Line = Line.MANAGING) -> list[Node]:
    """The highest units to be seen on the day: the ministry, or where one's own outline begins."""
    return _nodes(_ROOTS, on=on, line=line)


def ancestors(unit_id: int, *, on: date, line: Line = Line.MANAGING) -> list[Node]:
    """Units above it on the day, the highest first."""
    return _nodes(_ANCESTORS, unit=unit_id, on=on, line=line)


def _nodes(statement: str, *, on: date, line: Line, unit: int | None = None) -> list[Node]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"unit": unit, "on": on, "line": line.value})
        return [_node(row) for row in cursor.fetchall()]


def _node(row: Sequence[object]) -> Node:
    unit_id, code, name, kind, opened_on, closed_on, has_children = row
    assert isinstance(unit_id, int)
    assert isinstance(opened_on, date)
    assert closed_on is None or isinstance(closed_on, date)
    return Node(unit_id, str(code), str(name), UnitKind(str(kind)), opened_on, closed_on, bool(has_children))


def above() -> list[tuple[int, int]]:
    """(body, unit) for every unit to be seen and each body above it today on either line, itself included."""
    pairs: set[tuple[int, int]] = set()
    for pk, *paths in OrgUnit.objects.values_list("pk", "managing_path", "professional_path"):
        pairs.update((int(part), pk) for path in paths for part in path.strip("/").split("/") if part)
    return sorted(pairs)


_UNDER = """
with recursive under(place, id, depth) as (
    select r.id, r.id, 0 from unnest(%(units)s::integer[]) r(id)
    union
    select u.place, p.unit_id, u.depth + 1 from under u join organisations_subordination p
      on p.parent_id = u.id and p.line = %(line)s and p.valid_from <= %(on)s
     and (p.valid_until is null or %(on)s < p.valid_until)
    where u.depth < 16
)
select distinct place, id from under
"""
_MERGED = """
select s.successor_id, s.predecessor_id
from organisations_succession s join organisations_orgunit g on g.id = s.predecessor_id
where g.closed_on <= %(on)s and not exists (
    select 1 from organisations_succession o
    where o.predecessor_id = s.predecessor_id and o.successor_id <> s.successor_id
)
"""


def under(
    unit_ids: Sequence[int], *, on: date, line: Line = Line.MANAGING, with_merged: bool = False
) -> list[tuple[int, int]]:
    """(asked, unit) for each of the units and everything that stands under it on that day and line, itself included.

    with_merged: and the units that one of these took over wholly by that day, which stand nowhere any more but have
    records still; of one that was divided nobody has all, so it is under none.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNDER, {"units": list(unit_ids), "line": line.value, "on": on})
        pairs = [(int(place), int(unit)) for place, unit in cursor.fetchall()]
        if not with_merged:
            return pairs
    return [*pairs, *_taken_over(pairs, _gone(on))]


def merged_into(units: Collection[int], *, on: date) -> dict[int, int]:
    """Unit that one of these took over wholly by that day, itself or through others -> that one."""
    pairs = _taken_over([(one, one) for one in units], _gone(on))
    return {unit: heir for heir, unit in pairs}


def _gone(on: date) -> dict[int, list[int]]:
    """By heir the units that it took over."""
    gone: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MERGED, {"on": on})
        for heir, unit in cursor.fetchall():
            gone.setdefault(int(heir), []).append(int(unit))
    return gone


def _taken_over(pairs: list[tuple[int, int]], gone: dict[int, list[int]]) -> list[tuple[int, int]]:
    """gone: by heir the units that it took over, which may have taken over others before. Few, so they are followed here:
    within the statement every unit would be compared with each of them."""
    known = set(pairs)
    found: list[tuple[int, int]] = []
    waiting = [pair for pair in pairs if pair[1] in gone]
    while waiting:
        place, heir = waiting.pop()
        new = [(place, unit) for unit in gone.get(heir, ()) if (place, unit) not in known]
        known.update(new)
        found += new
        waiting += new
    return found
