"""Writes a backup: the database at one moment, and the stored files, in one archive.

Runs as the owner. A transaction in REPEATABLE READ exports its snapshot; PostgreSQL's own `pg_dump`
reads in the same snapshot, so the hashes in the manifest and the dump speak of the same moment while
people go on working. Files follow afterwards: they are named by their content and written before the row that
names them, so each row of the snapshot finds its file in the archive.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import zstandard

from . import server, states
from .address import Login
from .archive import DATABASE, FILES, SUFFIX, Manifest, Writer, writing

Say = Callable[[str], None]
_BLOCK = 1 << 20
_LEVEL = 3


class BackupFailed(Exception):
    """No backup was written. The message says why."""


def write_backup(
    owner: Login,
    app_role: str,
    files: Path,
    target: Path,
    *,
    at: datetime,
    software: str,
    say: Say = lambda _: None,
) -> Manifest:
    """Writes `target`, whole or not at all. Raises BackupFailed, FileExistsError.

    files: the folder of stored files; may not exist yet. at: aware. say: told what is being done.
    """
    try:
        with psycopg.connect(**owner.libpq()) as connection, writing(target) as archive:
            connection.execute("set transaction isolation level repeatable read, read only")
            states.stable(connection)
            if hidden := states.hidden(connection):
                raise BackupFailed(
                    f"row-level security hides rows of {hidden[0]} from {owner.user}: nothing written"
                )
            snapshot = _one(connection, "select pg_export_snapshot()")
            say("reading tables")
            manifest = Manifest(
                made_at=at.isoformat(),
                software=software,
                server=str(_one(connection, "show server_version")).split(" ")[0],
                owner=owner.user,
                app=app_role,
                migrations=states.migrations(connection),
                sequences=states.sequences(connection),
                guards=states.guards(connection),
                tables=states.tables(connection),
                members=archive.members,
            )
            say(f"dumping {len(manifest.tables)} tables, {manifest.rows:,} rows")
            _dump(owner, snapshot, connection.info.server_version // 10000, archive)
            count = 0
            for path in _stored(files):
                with suppress(
                    FileNotFoundError
                ):  # removed meanwhile: no row of the snapshot's future needs it
                    archive.copy(FILES + path.relative_to(files).as_posix(), path)
                    count += 1
            say(f"{count} stored files")
            archive.finish(manifest)
    except psycopg.Error as error:
        raise BackupFailed(f"the database refused: {str(error).strip()}") from error
    except FileExistsError:
        raise
    except OSError as error:
        raise BackupFailed(f"the archive could not be written: {error.strerror or error}") from error
    return manifest


def archive_name(at: datetime) -> str:
    """Sorts by age: khuevan-20260901T013000Z.khuevan.zip. at: aware, UTC."""
    return f"khuevan-{at:%Y%m%dT%H%M%SZ}{SUFFIX}"


def forget_old(folder: Path, keep: int) -> list[Path]:
    """Removes all but the `keep` youngest archives that bear our own kind of name; returns the removed."""
    pattern = re.compile(r"^khuevan-\d{8}T\d{6}Z" + re.escape(SUFFIX) + "$")
    ours = sorted(path for path in folder.iterdir() if pattern.match(path.name))
    old = ours[: max(0, len(ours) - max(1, keep))]
    for path in old:
        path.unlink()
    return old


def program(name: str, at_least: int) -> Path:
    """The newest of PostgreSQL's own programs that understands a server of major version `at_least`.

    The wheel's comes first; a server newer than the wheel needs the programs that came with it.
    """
    folders = [server.programs(), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if found := shutil.which(name):
        folders.append(Path(found).parent)
    for folder in folders:
        path = folder / name
        if path.exists() and _major(path) >= at_least:
            return path
    raise BackupFailed(
        f"{name} {at_least} or newer is not installed: apt install postgresql-client-{at_least}"
    )


def _dump(owner: Login, snapshot: str, major: int, archive: Writer) -> None:
    command = [
        str(program("pg_dump", major)),
        "--format=plain",
        "--no-owner",
        "--no-tablespaces",
        "--no-publications",
        "--no-subscriptions",
        "--no-security-labels",
        "--enable-row-security",
        "--encoding=UTF8",
        f"--snapshot={snapshot}",
    ]
    environment = {**os.environ, **owner.environment(), "LC_ALL": "C.UTF-8", "PGTZ": "UTC"}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment)
        assert process.stdout is not None
        try:
            with archive.member(DATABASE) as member:
                compressor = zstandard.ZstdCompressor(level=_LEVEL).compressobj()
                while block := process.stdout.read(_BLOCK):
                    member.write(compressor.compress(block))
                member.write(compressor.flush())
        finally:
            process.stdout.close()
            if process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=5)
            process.kill()
            code = process.wait()
        if code != 0:
            errors.seek(0)
            raise BackupFailed(f"pg_dump failed: {errors.read().decode(errors='replace').strip()[-600:]}")


def _stored(files: Path) -> Iterator[Path]:
    if not files.is_dir():
        return
    for path in sorted(files.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _major(path: Path) -> int:
    said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)(?:\.\d+)?", said)
    return int(found.group(1)) if found else 0


def _one(connection: psycopg.Connection[Any], statement: Any) -> Any:
    row = connection.execute(statement).fetchone()
    return row[0] if row else None
