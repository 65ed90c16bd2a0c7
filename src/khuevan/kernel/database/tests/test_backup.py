"""Backup, wipe, restore against a real server: what was there is there again, or nothing has changed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from khuevan.kernel.database import archive, backup, restore, roles, states
from khuevan.kernel.database.address import Addresses
from khuevan.kernel.testing.patience import wait_until
from khuevan.kernel.testing.scarcity import files_no_longer_than

AT = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)

SCHEMA = """
create sequence loose start 7;
create type level as enum ('tiểu học', 'THCS');
create table school (id int primary key, name text not null, level level, opened date);
create table "Odd Name" (id bigint generated always as identity primary key, school_id int not null
    references school, content jsonb, bytes bytea, moment timestamptz, span int4multirange, tail text,
    length int generated always as (length(tail)) stored);
create table keyless (a text, b float8);
create table log (id int primary key, line text);
create function note() returns trigger language plpgsql as $$
begin
    insert into log select coalesce(max(id), 0) + 1, 'one row; COPY x (y) FROM stdin;' from log;
    return new;
end $$;
create trigger noted after insert on "Odd Name" for each row execute function note();
alter table "Odd Name" enable row level security;
alter table "Odd Name" force row level security;
create policy reach on "Odd Name" for all to khuevan_app using (school_id <@ coalesce(nullif(
    current_setting('khuevan.reach', true), ''), '{}')::int4multirange);
create policy owner on "Odd Name" for all to khuevan_owner using (true) with check (true);
revoke all on log from khuevan_app;
grant select on log to khuevan_app;
insert into school values (1, E'Trường Tiểu học Đạ\\tLây\\\\', 'tiểu học', '2001-09-05'),
    (2, E'Nà\\nTẩu', null, null);
insert into "Odd Name" (school_id, content, bytes, moment, span, tail) values
    (1, '{"điểm": [8.25, null]}', '\\x00ff10', '2026-09-05 07:00+07', '{[1,5),[9,12)}', E'\\\\.'),
    (2, null, null, 'infinity', '{}', E'\\\\.\\nCOPY public.school (id) FROM stdin;\\n1');
