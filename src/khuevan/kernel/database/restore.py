"""Puts a backup back: in one transaction, checked against the manifest before it is committed.

Runs as the owner. Either the database holds afterwards exactly what the archive promises, table by
table, or it holds what it held before.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import psycopg
import zstandard
from psycopg import sql

from . import states
from .address import Login
from .archive import DATABASE, FILES, ArchiveIsDamaged, Manifest, Reader

Say = Callable[[str], None]
_BLOCK = 1 << 18
_COPY = re.compile(rb"^COPY .+ FROM stdin;\n$")
_SKIPPED = (b"\\restrict ", b"\\unrestrict ", b"SET transaction_timeout ")
_LOCK_SECONDS = 20

_OURS = """
select case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
                      when 'S' then 'sequence' else 'table' end,
       c.oid::regclass::text
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
   and not exists (select from pg_depend d
                    where d.objid = c.oid
                      and (d.deptype = 'e' or c.relkind = 'S' and d.deptype in ('i', 'a')))
"""

_ROUTINES = """
select case p.prokind when 'a' then 'aggregate' when 'p' then 'procedure' else 'function' end,
       p.oid::regprocedure::text
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
 where n.nspname = 'public'
   and not exists (select from pg_depend d where d.objid = p.oid and d.deptype in ('e', 'i'))
