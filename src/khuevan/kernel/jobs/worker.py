"""The worker process: Procrastinate's loop, a watch for the dead, and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from khuevan.kernel import access, clock, database

from . import progress, services
from .recovery import SILENT_SECONDS, recover
from .registry import Periodic, periodic

logger = logging.getLogger(__name__)
WATCH_SECONDS = 5.0
PATIENCE = 3
"""How many looks at the database may fail in a row before the worker gives up."""
GRACE_SECONDS = 10.0
"""How long a stopping worker waits for jobs that never call `step`; afterwards they run again elsewhere."""


class WorkerEnded(RuntimeError):
    """The worker stopped although nobody asked it to."""


def work(*, concurrency: int = 2) -> None:
    """Works until SIGTERM or SIGINT. Jobs that report progress are put back at once and run again later.

    Raises WorkerEnded where the database went away.
    """
    for entry in periodic():
        _schedule(entry)
        if entry.at_start:
            _begin(entry, clock.now())
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(over,), name="recovery", daemon=True)
    watch.start()
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    loop = asyncio.new_event_loop()
    try:
        with app.replace_connector(connector):
            loop.run_until_complete(_serve(concurrency))
    finally:
        over.set()
        watch.join(timeout=2)
    logger.info("worker stopped")


async def _serve(concurrency: int) -> None:
    async with app.open_async():
        serving = asyncio.current_task()
        assert serving is not None
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                delete_jobs="always",
                fetch_job_polling_interval=2.0,
                update_heartbeat_interval=SILENT_SECONDS / 4,
                stalled_worker_timeout=SILENT_SECONDS * 3,
            )
        )

        def stop() -> None:
            _hand_back(0)
            worker.cancel()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        with suppress(asyncio.CancelledError):
            await worker
        if not progress.stopping.is_set():
            # It ended by itself: the database is gone. Whoever watches this process starts another.
            _hand_back(1)
            raise WorkerEnded("the worker lost the database")


def _hand_back(code: int) -> None:
    """Tells running jobs to stop at their next step, and ends the process where they do not in time."""
    progress.stopping.set()
    last = threading.Timer(GRACE_SECONDS, os._exit, [code])
    last.daemon = True
    last.start()


def _watch(over: threading.Event) -> None:
    """Looks for lost work. Where the database stays away, ends the process: every connection and job in it is
    lost anyway, and one that starts afresh is sounder than one that half came back."""
    failures = 0
    while not over.is_set():
        try:
            recover(clock.now())
            failures = 0
        except Exception as failure:
            failures += 1
            logger.error("looking for lost work failed (%s of %s): %s", failures, PATIENCE, failure)
            connection.close()
            if failures == PATIENCE:
                logger.error("the database is gone; the worker ends and is to be started again")
                os._exit(1)
        over.wait(WATCH_SECONDS)
    connection.close()


def _schedule(entry: Periodic) -> None:
    def begin(timestamp: int) -> None:
        _begin(entry, datetime.fromtimestamp(timestamp, UTC))

    task: Any = app.task(name=f"periodic.{entry.job.name}")(begin)
    app.periodic(cron=entry.cron)(task)


def _begin(entry: Periodic, due_at: datetime) -> None:
    """`due_at`: the tick of the clock that it belongs to, however late a busy machine comes to it."""
    with database.acting(access.system()):
        if services.open_runs(entry.job) == 0:
            services.start(access.system(), entry.job, at=clock.now(), due_at=due_at)
