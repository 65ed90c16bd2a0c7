"""Putting work into Procrastinate's queue, always on Django's own connection: with the data or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from procrastinate import jobs as procrastinate_jobs
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

RUN = "jobs.run"
EVENT = "events.deliver"
QUEUE = "default"

_manager = JobManager(DjangoConnector())


def send_run(run_id: int, due_at: datetime | None = None) -> None:
    """Queues a run, from `due_at` on."""
    _send(RUN, {"run_id": run_id}, due_at)


def send_event(name: str, content: Mapping[str, Any]) -> None:
    """Queues a durable event for one subscriber: the courier of kernel.events."""
    _send(EVENT, {"name": name, "content": dict(content)}, None)


def _send(task: str, arguments: dict[str, Any], due_at: datetime | None) -> None:
    # The worker swaps the connector of Procrastinate's own app for one with connections of its own, which
    # would queue outside the transaction: hence a manager of ours.
    _manager.defer_job(
        procrastinate_jobs.Job(
            id=None,
            lock=None,
            queueing_lock=None,
            queue=QUEUE,
            task_name=task,
            task_kwargs=arguments,
            scheduled_at=due_at,
        )
    )
