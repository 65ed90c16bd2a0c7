"""What a running job says, on a database connection of its own, so that others see it while the work is uncommitted."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any, Self

import psycopg
from django.db import connection
from django.utils.translation import gettext as _
from procrastinate.contrib.django.utils import connector_params

from khuevan.kernel.access import Actor, Reach

from .models import JobMemory, JobRun
from .registry import Cancelled, WorkerStops

LOCK_CLASS = 20280
"""First key of the advisory locks that running jobs hold; the second is the run's id (modulo 2^31)."""
PAUSE = 0.3
"""Seconds between two progress writes."""

stopping = threading.Event()
"""Set when the worker has been asked to end."""


class Line:
    """A connection beside Django's, holding the run's lock as long as the process lives.

    A killed process loses its connections, so a running job whose lock is free is known to be dead.
    """

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self._connection: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        self._connection = psycopg.connect(**connector_params(), autocommit=True)
        everything = Reach.everything().sql()
        self._connection.execute(
            "select set_config('khuevan.reach', %s, false), set_config('khuevan.outline', %s, false)",
            [everything, everything],
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def take(self) -> bool:
        """Takes the run's lock. False where another process holds it."""
        row = self.execute("select pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, self.run_id % 2**31])
        return bool(row and row[0])

    def execute(self, statement: str, values: list[Any]) -> tuple[Any, ...] | None:
        assert self._connection is not None
        cursor = self._connection.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


class Progress:
    """Handed to every job as its first argument."""

    def __init__(self, run: JobRun, actor: Actor, line: Line) -> None:
        self.run_id = run.pk
        self.unit_id = run.unit_id
        self.actor = actor
        self.attempt = run.attempts
        self._line = line
        self._written = 0.0
        self._last: tuple[int, int | None, str] = (0, None, "")

    def step(self, done: int, of: int | None = None, what: str = "") -> None:
        """Says how far the work is, at most three times a second; also the place where it can be stopped.

        Raises Cancelled where somebody asked for it, WorkerStops where the worker is ending.
        """
        if stopping.is_set():
            raise WorkerStops
        now = time.monotonic()
        self._last = (done, of, what)
        if self._written and now - self._written < PAUSE and done != of:
            return
        self._written = now
        if self._write():
            raise Cancelled(_("Người dùng yêu cầu dừng."))

    def keep(self, content: Any) -> None:
        """Remembers where to resume, in the running transaction: call it in the one that did the work."""
        JobMemory.objects.update_or_create(run_id=self.run_id, defaults={"content": content})

    @property
    def memory(self) -> Any:
        """What an earlier attempt kept, or None."""
        found = JobMemory.objects.filter(run_id=self.run_id).first()
        return None if found is None else found.content

    def _write(self) -> bool:
        done, of, what = self._last
        row = self._line.execute(
            "update jobs_jobrun set progress = %s, total = coalesce(%s, total), message = %s,"
            " heartbeat_at = clock_timestamp() where id = %s returning cancel_requested",
            [done, of, what[:300], self.run_id],
        )
        return bool(row and row[0])

    def finish(self) -> None:
        """Writes the last step if it was held back."""
        if self._written:
            self._write()


def is_free(run_id: int) -> bool:
    """Whether no living process runs this job. On Django's connection, inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, run_id % 2**31])
        row = cursor.fetchone()
    return bool(row and row[0])
