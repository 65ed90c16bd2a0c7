"""How far a unit reaches: what permissions over a subtree are made of.

These are asked before any reach is bound, so the database computes them with its owner's eyes; they give ids.
"""

from __future__ import annotations

from datetime import date

from django.db import connection

from khuevan.kernel.access import Reach

_ON = """
with recursive below(id) as (
    select id from organisations_orgunit where id = %(unit)s
    union
    select s.unit_id from below b join organisations_subordination s on s.parent_id = b.id
    where s.valid_from <= %(on)s and (s.valid_until is null or %(on)s < s.valid_until)
)
select coalesce(range_agg(int4range(id, id, '[]')), '{}'::int4multirange)::text from below
"""


def descendants(unit_id: int, on: date | None = None) -> Reach:
    """The unit and all that stands under it on either line.

    Without a day, or on the day of the stored picture or later: the present tree, closed units under their
    last parents included, and the units that were merged into one of it wholly, with theirs; so the officers
    of a department keep the records of the departments and districts that became part of it.

    On an earlier day: the units that stood under it on that very day, as far as the bound actor may see.
    """
    with connection.cursor() as cursor:
        if on is not None:
            cursor.execute("select refreshed_on from organisations_treeversion")
            row = cursor.fetchone()
            if on < row[0]:
                cursor.execute(_ON, {"unit": unit_id, "on": on})
                return parse(cursor.fetchone()[0])
        cursor.execute("select organisations_reach(%s)::text", [[unit_id]])
        return parse(cursor.fetchone()[0])


def outline(reach: Reach) -> Reach:
    """The reach and everything above it, on either line: units whose name may be seen."""
    if reach.is_everything or not reach:
        return reach
    with connection.cursor() as cursor:
        cursor.execute("select organisations_outline(%s::int4multirange)::text", [reach.sql()])
        return parse(cursor.fetchone()[0])


def tree_version() -> int:
    """Grows with every act and is never given twice: what was read of the tree may be kept under this number."""
    with connection.cursor() as cursor:
        cursor.execute("select version from organisations_treeversion")
        row = cursor.fetchone()
    return int(row[0])


def parse(ranges: str) -> Reach:
    """The text of an int4multirange of finite ranges, "{[1,4),[7,8)}", as a reach."""
    pairs = ranges.strip("{}").replace("[", "").replace(")", "").split(",")
    numbers = [int(part) for part in pairs if part]
    return Reach(tuple(zip(numbers[::2], numbers[1::2], strict=True)))
