"""A follower is queued once however often it is nudged."""

from __future__ import annotations

import pytest
from django.db import connection

from khuevan.kernel import clock
from khuevan.kernel.jobs import queue, recovery, registry, services

pytestmark = pytest.mark.django_db


def waiting(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where task_name = %s and status = 'todo' and args->>'name' = %s",
            [queue.FOLLOW, name],
        )
        return int(cursor.fetchone()[0])


def test_one_waits_however_many_nudges() -> None:
    assert queue.send_follower("specimen") is True
    assert queue.send_follower("specimen") is False
    assert queue.send_follower("another") is True
    assert (waiting("specimen"), waiting("another")) == (1, 1)


def test_nudges_in_a_row_send_one() -> None:
    follower = registry.Follower("specimen.nudged", lambda: None, calm=60.0)
    for _ in range(3):
        services.nudge(follower)
    assert waiting("specimen.nudged") == 1


def test_what_a_dead_worker_had_begun_gives_way_to_what_waits_already() -> None:
    queue.send_follower("specimen")
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where args->>'name' = 'specimen'")
    queue.send_follower("specimen")
    assert recovery.recover(clock.now()) == 1
    assert waiting("specimen") == 1
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where args->>'name' = 'specimen'")
    assert recovery.recover(clock.now()) == 1
    assert waiting("specimen") == 1