insert into keyless values ('b', 0.1), ('a', 'NaN'), ('a', 'NaN'), (null, 1e300);
select nextval('loose');
"""


def fresh(suffix: str) -> Addresses:
    """A prepared database without tables."""
    addresses = settings.DATABASE_ADDRESSES.on(f"khuevan_backup_{suffix}_{os.getpid()}")
    assert addresses.admin is not None, "tests make databases: DATABASE_URL must be an administrator's log-in"
    with psycopg.connect(**addresses.admin.libpq(), autocommit=True) as control:
        roles.drop_database(control, addresses.app.name)
    roles.prepare(addresses)
    return addresses


def drop(addresses: Addresses) -> None:
    assert addresses.admin is not None
    with psycopg.connect(**addresses.admin.libpq(), autocommit=True) as control:
        roles.drop_database(control, addresses.app.name)


@pytest.fixture
def source() -> Iterator[Addresses]:
    addresses = fresh("source")
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        connection.execute(SCHEMA.encode())
    yield addresses
    drop(addresses)


@pytest.fixture
def target() -> Iterator[Addresses]:
    addresses = fresh("target")
    yield addresses
    drop(addresses)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "abcd").write_bytes(b"%PDF-1.7 " + bytes(range(256)) * 5000)
    (folder / "ab" / ".half.partial").write_bytes(b"an upload under way")
    return folder


def written(source: Addresses, store: Path, target: Path) -> archive.Manifest:
    return backup.write_backup(source.owner, source.app.user, store, target, at=AT, software="0.1.0")


def restored(target: Addresses, files: Path, path: Path, *, wipe: bool = False) -> archive.Manifest:
    with archive.reading(path) as opened:
        return restore.restore_backup(target.owner, target.app.user, files, opened, wipe=wipe)


def held(addresses: Addresses) -> dict[str, archive.TableState]:
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        states.stable(connection)
        return states.tables(connection)


def test_an_empty_database_holds_the_same_afterwards(
    source: Addresses, target: Addresses, store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "b.khuevan.zip"
    manifest = written(source, store, path)
    assert {name: state.rows for name, state in manifest.tables.items()} == {
        "public.Odd Name": 2, "public.keyless": 4, "public.log": 2, "public.school": 2,
    }  # fmt: skip
    assert path.stat().st_mode & 0o777 == 0o600
    restored(target, tmp_path / "new", path)
    assert held(target) == held(source) == manifest.tables
    assert (tmp_path / "new/ab/abcd").read_bytes() == (store / "ab/abcd").read_bytes()
    assert [path.name for path in (tmp_path / "new").rglob("*") if path.is_file()] == ["abcd"]


def test_what_guards_the_rows_comes_back_too(
    source: Addresses, target: Addresses, store: Path, tmp_path: Path
) -> None:
    written(source, store, tmp_path / "b.zip")
    restored(target, store, tmp_path / "b.zip")
    with psycopg.connect(**target.app.libpq()) as app:
        assert app.execute('select count(*) from "Odd Name"').fetchone() == (0,)
        app.execute("select set_config('khuevan.reach', '{[2,3)}', true)")
        assert app.execute('select school_id from "Odd Name"').fetchall() == [(2,)]
        app.execute("""insert into school values (3, 'Mới', 'THCS', null)""")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("delete from log")
    with psycopg.connect(**target.owner.libpq()) as owner:
        assert owner.execute("select nextval('loose')").fetchone() == (8,)
        owner.execute('insert into "Odd Name" (school_id, tail) values (1, $$x$$)')
        assert owner.execute("select count(*) from log").fetchone() == (3,)
        assert owner.execute('select max(id) from "Odd Name"').fetchone() == (3,)
        owner.execute("create table later (id int)")
    with psycopg.connect(**target.app.libpq()) as app:
        app.execute("insert into later values (1)")  # the owner's default privileges came back


def test_a_used_database_is_refused_unless_wiping_is_asked_for(
    source: Addresses, target: Addresses, store: Path, tmp_path: Path
) -> None:
    written(source, store, tmp_path / "b.zip")
    with psycopg.connect(**target.owner.libpq()) as connection:
        connection.execute("create table school (id int); insert into school values (99)")
        connection.execute("create view eye as select * from school; create type level as enum ('x')")
    foreign = tmp_path / "new" / "foreign"
    foreign.parent.mkdir()
    foreign.write_bytes(b"of another database")
    with pytest.raises(restore.TargetIsNotEmpty, match="holds 1 tables"):
        restored(target, foreign.parent, tmp_path / "b.zip")
    assert held(target)["public.school"].rows == 1
    manifest = restored(target, foreign.parent, tmp_path / "b.zip", wipe=True)
    assert held(target) == manifest.tables
    assert not foreign.exists()
    restored(target, foreign.parent, tmp_path / "b.zip", wipe=True)
    assert held(target) == manifest.tables


def test_a_backup_is_of_one_moment(source: Addresses, target: Addresses, store: Path, tmp_path: Path) -> None:
    """Rows committed while the dump runs are in neither the hashes nor the dump."""
    counted: list[str] = []

    def meanwhile(what: str) -> None:
        if what.startswith("dumping"):
            with psycopg.connect(**source.owner.libpq()) as other:
                other.execute("insert into school values (50, 'sau', null, null)")
            counted.append(what)

    manifest = backup.write_backup(
        source.owner, source.app.user, store, tmp_path / "b.zip", at=AT, software="0.1.0", say=meanwhile
    )
    assert counted
    restored(target, store, tmp_path / "b.zip")
    assert held(target)["public.school"] == manifest.tables["public.school"]
    assert held(source)["public.school"].rows == 3


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9, 0.999])
def test_a_torn_archive_is_refused(
    source: Addresses, target: Addresses, store: Path, tmp_path: Path, keep: float
) -> None:
    whole = tmp_path / "b.zip"
    written(source, store, whole)
    content = whole.read_bytes()
    whole.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(archive.ArchiveIsDamaged, match="not a whole archive"):
        restored(target, store, whole)
    assert held(target) == {}


@pytest.mark.parametrize("member", [archive.DATABASE, "files/ab/abcd", archive.MANIFEST])
def test_one_changed_byte_is_found_and_named(
    source: Addresses, target: Addresses, store: Path, tmp_path: Path, member: str
) -> None:
    path = tmp_path / "b.zip"
    written(source, store, path)
    with zipfile.ZipFile(path) as opened:
        info = opened.getinfo(member)
        begins = opened.open(member)._orig_compress_start  # type: ignore[attr-defined]
    content = bytearray(path.read_bytes())
    content[begins + info.file_size // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(archive.ArchiveIsDamaged, match=member.replace(".json", "")):
        restored(target, store, path)
    assert held(target) == {}


def rewritten(path: Path, change: dict[str, bytes | None]) -> None:
    """Another archive with valid checksums of its own, as a forger would make it."""
    with zipfile.ZipFile(path) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    members.update({name: content for name, content in change.items() if content is not None})
    with zipfile.ZipFile(path, "w") as made:
        for name, content in members.items():
            if change.get(name, content) is not None:
                made.writestr(name, content)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"files/ab/abcd": b"another"}, "files/ab/abcd was changed"),
        ({"files/ab/abcd": None}, "files/ab/abcd is missing"),
        ({"files/../../etc/passwd": b"x"}, "does not belong"),
        ({archive.DATABASE: b"not zstd"}, "database.sql.zst was changed"),
        ({archive.MANIFEST: None}, "no manifest"),
        ({archive.MANIFEST: b"{}"}, "manifest cannot be read"),
        ({archive.MANIFEST: b'{"format": "other"}'}, "not a backup of this platform"),
        ({archive.MANIFEST: b'{"format": "khuevan-backup", "format_version": 9}'}, "format 9"),
    ],
)
def test_a_forged_archive_is_refused(
    source: Addresses,
    target: Addresses,
    store: Path,
    tmp_path: Path,
    change: dict[str, bytes | None],
    reason: str,
) -> None:
    path = tmp_path / "b.zip"
    written(source, store, path)
    rewritten(path, change)
    with pytest.raises(archive.ArchiveIsDamaged, match=reason):
        restored(target, store, path)
    assert held(target) == {}


def test_a_manifest_that_promises_other_rows_leaves_the_database_as_it_was(
    source: Addresses, target: Addresses, store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "b.zip"
    manifest = written(source, store, path)
    with psycopg.connect(**target.owner.libpq()) as connection:
        connection.execute("create table before (id int)")
    lie = manifest.to_json().replace(manifest.tables["public.school"].sha256.encode(), b"0" * 64)
    rewritten(path, {archive.MANIFEST: lie})
    with pytest.raises(restore.RestoreFailed, match=r"table public.school: the rows differ"):
        restored(target, store, path, wipe=True)
    assert list(held(target)) == ["public.before"]


def test_a_table_hidden_from_the_owner_is_not_silently_left_out(
    source: Addresses, store: Path, tmp_path: Path
) -> None:
    with psycopg.connect(**source.owner.libpq()) as connection:
        connection.execute('drop policy owner on "Odd Name"')
    with pytest.raises(backup.BackupFailed, match="hides rows of Odd Name"):
        written(source, store, tmp_path / "b.zip")
    assert list(tmp_path.glob("*b.zip*")) == []


def test_an_older_backup_is_never_replaced(source: Addresses, store: Path, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"older")
    with pytest.raises(FileExistsError, match="never replaced"):
        written(source, store, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == b"older"


def test_only_our_own_old_archives_are_forgotten(tmp_path: Path) -> None:
    names = [backup.archive_name(AT.replace(day=day)) for day in (1, 2, 3)]
    for name in [*names, "khuevan-mine.khuevan.zip", "notes.txt"]:
        (tmp_path / name).touch()
    assert [path.name for path in backup.forget_old(tmp_path, 2)] == names[:1]
    assert backup.forget_old(tmp_path, 0)[-1].name == names[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        names[2],
        "khuevan-mine.khuevan.zip",
        "notes.txt",
    ]


@pytest.mark.process
def test_a_killed_backup_leaves_nothing_that_looks_whole(source: Addresses, tmp_path: Path) -> None:
    store = tmp_path / "files"
    store.mkdir()
    (store / "big").write_bytes(os.urandom(1 << 20))
    for number in range(300):
        os.link(store / "big", store / f"big{number}")
    code = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path\n"
        "from khuevan.kernel.database import address, backup\n"
        "owner, files, target = address.parse(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])\n"
        "backup.write_backup(owner, 'khuevan_app', files, target,\n"
        "    at=datetime.now(UTC), software='0.1.0', say=lambda what: print(what, flush=True))"
    )
    target = tmp_path / "out" / "b.khuevan.zip"
    target.parent.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", code, source.owner.url(), str(store), str(target)],
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert process.stdout is not None
    while not process.stdout.readline().startswith(b"dumping"):
        assert process.poll() is None
    wait_until(
        lambda: sum(path.stat().st_size for path in target.parent.iterdir()) >= 5 << 20, "5 MB", every=0.002
    )
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = list(target.parent.iterdir())
    assert [path.name.endswith(".partial") for path in left] == [True]
    with pytest.raises(archive.ArchiveIsDamaged), archive.reading(left[0]):
        pass


def test_a_disk_that_takes_no_more_is_said_so(source: Addresses, store: Path, tmp_path: Path) -> None:
    with (
        files_no_longer_than(100_000),
        pytest.raises(backup.BackupFailed, match="could not be written: File too large"),
    ):
        written(source, store, tmp_path / "b.zip")
    assert list(tmp_path.glob("*b.zip*")) == []
