"""A real worker process: runs, is watched, cancelled, killed, and nothing is lost or half-written."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction

from khuevan.kernel import access, clock, database, events, jobs
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.jobs import JobRun
from khuevan.kernel.testing.patience import wait_until

from . import specimen_jobs
from .builders import Workers, fresh, said, wait_for
from .specimen_jobs import CLERK

pytestmark = pytest.mark.process


def begin(task: jobs.Job, actor: Actor = CLERK, unit_id: int | None = 3, **arguments: object) -> JobRun:
    with database.acting(actor):
        return jobs.start(actor, task, at=clock.now(), unit_id=unit_id, **arguments)


def tag() -> str:
    return uuid.uuid4().hex


def test_jobs_run_as_the_person_who_started_them(workers: Workers) -> None:
    name = tag()
    workers.start()
    first = begin(specimen_jobs.count, tag=name, up_to=5)
    elsewhere = begin(specimen_jobs.count, access.system(), 8, tag=name)
    done = wait_for(first, lambda run: run.state == "succeeded")
    assert (done.result, done.progress, done.total, done.message) == ({"counted": 5}, 5, 5, "số 5")
    assert done.attempts == 1
    assert wait_for(elsewhere, lambda run: run.state == "succeeded").as_system
    seen = wait_for(begin(specimen_jobs.look), lambda run: run.state == "succeeded").result
    assert seen["name"] == "Lê Thị Việc"
    assert seen["units"] == [3]
    assert seen["origin"].startswith("công việc nền #")


def test_a_rolled_back_start_leaves_nothing_behind(workers: Workers) -> None:
    name = tag()
    with database.acting(CLERK):
        jobs.start(CLERK, specimen_jobs.count, at=clock.now(), unit_id=3, tag=name)
        transaction.set_rollback(True)
    workers.start()
    wait_for(begin(specimen_jobs.count, tag=tag()), lambda run: run.state == "succeeded")
    assert said(name) == []


def test_progress_is_seen_while_the_work_is_not_yet_committed(workers: Workers) -> None:
    name = tag()
    workers.start()
    run = begin(specimen_jobs.slow, tag=name)
    seen = wait_for(run, lambda run: run.progress > 10)
    assert (seen.state, seen.total, seen.message) == ("running", 400, "đang làm")
    assert said(name) == []
    with database.acting(CLERK):
        jobs.cancel(CLERK, fresh(run), at=clock.now())
    stopped = wait_for(run, lambda run: run.state == "cancelled")
    assert stopped.ended_at is not None
    assert said(name) == []


def test_unexpected_errors_are_tried_again_with_growing_waits_and_then_said(workers: Workers) -> None:
    good, bad = tag(), tag()
    workers.start()
    recovered = begin(specimen_jobs.flaky, tag=good, good_at=3)
    lost = begin(specimen_jobs.flaky, tag=bad, good_at=9)
    assert wait_for(recovered, lambda run: run.state == "succeeded").attempts == 3
    assert said(good) == [f"{good} try 3"]
    failed = wait_for(lost, lambda run: run.state == "failed")
    assert failed.attempts == 3
    assert "ConnectionResetError" in failed.error
    assert said(bad) == []
    refused = wait_for(begin(specimen_jobs.refused, tag=bad), lambda run: run.state == "failed")
    assert (refused.error, refused.attempts) == ("Tệp không có dòng nào.", 1)
    with database.acting(CLERK):
        jobs.retry(CLERK, refused, at=clock.now())
    assert wait_for(refused, lambda run: run.state == "failed").error == "Tệp không có dòng nào."


def test_an_account_that_may_no_longer_act_runs_nothing(workers: Workers) -> None:
    gone = Actor(
        account_id=501, person_id=None, name="Đã nghỉ", holdings=(Holding(frozenset(), Reach.of([3])),)
    )
    name = tag()
    workers.start()
    failed = wait_for(begin(specimen_jobs.count, gone, tag=name), lambda run: run.state == "failed")
    assert failed.error == "Tài khoản khởi chạy không còn hiệu lực."
    assert said(name) == []


def test_a_killed_worker_loses_nothing_and_leaves_nothing_half_written(workers: Workers) -> None:
    whole, parts, broken = tag(), tag(), tag()
    first = workers.start()
    slow = begin(specimen_jobs.slow, tag=whole)
    wait_for(slow, lambda run: run.progress > 3)
    workers.kill(first)
    assert fresh(slow).state == "running"
    assert said(whole) == []
    second = workers.start()
    again = wait_for(slow, lambda run: run.state == "succeeded")
    assert again.attempts == 2
    began, ended = said(whole)
    assert began == f"{whole} began {second.pid}"
    assert ended == f"{whole} ended"

    chunks = begin(specimen_jobs.chunks, tag=parts)
    fragile = begin(specimen_jobs.fragile, tag=broken)
    wait_for(chunks, lambda run: run.progress >= 2)
    wait_for(fragile, lambda run: run.progress >= 1)
    workers.kill(second)
    workers.start()
    assert wait_for(chunks, lambda run: run.state == "succeeded").result == 6
    assert said(parts) == [f"{parts} part {number}" for number in range(6)]
    interrupted = wait_for(fragile, lambda run: run.state == "interrupted")
    assert interrupted.error == "Tiến trình bị ngắt khi công việc đang chạy."
    assert said(broken) == [f"{broken} half"]


def test_a_worker_told_to_stop_hands_its_work_back(workers: Workers) -> None:
    name = tag()
    first = workers.start()
    run = begin(specimen_jobs.slow, tag=name)
    wait_for(run, lambda run: run.progress > 3)
    assert workers.stop(first) == 0
    stopped = fresh(run)
    assert (stopped.state, stopped.progress < 400) == ("waiting", True)
    workers.start()
    wait_for(run, lambda run: run.state == "succeeded")
    assert len(said(name)) == 2


def test_a_durable_event_outlives_the_process_that_published_it(workers: Workers) -> None:
    name, other = tag(), tag()
    with database.acting(CLERK):
        events.publish(specimen_jobs.BellRung(name))
    with transaction.atomic():
        events.publish(specimen_jobs.BellRung(other))
        transaction.set_rollback(True)
    assert said(name) == []
    workers.start()
    wait_until(lambda: said(name), "the bell to be heard")
    assert said(name) == [f"{name} heard"]
    assert said(other) == []


def ticks(after: int = 0) -> list[JobRun]:
    with database.acting(access.system()):
        return list(JobRun.objects.filter(name="specimens.tick", pk__gt=after).order_by("id"))


def test_periodic_work_is_begun_by_the_clock_once(workers: Workers) -> None:
    last = max((run.pk for run in ticks()), default=0)
    workers.start()
    workers.start()
    wait_until(lambda: [run.state for run in ticks(last)].count("succeeded") >= 2, "two ticks of the clock")
    ticked = ticks(last)
    assert all(run.as_system for run in ticked)
    moments = [run.due_at for run in ticked]
    assert len(set(moments)) == len(moments)
