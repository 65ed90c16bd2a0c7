"""Two who import at the same moment, and a commit that dies: on real connections, in a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from khuevan.kernel import access, database, jobs
from khuevan.kernel.access import Actor
from khuevan.kernel.jobs.progress import Line
from khuevan.kernel.records.tests.specimens.models import Plant
from khuevan.kernel.records.tests.specimens.permissions import EDIT_PLANTS, VIEW_PLANTS
from khuevan.kernel.sheets import services, tasks
from khuevan.kernel.sheets.models import Changes, Import
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import commit, finish, take_in, undo, workbook

from .specimens import PLANTS, build_bed

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("committed")]
AT = datetime(2026, 9, 5, 1, 0, tzinfo=UTC)
HEAD = ["Mã cây", "Tên cây", "Ngày trồng"]


def clerk_of(bed: int, account: int) -> Actor:
    return actor(EDIT_PLANTS, VIEW_PLANTS, units=[bed], account_id=account)


def rows(first: int, count: int) -> bytes:
    return workbook(("A", [HEAD, *([f"{first + n:06}", f"Cây {n}", "05/09/2020"] for n in range(count))]))


def tags(bed: int) -> list[str]:
    with database.acting(access.system()):
        return list(Plant.objects.filter(bed_id=bed).order_by("tag").values_list("tag", flat=True))


class Elsewhere(threading.Thread):
    """Commits an import on a connection of its own."""

    def __init__(self, who: Actor, made: Import) -> None:
        super().__init__(daemon=True)
        self.who, self.made, self.problem = who, made, ""
        self.start()

    def run(self) -> None:
        try:
            finish(self.who, self.made)
        except Exception as problem:
            self.problem = repr(problem)
        finally:
            connection.close()


def begun(who: Actor, made: Import) -> Import:
    with database.acting(who):
        return services.commit_import(who, made, at=AT, partial=False)


def test_two_clerks_of_two_units_do_not_wait_and_two_of_one_add_each_row_once() -> None:
    one, other = build_bed("Một"), build_bed("Hai")
    first, second, third = clerk_of(one, 910_001), clerk_of(other, 910_065), clerk_of(one, 910_002)
    slow = begun(first, take_in(first, PLANTS, one, rows(910_000, 30)))
    free = begun(second, take_in(second, PLANTS, other, rows(920_000, 30)))
    same = begun(third, take_in(third, PLANTS, one, rows(910_000, 30)))
    with database.acting(first):
        run = jobs.JobRun.objects.get(pk=slow.run_id)
    with Line(run.pk) as line, database.acting(first):
        tasks.commit_import(jobs.Progress(run, first, line), import_id=slow.pk)
        neighbour, twin = Elsewhere(second, free), Elsewhere(third, same)
        neighbour.join(20)
        assert not neighbour.is_alive(), "an import of another unit ends while this one is not committed yet"
        twin.join(0.5)
        assert twin.is_alive(), "an import of the same list waits"
    twin.join(20)
    assert (neighbour.problem, twin.problem, twin.is_alive()) == ("", "", False)
    assert (len(tags(one)), len(tags(other))) == (30, 30)
    with database.acting(third):
        same.refresh_from_db()
    assert (same.state, same.counts["added"]) == ("committed", 0)


_DYING = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "khuevan.config.settings_test"
import django; django.setup()
from django.conf import settings
from django.db import connection
import json, pathlib
from khuevan.kernel import access, database, jobs
from khuevan.kernel.jobs.progress import Line
from khuevan.kernel.sheets import tasks
from khuevan.kernel.sheets.tests import specimens
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.records.tests.specimens.permissions import EDIT_PLANTS
given = json.loads(sys.argv[1])
connection.settings_dict.update(given["database"]); settings.FILES_ROOT = pathlib.Path(given["files"])
who = actor(EDIT_PLANTS, units=[given["bed"]], account_id=given["account"])
with database.acting(who):
    run = jobs.JobRun.objects.get(pk=given["run"])
with Line(run.pk) as line, database.acting(who):
    tasks.commit_import(jobs.Progress(run, who, line), import_id=given["made"])
    assert specimens.Plant.objects.filter(bed_id=given["bed"]).count() == 40
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_commit_whose_process_is_killed_leaves_nothing_and_runs_again() -> None:
    import json

    bed = build_bed("Ba")
    who = clerk_of(bed, 910_003)
    made = begun(who, take_in(who, PLANTS, bed, rows(930_000, 40)))
    wanted = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
    given: dict[str, Any] = {
        "database": {name: str(connection.settings_dict[name]) for name in wanted}, "files": str(settings.FILES_ROOT),
        "bed": bed, "account": who.account_id, "run": made.run_id, "made": made.pk,
    }  # fmt: skip
    died = subprocess.run(
        [sys.executable, "-c", _DYING, json.dumps(given)],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr[-2000:]
    with database.acting(who):
        made.refresh_from_db()
        assert (made.state, Changes.objects.filter(pk=made.pk).exists()) == ("checked", False)
    assert tags(bed) == []
    finish(who, made)
    assert (made.state, len(tags(bed))) == ("committed", 40)
    undo(who, made)
    assert commit(who, take_in(who, PLANTS, bed, rows(940_000, 1))).counts["added"] == 1
