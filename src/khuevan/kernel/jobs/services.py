"""Starting, cancelling and retrying work."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor, Refused

from . import queue
from .choices import OPEN, State
from .models import JobRun
from .permissions import MANAGE_JOBS
from .registry import Follower, Job


def start(
    actor: Actor,
    task: Job,
    *,
    at: datetime,
    unit_id: int | None = None,
    label: str = "",
    due_at: datetime | None = None,
    **arguments: Any,
) -> JobRun:
    """Queues the job in the running transaction, to be run as this actor. The caller has checked the permission.

    arguments: JSON values (dates become ISO text); the job gets them as keyword arguments.
    """
    if not actor.is_known:
        raise Refused(_("Cần đăng nhập để chạy công việc nền."))
    with transaction.atomic():
        run = JobRun.objects.create(
            name=task.name,
            label=(label or str(task.label))[:200],
            arguments=arguments,
            account_id=actor.account_id,
            actor_name=actor.name,
            acting_for=actor.acting_for,
            as_system=actor.everything,
            unit_id=unit_id if unit_id is not None else actor.home_unit_id,
            created_at=at,
            due_at=due_at or at,
        )
        queue.send_run(run.pk, due_at)
    return run


_nudged: dict[str, float] = {}


def nudge(who: Follower) -> None:
    """Has the follower look soon. Cheap to call with every change: at most once in half its calm from one process,
    and what is changed in between is still seen, because the follower looks later than that."""
    now = time.monotonic()
    if now - _nudged.get(who.name, -1.0) < who.calm / 2:
        return
    _nudged[who.name] = now
    queue.send_follower(who.name)


def cancel(actor: Actor, run: JobRun, *, at: datetime) -> JobRun:
    """Takes a waiting run off; asks a running one to stop at its next step. Does nothing to an ended one."""
    _demand_own(actor, run)
    with audit.act(actor, "jobs.run:cancel", at=at, on=run, unit_id=run.unit_id):
        taken_off = JobRun.objects.filter(pk=run.pk, state=State.WAITING).update(
            state=State.CANCELLED, cancel_requested=True, ended_at=at
        )
        if not taken_off:
            JobRun.objects.filter(pk=run.pk, state=State.RUNNING).update(cancel_requested=True)
    run.refresh_from_db()
    return run


def retry(actor: Actor, run: JobRun, *, at: datetime) -> JobRun:
    """Queues an ended run again, as the same person. Does nothing to one that is open or has succeeded."""
    _demand_own(actor, run)
    with audit.act(actor, "jobs.run:retry", at=at, on=run, unit_id=run.unit_id):
        ended = [State.FAILED, State.CANCELLED, State.INTERRUPTED]
        again = JobRun.objects.filter(pk=run.pk, state__in=ended).update(
            state=State.WAITING, cancel_requested=False, error="", attempts=0, due_at=at, ended_at=None,
            progress=0, total=None, message="",
        )  # fmt: skip
        if again:
            queue.send_run(run.pk)
    run.refresh_from_db()
    return run


def is_own(actor: Actor, run: JobRun) -> bool:
    return actor.account_id is not None and run.account_id == actor.account_id


def may_manage(actor: Actor, run: JobRun) -> bool:
    return is_own(actor, run) or access.decide(actor, MANAGE_JOBS, on=run).allowed


def open_runs(task: Job) -> int:
    """How many runs of the job are waiting or running, as far as the transaction sees."""
    return JobRun.objects.filter(name=task.name, state__in=OPEN).count()


def _demand_own(actor: Actor, run: JobRun) -> None:
    if not is_own(actor, run):
        access.demand(actor, MANAGE_JOBS, on=run)


def remove_ended_runs(*, before: datetime) -> int:
    """Takes away the runs that ended before then; answers how many. Open ones stay, however old."""
    ended = JobRun.objects.filter(ended_at__lt=before).exclude(state__in=OPEN)
    return ended.delete()[1].get("jobs.JobRun", 0)
