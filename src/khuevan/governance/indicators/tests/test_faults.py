"""A real process that is killed while it writes, a disk that is full, and two who write at once: the old state stays."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from khuevan.governance.indicators import queries, services, tasks
from khuevan.governance.indicators.services import CannotFreeze, CannotWrite
from khuevan.governance.indicators.services.refreshing import WRITING
from khuevan.governance.indicators.store import Store, store
from khuevan.kernel import database, jobs
from khuevan.kernel.testing.scarcity import files_no_longer_than

from .builders import AT, COHO, ON, World, changed
from .test_store import THINGS, frame, held

WRITER = """
import os, sys, time
from pathlib import Path
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings_test")
import django
django.setup()
from khuevan.governance.indicators.store import Store
from khuevan.governance.indicators.tests.test_store import AT, CHANGED, ON, THINGS, frame
store = Store(Path(sys.argv[1]))
store.put_all([(THINGS, frame({1: [5], 2: [7, 8]}))], as_of=ON, at=AT, marks={0: 3})
def frames():
    yield THINGS, frame({1: [1], 2: [1], 3: [1]})
    print("written", flush=True)
    time.sleep(600)
store.put_all(frames(), as_of=ON, at=AT, marks={0: 9})
"""


def test_a_process_killed_while_it_writes_leaves_the_old_state_in_service(tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, env=dict(os.environ)
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait(300)
    kept = Store(tmp_path)
    assert len(list(tmp_path.glob("*.parquet"))) == 2, "the old file and the one that nobody names"
    assert held(kept) == {1: [5], 2: [7, 8]}
    state = kept.current()
    assert state is not None
    assert state.marks == {0: 3}
    assert kept.broken(state) == []
    kept.put_all([(THINGS, frame({4: [4]}))], as_of=state.as_of, at=AT, marks={})
    kept.put_all([(THINGS, frame({4: [4]}))], as_of=state.as_of, at=AT, marks={})
    assert len(list(tmp_path.glob("*.parquet"))) == 2, "what was left lying about is gone"


@pytest.fixture
def world() -> World:
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    return made


@pytest.mark.django_db
def test_a_full_disk_is_said_and_the_old_state_stays(world: World) -> None:
    """Some files fit yet, that of the learners does not."""
    before = store().current()
    assert before is not None
    files = sorted(file.name for file in store().root.iterdir())
    sizes = sorted((store().root / name).stat().st_size for name in before.names())
    full = (sizes[0] + sizes[-1]) // 2
    with files_no_longer_than(full), pytest.raises(CannotWrite, match="hết chỗ"):
        services.rebuild(actor=world.officer, at=AT)
    assert store().current() == before
    assert sorted(file.name for file in store().root.iterdir()) == files, (
        "what was half written makes room again"
    )
    with files_no_longer_than(full), pytest.raises(jobs.JobFailed, match="Số liệu trước đó vẫn được dùng"):
        tasks.rebuild.function(_Progress(world))  # type: ignore[attr-defined]
    changed(world.anh, ethnicity=COHO)
    with files_no_longer_than(500), pytest.raises(CannotWrite):
        services.follow(at=AT)
    assert store().current() == before
    assert [one.whole for one in services.follow(at=AT)] == [False], "there is room again"


def test_a_device_without_room_is_told_by_its_number(tmp_path: Path) -> None:
    """What Polars says of the kernel's own full device."""
    kept = Store(tmp_path)
    (tmp_path / "indicators.thing-00.parquet.unfinished").symlink_to("/dev/full")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_hex", lambda _bytes: "00")
        with pytest.raises(OSError, match="No space left") as failure:
            kept.put_all([(THINGS, frame({1: [5]}))], as_of=ON, at=AT, marks={})
    assert failure.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []


class _Progress:
    def __init__(self, world: World) -> None:
        self.actor = world.officer

    def step(self, *_words: object) -> None:
        """Nobody looks."""


@pytest.mark.django_db
def test_a_state_that_cannot_be_copied_is_not_frozen(world: World) -> None:
    with files_no_longer_than(500), pytest.raises(CannotFreeze, match="hết chỗ"):
        services.freeze(actor=world.officer, at=AT, period="Cuối kỳ")
    assert queries.snapshots() == []
    assert services.freeze(actor=world.officer, at=AT, period="Cuối kỳ").revision == 1


@pytest.mark.django_db
def test_who_comes_while_another_writes_says_so() -> None:
    """Following gives way, and is asked again."""
    with another() as other:
        other.execute("select pg_advisory_xact_lock(%s)", [WRITING.key])
        with pytest.raises(database.TurnTaken):
            services.follow(at=AT)
        assert store().current() is None
        other.rollback()
        assert [one.whole for one in services.follow(at=AT)] == [True]


def another() -> psycopg.Connection[Any]:
    """A process of its own, as the database sees it."""
    login = connection.get_connection_params()
    known = {key: login[key] for key in ("host", "port", "dbname", "user", "password") if login.get(key)}
    return psycopg.connect(**known, autocommit=False)


WAITING = "select 1 from pg_locks where locktype = 'advisory' and objid = %s and not granted"


@pytest.mark.django_db
def test_of_two_rebuilds_at_once_the_second_waits_its_turn() -> None:
    """It writes nothing while the first is at work, and the whole once that is done."""
    seen: list[object] = []
    with another() as other, another() as watch:
        other.execute("select pg_advisory_xact_lock(%s)", [WRITING.key])
        world = World()

        def look() -> None:
            while watch.execute(WAITING, [WRITING.key]).fetchone() is None:
                watch.rollback()
            seen.append(store().current())
            other.rollback()

        watcher = threading.Thread(target=look)
        watcher.start()
        services.rebuild(actor=world.officer, at=AT)
        watcher.join()
    assert seen == [None], "it was seen waiting, with nothing written"
    now = store().current()
    assert now is not None
    assert now.number == 1
    assert store().broken(now) == []
