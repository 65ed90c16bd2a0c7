"""Putting work into Procrastinate's queue, always on Django's own connection: with the data or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate import jobs as procrastinate_jobs
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager

RUN = "jobs.run"
EVENT = "events.deliver"
FOLLOW = "jobs.follow"
QUEUE = "default"
_WAITS = "select exists (select 1 from procrastinate_jobs where queueing_lock = %s and status = 'todo')"

_manager = JobManager(DjangoConnector())


def send_run(run_id: int, due_at: datetime | None = None) -> None:
    """Queues a run, from `due_at` on."""
    _send(RUN, {"run_id": run_id}, due_at)


def send_event(name: str, content: Mapping[str, Any]) -> None:
    """Queues a durable event for one subscriber: the courier of kernel.events."""
    _send(EVENT, {"name": name, "content": dict(content)}, None)


def send_follower(name: str, due_at: datetime | None = None) -> bool:
    """Queues a follower once: False where one waits already, which will see what is there now.

    It is asked first, because a refused row ends in a rollback, with which a connection forgets its prepared statements.
    """
    once = f"{FOLLOW} {name}"
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, [once])
        if cursor.fetchone()[0]:
            return False
    try:
        with transaction.atomic():
            _send(FOLLOW, {"name": name}, due_at, once=once)
    except AlreadyEnqueued:
        return False
    return True


def _send(task: str, arguments: dict[str, Any], due_at: datetime | None, once: str | None = None) -> None:
    # The worker swaps the connector of Procrastinate's own app for one with connections of its own, which
    # would queue outside the transaction: hence a manager of ours.
    _manager.defer_job(
        procrastinate_jobs.Job(
            id=None,
            lock=once,
            queueing_lock=once,
            queue=QUEUE,
            task_name=task,
            task_kwargs=arguments,
            scheduled_at=due_at,
        )
    )
