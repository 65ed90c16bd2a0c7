"""Running one job: as its actor, in its transaction, with an end that is always written down."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor, Refused

from . import queue
from .choices import State
from .models import JobMemory, JobRun
from .progress import Line, Progress
from .registry import AccountIsGone, Cancelled, Job, JobFailed, WorkerStops, actor_of, jobs

logger = logging.getLogger(__name__)
TRIES = 10


def run(run_id: int) -> None:
    """Runs a waiting run to one of its ends. Does nothing where another process has it or it is not waiting."""
    with Line(run_id) as line:
        if not _taken(line):
            return
        found = _begin(run_id, clock.now())
        if found is None:
            return
        task = jobs().get(found.name)
        if task is None:
            _end(found, State.FAILED, error=_("Không còn công việc «%(name)s».") % {"name": found.name})
            return
        try:
            with database.acting(access.system()):
                actor = _actor(found)
        except AccountIsGone:
            logger.warning("job run %s: account %s may not act", run_id, found.account_id)
            _end(found, State.FAILED, error=_("Tài khoản khởi chạy không còn hiệu lực."))
            return
        _run(found, task, actor, Progress(found, actor, line))


def _taken(line: Line) -> bool:
    """The lock, waited for a moment: the watch for the dead holds it while it looks. A run that still waits
    although somebody has its lock goes back into the queue rather than being forgotten."""
    for _pause in range(TRIES):
        if line.take():
            return True
        time.sleep(0.2)
    with database.acting(access.system()):
        if JobRun.objects.filter(pk=line.run_id, state=State.WAITING).exists():
            queue.send_run(line.run_id, clock.now() + timedelta(seconds=10))
    return False


def _run(found: JobRun, task: Job, actor: Actor, progress: Progress) -> None:
    try:
        with translation.override(actor.language):
            if task.whole:
                with database.acting(actor):
                    result = task.function(progress, **found.arguments)
                    progress.finish()
                    _succeed(found, result)
            else:
                result = task.function(progress, **found.arguments)
                progress.finish()
                with database.acting(access.system()):
                    _succeed(found, result)
    except Cancelled as stopped:
        _end(found, State.CANCELLED, error=str(stopped))
    except WorkerStops:
        put_back(found, task, clock.now())
    except (JobFailed, Refused) as failure:
        _end(found, State.FAILED, error=str(failure))
    except Exception as failure:
        logger.exception("job run %s (%s) failed, attempt %s", found.pk, found.name, found.attempts)
        connection.close_if_unusable_or_obsolete()
        _fail(found, task, failure)


def put_back(found: JobRun, task: Job | None, at: datetime) -> bool:
    """A run whose process ended under it: back into the queue where that is safe, else it says so. True if back."""
    with database.acting(access.system()):
        if task is not None and task.may_run_again and not found.cancel_requested:
            JobRun.objects.filter(pk=found.pk, state=State.RUNNING).update(
                state=State.WAITING, due_at=at, message=_("Bị ngắt, đang chờ chạy lại.")
            )
            queue.send_run(found.pk)
            return True
        state = State.CANCELLED if found.cancel_requested else State.INTERRUPTED
        JobRun.objects.filter(pk=found.pk, state=State.RUNNING).update(
            state=state, ended_at=at, error=_("Tiến trình bị ngắt khi công việc đang chạy.")
        )
        return False


def _begin(run_id: int, at: datetime) -> JobRun | None:
    with database.acting(access.system()):
        taken = JobRun.objects.filter(pk=run_id, state=State.WAITING).first()
        if taken is None:
            return None
        taken.state, taken.attempts, taken.started_at = State.RUNNING, taken.attempts + 1, at
        taken.heartbeat_at, taken.error, taken.message = at, "", ""
        taken.save(update_fields=["state", "attempts", "started_at", "heartbeat_at", "error", "message"])
        return taken


def _actor(found: JobRun) -> Actor:
    if found.as_system:
        return access.system(found.actor_name)
    if found.account_id is None:
        raise AccountIsGone("a run without an account")
    actor = actor_of(found.account_id)
    return replace(actor, acting_for=found.acting_for, origin=f"{_('công việc nền')} #{found.pk}")


def _succeed(found: JobRun, result: Any) -> None:
    """In the job's own transaction: the work and its success are there together or not at all."""
    with transaction.atomic(), database.acting(access.system()):
        JobMemory.objects.filter(run_id=found.pk).delete()
        JobRun.objects.filter(pk=found.pk).update(
            state=State.SUCCEEDED, ended_at=clock.now(), result=result, error=""
        )


def _end(found: JobRun, state: State, *, error: str) -> None:
    with database.acting(access.system()):
        JobRun.objects.filter(pk=found.pk).update(state=state, ended_at=clock.now(), error=error)


def _fail(found: JobRun, task: Job, failure: Exception) -> None:
    words = _("Lỗi ngoài dự kiến (%(kind)s). Bộ phận kỹ thuật tra theo số #%(id)s trong nhật ký máy chủ.") % {
        "kind": type(failure).__name__,
        "id": found.pk,
    }
    if found.attempts > task.retry or not task.may_run_again:
        _end(found, State.FAILED, error=words)
        return
    due = clock.now() + timedelta(seconds=task.seconds_before(found.attempts + 1))
    with database.acting(access.system()):
        JobRun.objects.filter(pk=found.pk).update(state=State.WAITING, due_at=due, error=words)
        queue.send_run(found.pk, due)
