"""A real process that is killed while it writes, a disk that is full, and two who write at once: the old state stays."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest
from django.db import connection

from khuevan.governance.indicators import services, tasks
from khuevan.governance.indicators.services import CannotFreeze, CannotWrite
from khuevan.governance.indicators.services.refreshing import LOCK
from khuevan.governance.indicators.store import Store, store
from khuevan.kernel import jobs

from .builders import AT, COHO, World, changed

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
    from .test_store import THINGS, frame, held

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


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The disk takes two more files and no byte beyond."""
    written, real = [0], pl.DataFrame.write_parquet

    def write(frame: pl.DataFrame, file: Any, **options: Any) -> None:
        written[0] += 1
        if written[0] > 2:
            Path(file).write_bytes(b"PAR1")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(frame, file, **options)

    monkeypatch.setattr(pl.DataFrame, "write_parquet", write)
    return written


@pytest.mark.django_db
def test_a_full_disk_is_said_and_the_old_state_stays(world: World, full: list[int]) -> None:
    before = store().current()
    files = sorted(file.name for file in store().root.iterdir())
    with pytest.raises(CannotWrite, match="hết chỗ"):
        services.rebuild(actor=world.officer, at=AT)
    assert store().current() == before
    assert sorted(file.name for file in store().root.iterdir()) == files, (
        "what was half written makes room again"
    )
    with pytest.raises(jobs.JobFailed, match="Số liệu trước đó vẫn được dùng"):
        tasks.rebuild.function(_Progress(world))  # type: ignore[attr-defined]
    changed(world.anh, ethnicity=COHO)
    with pytest.raises(CannotWrite):
        services.follow(at=AT)
    assert store().current() == before


class _Progress:
    def __init__(self, world: World) -> None:
        self.actor = world.officer

    def step(self, *_words: object) -> None:
        """Nobody looks."""


@pytest.mark.django_db
def test_a_state_that_cannot_be_copied_is_not_frozen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_words: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("shutil.copyfile", no_room)
    with pytest.raises(CannotFreeze, match="hết chỗ"):
        services.freeze(actor=world.officer, at=AT, period="Cuối kỳ")


@pytest.mark.django_db
def test_who_comes_while_another_writes_leaves_it_to_the_other() -> None:
    """Following gives way; a rebuild would wait its turn."""
    login = connection.get_connection_params()
    with psycopg.connect(
        **{key: login[key] for key in ("host", "port", "dbname", "user", "password") if login.get(key)}
    ) as other:
        other.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        assert services.follow(at=AT) == []
        assert store().current() is None
        other.rollback()
        assert [one.whole for one in services.follow(at=AT)] == [True]
