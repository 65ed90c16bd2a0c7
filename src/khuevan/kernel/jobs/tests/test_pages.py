from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from khuevan.kernel import access, database, jobs
from khuevan.kernel.access import Refused
from khuevan.kernel.jobs import JobRun, home, queries, registry, services, tasks
from khuevan.kernel.jobs.permissions import MANAGE_JOBS, VIEW_JOBS
from khuevan.kernel.jobs.progress import Line
from khuevan.kernel.testing import actor, assert_queries, client_for

from . import specimen_jobs

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 5, 1, tzinfo=UTC)
CLERK = actor(units=[3], account_id=9_001, name="Văn Thư")
VIEWER = actor(VIEW_JOBS, units=[3], account_id=9_002, name="Hiệu Phó")
MANAGER = actor(VIEW_JOBS, MANAGE_JOBS, units=[3], account_id=9_003, name="Hiệu Trưởng")
PEER = actor(units=[3], account_id=9_004, name="Đồng Nghiệp")
FAR = actor(VIEW_JOBS, MANAGE_JOBS, units=[4], account_id=9_005, name="Trường Khác")


def begin(who: access.Actor = CLERK, unit_id: int = 3, **changes: Any) -> JobRun:
    with database.acting(who):
        run = jobs.start(who, specimen_jobs.count, at=AT, unit_id=unit_id, tag="x")
    with database.acting(access.system()):
        JobRun.objects.filter(pk=run.pk).update(**changes or {"state": "waiting"})
        run.refresh_from_db()
    return run


def stored(run: JobRun) -> JobRun:
    with database.acting(access.system()):
        return JobRun.objects.get(pk=run.pk)


def test_one_sees_ones_own_and_those_of_ones_units_with_the_permission() -> None:
    run = begin()
    expected = {CLERK: 200, VIEWER: 200, MANAGER: 200, PEER: 404, FAR: 404}
    for who, status in expected.items():
        assert client_for(who).get(f"/jobs/{run.pk}").status_code == status, who.name
        listed = client_for(who).get("/jobs/").content.decode()
        assert (f'href="/jobs/{run.pk}"' in listed) == (status == 200), who.name
    assert client_for(access.Actor.anonymous()).get("/jobs/").status_code == 302


def test_only_the_owner_and_managers_stop_and_repeat() -> None:
    for who, status, state in (
        (VIEWER, 403, "waiting"),
        (PEER, 404, "waiting"),
        (FAR, 404, "waiting"),
        (CLERK, 302, "cancelled"),
    ):
        run = begin()
        assert client_for(who).post(f"/jobs/{run.pk}/cancel").status_code == status, who.name
        assert stored(run).state == state
    failed = begin(state="failed", error="Hỏng", attempts=4)
    assert client_for(VIEWER).post(f"/jobs/{failed.pk}/retry").status_code == 403
    assert client_for(MANAGER).post(f"/jobs/{failed.pk}/retry").status_code == 302
    again = stored(failed)
    assert (again.state, again.error, again.attempts) == ("waiting", "", 0)
    assert client_for(CLERK).get(f"/jobs/{failed.pk}/cancel").status_code == 405


def test_a_running_job_is_asked_to_stop_and_an_ended_one_left_alone() -> None:
    running, done = begin(state="running"), begin(state="succeeded")
    with database.acting(CLERK):
        services.cancel(CLERK, running, at=AT)
        services.cancel(CLERK, done, at=AT)
        services.retry(CLERK, done, at=AT)
    assert (stored(running).state, stored(running).cancel_requested) == ("running", True)
    assert (stored(done).state, stored(done).cancel_requested) == ("succeeded", False)


