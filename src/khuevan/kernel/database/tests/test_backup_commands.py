"""The commands as an operator runs them, on the whole migrated schema: backup, wipe, restore, same hashes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from khuevan.kernel.database import archive, roles, states
from khuevan.kernel.database.address import Addresses
from khuevan.kernel.testing.patience import PATIENCE
from khuevan.kernel.testing.plugin import migrated_template, state_of_migrations

pytestmark = pytest.mark.process
SOURCE = Path(__file__).resolve().parents[4]


class Server:
    """An installation of its own: database, data folder, and the commands run against both."""

    def __init__(self, addresses: Addresses, data: Path) -> None:
        self.addresses, self.data = addresses, data

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
            "PYTHONPATH": str(SOURCE),
            "KHUEVAN_ENV": "demo",
            "KHUEVAN_DATA": str(self.data),
            "DATABASE_URL": self.addresses.app.url(),
            "DATABASE_OWNER_URL": self.addresses.owner.url(),
        }
        return subprocess.run(
            [sys.executable, "-m", "khuevan", *words],
            env=environment, text=True, capture_output=True, check=False, timeout=PATIENCE,
        )  # fmt: skip

    def held(self) -> dict[str, archive.TableState]:
        with psycopg.connect(**self.addresses.owner.libpq()) as connection:
            states.stable(connection)
            return states.tables(connection)

    def guards(self) -> list[str]:
        with psycopg.connect(**self.addresses.owner.libpq()) as connection:
            return states.guards(connection)


@pytest.fixture
def server(tmp_path: Path, django_db_blocker: pytest.FixtureRequest) -> Iterator[Server]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    addresses = settings.DATABASE_ADDRESSES.on(f"khuevan_commands_{os.getpid()}")
    assert addresses.admin is not None
    with psycopg.connect(**addresses.admin.libpq(), autocommit=True) as control:
        roles.create_database(control, addresses, template=template.app.name)
    roles.prepare(addresses)
    data = tmp_path / "data"
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / "abcd").write_bytes(b"kept")
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        connection.execute(
            "insert into accounts_role (code, name, description, permissions, is_builtin, version)"
            " select 'r' || n, 'Vai trò ' || n, '', '{people.person:view}', false, 1 from generate_series(1, 500) n"
        )
    yield Server(addresses, data)
    with psycopg.connect(**addresses.admin.libpq(), autocommit=True) as control:
        roles.drop_database(control, addresses.app.name)


def empty(addresses: Addresses) -> None:
    """What a lost server leaves: roles and an empty database."""
    assert addresses.admin is not None
    with psycopg.connect(**addresses.admin.libpq(), autocommit=True) as control:
        roles.drop_database(control, addresses.app.name)
    roles.prepare(addresses)


def test_backup_wipe_restore_gives_the_same_hashes(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    before, guards = server.held(), server.guards()
    assert before["public.accounts_role"].rows >= 500
    assert before["public.audit_entry"].rows >= 500  # the triggers saw the rows above
    done = server.run("backup", str(folder), "--keep", "2")
    assert done.returncode == 0, done.stderr
    (path,) = folder.iterdir()
    printed = re.search(r"manifest SHA-256 ([0-9a-f]{64})", done.stdout)
    assert printed

    refused = server.run("restore", str(path))
    assert (refused.returncode, "say --wipe" in refused.stderr) == (1, True)

    empty(server.addresses)
    (server.data / "files" / "ab" / "abcd").unlink()
    assert server.held() == {}
    restored = server.run("restore", str(path), "--expect", printed.group(1))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert server.held() == before
    assert server.guards() == guards
    assert (server.data / "files" / "ab" / "abcd").read_bytes() == b"kept"

    with psycopg.connect(**server.addresses.owner.libpq()) as connection:
        connection.execute("delete from accounts_role where code like 'r%'")
        connection.execute("drop table accounts_grant cascade")
    wiped = server.run("restore", str(path), "--wipe")
    assert wiped.returncode == 0, wiped.stdout + wiped.stderr
    assert server.held() == before
    assert server.run("prepare").returncode == 0


def test_the_command_says_why_it_did_not_restore(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "b.khuevan.zip"
    assert server.run("backup", str(path)).returncode == 0
    assert server.run("restore", str(path), "--check-only").returncode == 0
    again = server.run("backup", str(path))
    assert (again.returncode, "an older backup is never replaced" in again.stderr) == (1, True)
    other = server.run("restore", str(path), "--wipe", "--expect", "0" * 64)
    assert (other.returncode, "this is another archive" in other.stderr) == (1, True)
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 255
    path.write_bytes(content)
    damaged = server.run("restore", str(path), "--wipe")
    assert damaged.returncode == 1
    assert "nothing restored, the archive is damaged: database.sql.zst" in damaged.stderr
    absent = server.run("restore", str(tmp_path / "none"))
    assert (absent.returncode, "there is no" in absent.stderr) == (1, True)


def test_an_archive_of_a_newer_version_is_refused(server: Server, tmp_path: Path) -> None:
    with psycopg.connect(**server.addresses.owner.libpq()) as connection:
        connection.execute(
            "insert into django_migrations (app, name, applied) values ('people', '0999_x', now())"
        )
    path = tmp_path / "b.khuevan.zip"
    assert server.run("backup", str(path)).returncode == 0
    done = server.run("restore", str(path), "--wipe")
    assert (done.returncode, "people.0999_x, this version does not" in done.stderr) == (1, True)


def test_a_database_of_another_version_is_not_upgraded_by_halves(server: Server) -> None:
    with psycopg.connect(**server.addresses.owner.libpq()) as connection:
        connection.execute("delete from django_migrations where app = 'signin' and name = '0002_protection'")
        connection.execute(
            "insert into django_migrations (app, name, applied) values"
            " ('people', '0003_of_old', now()), ('gone', '0001_no_room_of_ours', now())"
        )
        before = states.migrations(connection)
    done = server.run("prepare")
    assert (done.returncode, "1 bước nâng cấp" in done.stderr, "people.0003_of_old" in done.stderr) == (
        1,
        True,
        True,
    )
    assert "Traceback" not in done.stderr
    with psycopg.connect(**server.addresses.owner.libpq()) as connection:
        assert states.migrations(connection) == before
