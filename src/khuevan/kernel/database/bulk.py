"""Very many rows into a table by COPY: what would be checked and kept row by row is taken down and put up again at once.

Only over the owner's connection, within one transaction. Constraints hold as always: they are made anew over all rows,
and what would not have been let in fails there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

MANY = 200_000
"""Rows from which on a table's indexes stay up: to make them anew over all would take longer than to keep them."""

# Foreign keys and exclusions first, then indexes that no constraint needs; put up in the opposite order.
_PARTS = """
select format('alter table %%s drop constraint %%I', conrelid::regclass, conname),
       format('alter table %%s add constraint %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
from pg_constraint where conrelid = %(table)s::regclass and contype in ('f', 'x') and conparentid = 0
union all
select 'drop index ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
from pg_index i where indrelid = %(table)s::regclass
    and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
"""


@contextmanager
def unbound(*tables: str, rest: tuple[tuple[str, str], ...] = ()) -> Iterator[Any]:
    """Until the block ends, row-level security does not bind the owner for these tables (PostgreSQL refuses COPY into a
    table whose policies bind the role), and their foreign keys, exclusions and indexes are down. `rest`: triggers (table,
    name) whose work the caller has done. Gives a cursor."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in tables:
            cursor.execute(f"alter table {table} no force row level security")
        for table, trigger in rest:
            cursor.execute(f"alter table {table} disable trigger {trigger}")
        parts = [part for table in tables for part in _parts(cursor, table)]
        for down, _up in parts:
            cursor.execute(down)
        yield cursor
        # PostgreSQL checks a new foreign key by one join, planned before it has ever counted the new rows.
        cursor.execute("set local enable_nestloop = off")
        for _down, up in reversed(parts):
            cursor.execute(up)
        cursor.execute("set local enable_nestloop to default")
        for table, trigger in rest:
            cursor.execute(f"alter table {table} enable trigger {trigger}")
        for table in tables:
            cursor.execute(f"alter table {table} force row level security")


def _parts(cursor: Any, table: str) -> list[tuple[str, str]]:
    cursor.execute(f"select count(*) from (select from {table} limit {MANY}) counted")  # noqa: S608 - a name of the programme
    if cursor.fetchone()[0] == MANY:
        return []
    cursor.execute(_PARTS, {"table": table})
    return list(cursor.fetchall())


def analyze_new() -> None:
    """Lets the planner know the tables that it has never seen, where very many rows came in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(string_agg(oid::regclass::text, ', '), '') from pg_class"
            " where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples < 0"
            " and pg_has_role(relowner, 'member')"
        )
        (tables,) = cursor.fetchone()
        if tables:
            cursor.execute(f"analyze {tables}")
