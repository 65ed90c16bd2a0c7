"""What a database holds, in a form that two databases can be compared by: hashes, counts, guards.

All of it is read within one transaction of the owner, which sees every row through a policy of its own.
"""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg
from psycopg import sql

from .archive import TableState

_STABLE = (
    "set local datestyle to 'ISO, YMD'",
    "set local timezone to 'UTC'",
    "set local extra_float_digits to 1",
    "set local bytea_output to 'hex'",
    "set local intervalstyle to 'postgres'",
    "set local row_security to on",
    "set local search_path to public",
)

_TABLES = """
select c.oid, n.nspname, c.relname
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'r' and c.relpersistence <> 't'
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
 order by 2, 3
"""

_COLUMNS = (
    "select attname from pg_attribute where attrelid = %s and attnum > 0 and not attisdropped order by attnum"
)

_KEY = """
select a.attname, a.attcollation <> 0
  from pg_index i
  cross join lateral unnest(i.indkey) with ordinality as k(attnum, place)
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
 where i.indrelid = %s and i.indisprimary order by k.place
"""

_HIDDEN = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p') and c.relrowsecurity
   and (c.relforcerowsecurity or not pg_has_role(current_user, c.relowner, 'usage'))
   and n.nspname !~ '^pg_'
   and not (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)
   and not exists (
       select from pg_policy p
        where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
          and pg_get_expr(p.polqual, p.polrelid) = 'true'
          and exists (select from unnest(p.polroles) r
                       where r = 0 or pg_has_role(current_user, r, 'usage')))
 order by 1
"""

_GUARDS = """
select 'grant ' || n.nspname || '.' || c.relname || ' to ' || coalesce(g.rolname, 'public')
       || ': ' || a.privilege_type
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 cross join lateral aclexplode(c.relacl) a left join pg_roles g on g.oid = a.grantee
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and a.grantee <> c.relowner
union all
select 'rows ' || n.nspname || '.' || c.relname
       || case when c.relforcerowsecurity then ' forced' else ' enabled' end
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relrowsecurity and n.nspname !~ '^pg_'
union all
select 'policy ' || schemaname || '.' || tablename || ' ' || policyname || ' ' || permissive
       || ' ' || cmd || ' ' || roles::text
       || ' using ' || coalesce(qual, '') || ' check ' || coalesce(with_check, '')
  from pg_policies
union all
select 'trigger ' || t.tgname || ' ' || t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
 where not t.tgisinternal and n.nspname !~ '^pg_'
union all
select 'function ' || p.oid::regprocedure || case when p.prosecdef then ' definer ' else ' ' end
       || encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex')
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
 where n.nspname = 'public'
union all
select 'grant function ' || p.oid::regprocedure || ' to ' || coalesce(g.rolname, 'public')
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
 cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
  left join pg_roles g on g.oid = a.grantee
 where n.nspname = 'public' and a.grantee <> p.proowner
"""

_SEQUENCES = "select schemaname || '.' || sequencename, coalesce(last_value, 0) from pg_sequences"


def stable(connection: psycopg.Connection[Any]) -> None:
    """Settings of the transaction under which the same rows give the same text on every server."""
    for statement in _STABLE:
        connection.execute(statement)


def tables(connection: psycopg.Connection[Any]) -> dict[str, TableState]:
    """Every table with its number of rows and the SHA-256 of its rows. Reads all of the data."""
    return {
        f"{schema}.{name}": _table(connection, oid, schema, name)
        for oid, schema, name in connection.execute(_TABLES).fetchall()
    }


def table_count(connection: psycopg.Connection[Any]) -> int:
    return len(connection.execute(_TABLES).fetchall())


def hidden(connection: psycopg.Connection[Any]) -> list[str]:
    """Tables of which row-level security could hide rows from the connected role."""
    return [name for (name,) in connection.execute(_HIDDEN).fetchall()]


def guards(connection: psycopg.Connection[Any]) -> list[str]:
    """Privileges, row-level security, policies, triggers, functions: what must not be lost on the way."""
    return sorted(line for (line,) in connection.execute(_GUARDS).fetchall())


def sequences(connection: psycopg.Connection[Any]) -> dict[str, int]:
    return dict(connection.execute(_SEQUENCES).fetchall())


def migrations(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """The migrations that made this schema, as Django wrote them down; none on an empty database."""
    if connection.execute("select to_regclass('public.django_migrations')").fetchone() == (None,):
        return []
    return connection.execute("select app, name from public.django_migrations order by app, name").fetchall()


def _table(connection: psycopg.Connection[Any], oid: int, schema: str, name: str) -> TableState:
    """Text rather than binary: it is the same on each version of PostgreSQL. Ordered by the key, bytewise."""
    columns = [sql.Identifier("kv", column) for (column,) in connection.execute(_COLUMNS, [oid]).fetchall()]
    key = [
        sql.SQL('{} collate "C"' if collated else "{}").format(sql.Identifier("kv", column))
        for column, collated in connection.execute(_KEY, [oid]).fetchall()
    ]
    statement = sql.SQL("copy (select {} from {} kv order by {}) to stdout").format(
        sql.SQL(", ").join(columns),
        sql.Identifier(schema, name),
        sql.SQL(", ").join(key) if key else sql.SQL('kv::text collate "C"'),
    )
    digest, rows = hashlib.sha256(), 0
    with connection.cursor() as cursor, cursor.copy(statement) as blocks:
        for block in blocks:
            digest.update(block)
            rows += bytes(block).count(b"\n")
    return TableState(rows, digest.hexdigest())
