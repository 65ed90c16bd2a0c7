"""Real worker processes, and a table for the jobs to write to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from khuevan.kernel import access, database
from khuevan.kernel.database.address import Addresses
from khuevan.kernel.jobs import JobRun
from khuevan.kernel.testing.patience import PATIENCE

SOURCE = Path(__file__).resolve().parents[4]
_CODE = (
    "import gc; gc.disable(); import django; django.setup(); gc.freeze(); gc.enable();"
    "from khuevan.kernel.jobs.tests import specimen_jobs; specimen_jobs.know_accounts();"
    "from khuevan.kernel.jobs.worker import work; work(concurrency=2)"
)


def addresses() -> Addresses:
    found: Addresses = settings.DATABASE_ADDRESSES.on(str(connection.settings_dict["NAME"]))
    return found


def specimen_table() -> None:
    with psycopg.connect(**addresses().owner.libpq()) as owner:
        owner.execute("select pg_advisory_xact_lock(20271)")
        owner.execute(
            "create table if not exists jobs_specimen (id bigserial primary key, said text not null)"
        )


class Workers:
    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DATABASE_URL": addresses().app.url(),
            "DATABASE_OWNER_URL": addresses().owner.url(),
            "PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]),
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "KHUEVAN_LOG": "ERROR",
        }
        process = subprocess.Popen([sys.executable, "-c", _CODE], env=environment)
        self._processes.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self, process: subprocess.Popen[bytes]) -> int:
        process.terminate()
        return process.wait(timeout=PATIENCE)

    def end_all(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                self.kill(process)


def said(like: str) -> list[str]:
    """What the specimen jobs have written and committed."""
    with connection.cursor() as cursor:
        cursor.execute("select said from jobs_specimen where said like %s order by id", [f"{like}%"])
        return [row[0] for row in cursor.fetchall()]


def say(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into jobs_specimen (said) values (%s)", [words])


def fresh(run: JobRun) -> JobRun:
    with database.acting(access.system()):
        return JobRun.objects.get(pk=run.pk)


def wait_for(run: JobRun, reached: Callable[[JobRun], bool]) -> JobRun:
    """The run once `reached`; fails with what it looks like where that takes too long."""
    until = time.monotonic() + PATIENCE
    while not reached(found := fresh(run)):
        assert time.monotonic() < until, (
            f"{found}: {found.state}, {found.progress}/{found.total}, {found.message} {found.error}"
        )
        time.sleep(0.1)
    return found
