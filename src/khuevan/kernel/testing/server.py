"""The running platform for browser and process tests: gunicorn on a free port over a database of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

from khuevan.kernel.database import address, roles

from . import softhsm
from .patience import PATIENCE
from .plugin import migrated_template, state_of_migrations

FAIR_WORKER = "khuevan.config.workers.FairWorker"
"""As the supervisor and the province's server have it."""


@dataclass
class Platform:
    """A live platform. `url` without a slash at its end; `environment` is what its processes run with."""

    url: str
    addresses: address.Addresses
    environment: dict[str, str]
    data: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs `python -m khuevan …` against this platform's database."""
        return subprocess.run(
            [sys.executable, "-m", "khuevan", *words], env=self.environment, text=True,
            capture_output=True, check=check,
        )  # fmt: skip

    def serve(self, *, workers: int = 1, threads: int = 4) -> subprocess.Popen[bytes]:
        """Starts the web server and waits until it answers."""
        port = self.url.rsplit(":", 1)[1]
        log = (self.data / "web.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "khuevan.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
             "--workers", str(workers), "--worker-class", FAIR_WORKER, "--threads", str(threads),
             "--log-level", "warning", "--graceful-timeout", "2", "--no-control-socket"],
            env=self.environment, start_new_session=True, stdout=log, stderr=log,
        )  # fmt: skip
        self.processes.append(process)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if process.poll() is not None:
                raise RuntimeError((self.data / "web.log").read_text()[-3000:])
            try:
                urllib.request.urlopen(f"{self.url}/ui/health", timeout=2).close()
            except urllib.error.HTTPError:
                return process
            except OSError:
                time.sleep(0.1)
            else:
                return process
        raise RuntimeError(f"no answer after {PATIENCE} s\n" + (self.data / "web.log").read_text()[-3000:])

    def worker(self) -> subprocess.Popen[bytes]:
        """Starts a job worker."""
        log = (self.data / "worker.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", "khuevan", "worker"], env=self.environment, start_new_session=True,
            stdout=log, stderr=log,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def connect(self, *, owner: bool = False) -> psycopg.Connection:
        login = self.addresses.owner if owner else self.addresses.app
        return psycopg.connect(**login.libpq(), autocommit=True)

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(12)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def connected(addresses: address.Addresses) -> Iterator[None]:
    """Django's connection of this process speaks to that database, as the application's role."""
    from django.conf import settings
    from django.db import connection

    before, login = settings.DATABASE_ADDRESSES, dict(connection.settings_dict)
    connection.close()
    settings.DATABASE_ADDRESSES = addresses
    connection.settings_dict.update(addresses.app.django())
    try:
        yield
    finally:
        connection.close()
        settings.DATABASE_ADDRESSES = before
        connection.settings_dict.update(
            {key: login[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_platform(
    data: Path, *, furnished: bool = True, mark: str = "live", workers: int = 1, apart: bool = False
) -> Iterator[Platform]:
    """A platform over a fresh clone of the migrated (and furnished) template; gone afterwards.

    apart: its files, keys and secrets are in `data` and nobody else's, as on another machine.
    """
    template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    name = f"khuevan_{mark}_{os.getpid()}"
    admin = template.admin
    assert admin is not None
    port = free_port()
    environment = {
        **environment_for(name),
        "KHUEVAN_ORIGINS": f"http://127.0.0.1:{port},http://localhost:{port}",
        "KHUEVAN_FACTS": str(data / "facts"),
        "KHUEVAN_FILES": str(data / "files"),
        "KHUEVAN_PKCS11": softhsm.LIBRARY,
        "SOFTHSM2_CONF": str(softhsm.settings_in(data)),
    }
    if apart:
        own = template.on(name)
        environment |= {
            "KHUEVAN_DATA": str(data), "DATABASE_URL": own.app.url(), "DATABASE_OWNER_URL": own.owner.url()
        }  # fmt: skip
    platform = Platform(f"http://127.0.0.1:{port}", template.on(name), environment, data)
    with psycopg.connect(**admin.libpq(), autocommit=True) as control:
        roles.drop_database(control, name)
        source = furnished_template(control, template) if furnished else template.app.name
        roles.create_database(control, template.on(name), template=source)
    if furnished:
        _take_along_what_was_kept(data, "facts", *(() if apart else ("files",)))
    try:
        platform.serve(workers=workers)
        yield platform
    finally:
        platform.end()
        with psycopg.connect(**admin.libpq(), autocommit=True) as control:
            roles.drop_database(control, name)


def _take_along_what_was_kept(own: Path, *folders: str) -> None:
    """What the furnished province keeps beside its database (rows for its figures, stored files), to go on from there.
    Platforms that run beside each other have databases of their own, whose numbers mean something else in each: they
    would overwrite, and clear away, what is kept under the same number."""
    from django.conf import settings

    for name in folders:
        if (settings.DATA / name).is_dir() and not (own / name).exists():
            shutil.copytree(settings.DATA / name, own / name)


_clones = count(1)
_APART = """
select setval(c.oid, coalesce(pg_sequence_last_value(c.oid), 1) + %s * 1000000) from pg_class c
where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i'))
"""
"""Sequences that belong to no column number states, under which processes keep what they read."""


@contextmanager
def on_a_clone(mark: str, *, furnished: bool = False) -> Iterator[address.Addresses]:
    """Django's connection, as the application, on a database of its own in which commits are real; gone afterwards."""
    from django.conf import settings
    from django.db import connection

    template = migrated_template(f"khuevan_template_{state_of_migrations()}")
    admin = template.admin
    assert admin is not None
    clone = template.on(f"khuevan_{mark}_{os.getpid()}")
    with psycopg.connect(**admin.libpq(), autocommit=True) as control:
        roles.drop_database(control, clone.app.name)
        source = furnished_template(control, template) if furnished else template.app.name
        roles.create_database(control, clone, template=source)
    with psycopg.connect(**{**admin.libpq(), "dbname": clone.app.name}, autocommit=True) as own:
        own.execute(_APART, [next(_clones)])  # no number of another database of this process comes again
    before = dict(connection.settings_dict), settings.DATABASE_ADDRESSES
    connection.close()
    connection.settings_dict.update(clone.app.django())
    settings.DATABASE_ADDRESSES = clone
    try:
        yield clone
    finally:
        connection.close()
        connection.settings_dict.update(before[0])
        settings.DATABASE_ADDRESSES = before[1]
        with psycopg.connect(**admin.libpq(), autocommit=True) as control:
            roles.drop_database(control, clone.app.name)


def environment_for(name: str) -> dict[str, str]:
    """What a process of ours runs with to use the database `name` of this server."""
    from django.conf import settings

    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "khuevan.config.settings",
        "KHUEVAN_ENV": "test",
        "KHUEVAN_SECOND_FACTOR_ROLES": "-",
        "PYTHONPATH": str(settings.ROOT / "src"),
        "KHUEVAN_DATABASE_NAME": name,
        "KHUEVAN_DATA": str(settings.DATA),
    }


def furnished_template(control: psycopg.Connection, template: address.Addresses) -> str:
    """The small demo province as a template, made once per state of migrations and generator."""
    name = f"khuevan_furnished_{state_of_migrations()}_{state_of_generator()}"
    control.execute("select pg_advisory_lock(20263)")
    if not control.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        for stale in control.execute(
            "select datname from pg_database where datname like 'khuevan_furnished_%%'"
        ).fetchall():
            roles.drop_database(control, stale[0])
        building = f"{name}_building"
        roles.create_database(control, template.on(building), template=template.app.name)
        done = subprocess.run(
            [sys.executable, "-m", "khuevan", "furnish", "--scale", "small"], text=True, capture_output=True,
            env={**environment_for(building), "KHUEVAN_ENV": "demo"}, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"the demo province could not be furnished:\n{done.stdout}\n{done.stderr}")
        control.execute(f'alter database "{building}" rename to "{name}"')
    control.execute("select pg_advisory_unlock(20263)")
    return name


def state_of_generator() -> str:
    import hashlib

    folder = Path(__file__).resolve().parents[2] / "demo"
    digest = hashlib.sha256()
    for file in sorted(folder.glob("**/*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object) -> Iterator[Platform]:
    """The furnished platform, shared by the browser tests of a run."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield from start_platform(tmp_path_factory.mktemp("platform"))
