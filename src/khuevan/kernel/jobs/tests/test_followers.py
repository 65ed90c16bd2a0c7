"""A follower is queued once however often it is nudged."""

from __future__ import annotations

import pytest
from django.db import connection

from khuevan.kernel import clock, database
from khuevan.kernel.jobs import queue, recovery, registry, services, tasks

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


def test_who_finds_another_at_the_work_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def busy_at_first() -> None:
        looks.append(clock.now())
        if len(looks) == 1:
            raise database.TurnTaken("specimen.work")

    follower = registry.Follower("specimen.busy", busy_at_first, calm=0.0)
    monkeypatch.setitem(registry._followers, follower.name, follower)
    tasks.follow(follower.name)
    assert waiting(follower.name) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(scheduled_at) from procrastinate_jobs where args->>'name' = %s", [follower.name]
        )
        assert cursor.fetchone()[0] >= looks[0] + tasks.AGAIN
        cursor.execute("delete from procrastinate_jobs")
    tasks.follow(follower.name)
    assert (len(looks), waiting(follower.name)) == (2, 0)


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