def test_the_live_part_polls_until_the_end() -> None:
    running = begin(state="running", progress=3, total=10, message="dòng 3")
    client = client_for(CLERK)
    part = client.get(f"/jobs/{running.pk}?part=1", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'hx-get="/jobs/{running.pk}?part=1"' in part
    assert "dòng 3" in part
    assert "Dừng" in part
    with database.acting(access.system()):
        JobRun.objects.filter(pk=running.pk).update(state="succeeded", result={"Đã thêm": 812}, ended_at=AT)
    ended = client.get(f"/jobs/{running.pk}?part=1", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in ended
    assert "812" in ended
    assert "Dừng" not in ended


def test_filters_and_the_empty_list() -> None:
    assert "Chưa có công việc nào" in client_for(CLERK).get("/jobs/").content.decode()
    own, other = begin(), begin(MANAGER, state="failed")
    with database.acting(MANAGER):

        def found(**asked: Any) -> set[int]:
            return set(queries.runs(MANAGER, **asked).values_list("pk", flat=True))

        assert found() == {own.pk, other.pk}
        assert found(mine=True) == {other.pk}
        assert found(state="open") == {own.pk}
        assert found(state="failed") == {other.pk}
        assert found(state="nonsense") == {own.pk, other.pk}
        assert found(text="văn thư") == {own.pk}


def test_the_page_says_when_no_worker_is_there() -> None:
    assert "Chưa có tiến trình xử lý nào" in client_for(CLERK).get("/jobs/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")
    assert "Chưa có tiến trình xử lý nào" not in client_for(CLERK).get("/jobs/").content.decode()


def test_the_log_is_verified_by_the_clock() -> None:
    (nightly,) = (entry for entry in registry.periodic() if entry.job.name == "audit.chain:verify")
    with database.acting(access.system()):
        run = JobRun(pk=1, attempts=1)
        told = nightly.job(jobs.Progress(run, access.system(), Line(1)))
    assert told["entries"] >= 0


def test_an_unknown_person_starts_nothing() -> None:
    nobody = access.Actor.anonymous()
    with database.acting(nobody), pytest.raises(Refused):
        jobs.start(nobody, specimen_jobs.count, at=AT, tag="x")


def test_the_home_page_says_what_awaits() -> None:
    on = date(2026, 9, 6)
    with database.acting(CLERK):
        assert home.open_work(CLERK, on) is None
    begin()
    begin(state="failed", ended_at=AT)
    with database.acting(CLERK):
        card = home.open_work(CLERK, on)
        assert card is not None
        assert (card.figure, card.tone) == (2, "danger")


def test_the_list_costs_one_query() -> None:
    for _number in range(5):
        begin()
    with database.acting(MANAGER), assert_queries(1):
        rows = [queries.shown(MANAGER, row) for row in queries.runs(MANAGER).order_by("-id")[:50]]
    assert len(rows) == 5


def test_runs_that_ended_long_ago_are_cleaned_away() -> None:
    old = begin(state="succeeded", ended_at=AT - timedelta(days=181))
    young = begin(state="failed", ended_at=AT - timedelta(days=179))
    waiting = begin(state="waiting", created_at=AT - timedelta(days=400))
    with database.acting(access.system()):
        assert services.remove_ended_runs(before=AT - tasks.KEPT) == 1
        assert set(JobRun.objects.values_list("pk", flat=True)) == {young.pk, waiting.pk}
    assert old.pk not in (young.pk, waiting.pk)


def test_the_clean_up_and_the_new_day_of_the_tree_are_on_the_clock() -> None:
    planned = {entry.job.name: entry for entry in registry.periodic()}
    assert not planned["jobs.runs:clean"].at_start
    assert planned["jobs.runs:clean"].cron == "30 18 * * *"


def test_what_a_job_makes_is_read_anew_where_the_run_ended_meanwhile() -> None:
    first, second = begin(), begin()
    reads: list[int | None] = []

    @dataclass
    class Work:
        run_id: int | None

    def read(*numbers: int | None) -> Work:
        """The n-th reading finds the n-th run; the last one stays."""
        reads.append(numbers[min(len(reads), len(numbers) - 1)])
        return Work(reads[-1])

    def found(*numbers: int | None) -> tuple[int | None, int | None, int]:
        reads.clear()
        with database.acting(CLERK):
            made, run = queries.with_run(lambda: read(*numbers))
        return made.run_id, run.pk if run is not None else None, len(reads)

    assert found(None) == (None, None, 1)
    assert found(first.pk) == (first.pk, first.pk, 1), "still open: nothing to read anew"
    with database.acting(access.system()):
        JobRun.objects.filter(pk=first.pk).update(state="succeeded")
    assert found(first.pk) == (first.pk, first.pk, 2), "ended: once more"
    assert found(first.pk, second.pk) == (second.pk, second.pk, 2), "the next step began meanwhile"