"""

_TYPES = """
select case t.typtype when 'd' then 'domain' else 'type' end, t.oid::regtype::text
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
 where n.nspname = 'public' and t.typtype in ('e', 'd', 'c', 'r')
   and (t.typrelid = 0 or exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c'))
   and not exists (select from pg_depend d where d.objid = t.oid and d.deptype in ('e', 'i'))
"""

_DEFAULTS = """
select distinct case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
                when 'f' then 'functions' else 'types' end, g.rolname
  from pg_default_acl d join pg_namespace n on n.oid = d.defaclnamespace
 cross join lateral aclexplode(d.defaclacl) a join pg_roles g on g.oid = a.grantee
 where n.nspname = 'public' and d.defaclrole = current_user::regrole and g.oid <> d.defaclrole
   and d.defaclobjtype in ('r', 'S', 'f', 'T')
"""


class RestoreFailed(Exception):
    """Nothing was changed in the database. The message says why."""


class TargetIsNotEmpty(RestoreFailed):
    """The database holds tables already, and wiping them was not asked for."""


def restore_backup(
    owner: Login,
    app_role: str,
    files: Path,
    archive: Reader,
    *,
    wipe: bool = False,
    say: Say = lambda _: None,
) -> Manifest:
    """Verifies the archive, loads it, compares every table with the manifest, commits.

    Raises ArchiveIsDamaged before anything is touched; RestoreFailed after everything was rolled back.
    With `wipe` the database and the stored files that the archive does not know are removed.
    """
    manifest = archive.manifest
    say(f"verifying {len(manifest.members)} members")
    archive.verify()
    if (manifest.owner, manifest.app) != (owner.user, app_role):
        raise RestoreFailed(
            f"the archive belongs to the roles {manifest.owner} and {manifest.app}, this installation uses"
            f" {owner.user} and {app_role}: create roles with the archive's names"
        )
    try:
        with psycopg.connect(**owner.libpq()) as connection:
            connection.execute(f"set local lock_timeout = '{_LOCK_SECONDS}s'")
            if held := states.table_count(connection):
                if not wipe:
                    raise TargetIsNotEmpty(
                        f"the database holds {held} tables; say --wipe to replace all of them"
                    )
                say(f"removing {held} tables")
                _wipe(connection)
            _forget_default_privileges(connection)
            say(f"loading {manifest.rows:,} rows into {len(manifest.tables)} tables")
            with archive.member(DATABASE) as stream:
                _load(connection, _lines(stream))
            say("comparing every table with the manifest")
            _compare(connection, manifest)
            _put_files(archive, files)  # before the commit: no row may name a file that is not there
    except psycopg.errors.LockNotAvailable as error:
        raise RestoreFailed("somebody is working in the database: stop web and worker first") from error
    except psycopg.Error as error:
        raise RestoreFailed(f"the database refused: {str(error).strip()}") from error
    except OSError as error:
        raise RestoreFailed(f"the stored files could not be written: {error.strerror or error}") from error
    if wipe:
        _remove_foreign_files(manifest, files)
    say(f"{len(manifest.files)} stored files")
    return manifest


def _wipe(connection: psycopg.Connection[Any]) -> None:
    """Not `drop schema`: the schema carries the privileges of the application."""
    for query in (_OURS, _ROUTINES, _TYPES):
        for kind, name in connection.execute(query).fetchall():
            # regclass, regprocedure and regtype quote themselves; kind is one of ours.
            # "if exists": an earlier cascade may have taken it along.
            connection.execute(sql.SQL("drop {} if exists {} cascade").format(sql.SQL(kind), sql.SQL(name)))


def _forget_default_privileges(connection: psycopg.Connection[Any]) -> None:
    """They would add to what the archive grants table by table; it brings its own back at its end."""
    for kind, role in connection.execute(_DEFAULTS).fetchall():
        connection.execute(
            sql.SQL("alter default privileges in schema public revoke all on {} from {}").format(
                sql.SQL(kind), sql.Identifier(role)
            )
        )


def _lines(stream: Any) -> Iterator[bytes]:
    try:
        with zstandard.ZstdDecompressor().stream_reader(stream) as plain:
            yield from cast(Iterable[bytes], io.BufferedReader(cast(Any, plain), _BLOCK))
    except zstandard.ZstdError as error:
        raise ArchiveIsDamaged(f"{DATABASE} cannot be unpacked: {error}") from error


def _load(connection: psycopg.Connection[Any], lines: Iterator[bytes]) -> None:
    """Plays a plain dump of pg_dump: statements are sent in bunches, data blocks by COPY."""
    bunch: list[bytes] = []
    data_follows = False
    for line in lines:
        if line.startswith(b"-- Data for Name: "):
            data_follows = True
        if data_follows and _COPY.match(line):
            _send(connection, bunch)
            _copy(connection, line, lines)
            data_follows = False
        elif not line.startswith(_SKIPPED):
            bunch.append(line)
    _send(connection, bunch)


def _send(connection: psycopg.Connection[Any], bunch: list[bytes]) -> None:
    statements = b"".join(line for line in bunch if not line.startswith(b"--"))
    bunch.clear()
    if statements.strip():
        connection.execute(statements)


def _copy(connection: psycopg.Connection[Any], statement: bytes, lines: Iterator[bytes]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        block: list[bytes] = []
        size = 0
        for line in lines:
            if line == b"\\.\n":
                break
            block.append(line)
            size += len(line)
            if size > _BLOCK:
                copy.write(b"".join(block))
                block.clear()
                size = 0
        else:
            raise ArchiveIsDamaged("the dump ends in the middle of a table")
        copy.write(b"".join(block))


def _compare(connection: psycopg.Connection[Any], manifest: Manifest) -> None:
    """Raises RestoreFailed naming the first difference."""
    states.stable(connection)
    if hidden := states.hidden(connection):
        raise RestoreFailed(f"row-level security hides rows of {hidden[0]}: the restore cannot be checked")
    found = states.tables(connection)
    for name in sorted(found.keys() | manifest.tables.keys()):
        wanted, here = manifest.tables.get(name), found.get(name)
        if wanted is None or here is None:
            raise RestoreFailed(
                f"table {name} is {'foreign to' if wanted is None else 'missing from'} the archive"
            )
        if wanted.rows != here.rows:
            raise RestoreFailed(f"table {name}: {wanted.rows} rows expected, {here.rows} loaded")
        if wanted.sha256 != here.sha256:
            raise RestoreFailed(f"table {name}: the rows differ from those that were backed up")
    for name, value in manifest.sequences.items():
        if states.sequences(connection).get(name, -1) < value:
            raise RestoreFailed(f"sequence {name} stands below {value}: numbers would be given twice")
    difference = sorted(set(manifest.guards) ^ set(states.guards(connection)))
    if difference:
        raise RestoreFailed(f"a privilege, policy or trigger differs: {difference[0]}")


def _put_files(archive: Reader, files: Path) -> None:
    for member in archive.manifest.files:
        path = files / member.removeprefix(FILES)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        try:
            with archive.member(member) as source, partial.open("xb") as target:
                while block := source.read(_BLOCK):
                    target.write(block)
                target.flush()
                os.fsync(target.fileno())
            partial.chmod(0o600)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _remove_foreign_files(manifest: Manifest, files: Path) -> None:
    known = {files / member.removeprefix(FILES) for member in manifest.files}
    for path in list(files.rglob("*")) if files.is_dir() else []:
        if path.is_file() and path not in known:
            path.unlink()
