"""Finding work whose process died: by its lock, which dies with the process, and by the worker's heartbeat."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import connection, transaction

from khuevan.kernel import access, database

from . import queue, runner
from .choices import State
from .models import JobRun
from .progress import is_free
from .registry import jobs

logger = logging.getLogger(__name__)
SILENT_SECONDS = 20.0
"""A worker that has not said anything for so long is taken for dead."""

_ORPHANS = """
select q.id, q.task_name, (q.args->>'run_id')::bigint
from procrastinate_jobs q left join procrastinate_workers w on w.id = q.worker_id
where q.status = 'doing' and (w.id is null or w.last_heartbeat < now() - make_interval(secs => %s))
order by q.id for update of q skip locked
"""


def recover(at: datetime) -> int:
    """Puts back (or marks as interrupted) what dead processes left behind. Returns how many things it touched."""
    return _runs(at) + _orphans()


def _runs(at: datetime) -> int:
    with database.acting(access.system()):
        running = list(JobRun.objects.filter(state=State.RUNNING).values_list("pk", flat=True))
    recovered = 0
    for run_id in running:
        with database.acting(access.system()):
            found = (
                JobRun.objects.select_for_update(skip_locked=True)
                .filter(pk=run_id, state=State.RUNNING)
                .first()
            )
            if found is None or not is_free(run_id):
                continue
            back = runner.put_back(found, jobs().get(found.name), at)
            recovered += 1
        logger.warning("job run %s lost its process: %s", run_id, "put back" if back else "interrupted")
    return recovered


def _orphans() -> int:
    """Queue entries that a dead worker had fetched: handed out again, unless their run is over or queued anew, or one
    of the same kind waits already (followers: the queue takes one waiting entry each)."""
    with transaction.atomic(), database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute(_ORPHANS, [SILENT_SECONDS])
        orphans = cursor.fetchall()
        for queue_id, task_name, run_id in orphans:
            superseded = _waits_already(queue_id)
            if superseded or (task_name == queue.RUN and not _still_waits(run_id, queue_id)):
                cursor.execute("delete from procrastinate_jobs where id = %s", [queue_id])
            else:
                cursor.execute(
                    "update procrastinate_jobs set status = 'todo', attempts = attempts + 1, worker_id = null"
                    " where id = %s and status = 'doing'",
                    [queue_id],
                )
    return len(orphans)


def _waits_already(queue_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from procrastinate_jobs dead join procrastinate_jobs other"
            " on other.queueing_lock = dead.queueing_lock and other.status = 'todo' where dead.id = %s)",
            [queue_id],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _still_waits(run_id: int, queue_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from jobs_jobrun where id = %s and state = 'waiting') and not exists"
            " (select 1 from procrastinate_jobs where task_name = %s and status = 'todo' and id <> %s"
            "  and (args->>'run_id')::bigint = %s)",
            [run_id, queue.RUN, queue_id, run_id],
        )
        row = cursor.fetchone()
    return bool(row and row[0])
