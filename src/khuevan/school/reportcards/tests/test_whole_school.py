"""The cards of a whole school by one job: what cannot be made is listed, a stopped job goes on where it was."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import access, clock, database, jobs, testing
from khuevan.kernel.access import Refused
from khuevan.kernel.jobs import runner
from khuevan.kernel.jobs.registry import resolver
from khuevan.school.schoolyear.tests.builders import class_group, enrolment

from .. import services
from ..models import Card, CardSlot, ClassMaking
from .builders import AT, closed_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Any:
    """Two classes: one whose books are closed, one whose are open. The accounts of builders are not in the database."""
    from khuevan.kernel.jobs import registry

    with clock.frozen(AT):
        made = closed_class()
        made.open = class_group(made.here, "6A2", "06")
        enrolment(made.here, "Vũ Thị Én", group=made.open)
        before = list(registry._resolver)
        resolver(lambda account: made.clerk if account == made.clerk.account_id else None)
        yield made
        registry._resolver[:] = before


def begin(room: SimpleNamespace, actor: access.Actor | None = None) -> jobs.JobRun:
    with database.acting(actor or room.clerk):
        return services.begin_school(actor or room.clerk, room.group.school, room.group.school_year, at=AT)


def lines(run: jobs.JobRun) -> dict[str, tuple[int, str]]:
    with database.acting(access.system()):
        rows = ClassMaking.objects.filter(run_id=run.pk).select_related("class_group")
        return {one.class_group.name: (one.made, one.hindrance) for one in rows}


def fresh(run: jobs.JobRun) -> jobs.JobRun:
    with database.acting(access.system()):
        return jobs.JobRun.objects.get(pk=run.pk)


def test_what_cannot_be_made_holds_up_no_other_class(room: SimpleNamespace) -> None:
    run = begin(room)
    assert begin(room).pk == run.pk, "asked twice, there is one job"
    address = f"/reportcards/school/runs/{run.pk}/"
    client = testing.client_for(room.clerk)
    assert "Dừng" in client.get(address).content.decode()
    live = client.get(f"{address}?part=1", headers={"HX-Request": "true"})
    assert (live.status_code, "every 2s" in live.content.decode()) == (200, True)
    runner.run(run.pk)
    assert (fresh(run).state, fresh(run).result) == ("succeeded", {"classes": 2, "made": 2, "changed": 0})
    assert lines(run) == {"6A1": (2, ""), "6A2": (0, "open_books")}
    page = client.get(address).content.decode()
    assert "Sổ điểm lớp 6A2 chưa khóa đủ hai học kỳ" in page
    assert f"/gradebook/school/?school={room.here}" in page
    assert f"/reportcards/classes/{room.open.pk}/" in page
    assert client.get(f"{address}?part=1", headers={"HX-Request": "true"})["HX-Redirect"] == address
    board = client.get(f"/reportcards/school/?school={room.here}").content.decode()
    assert address in board
    again = begin(room)
    assert again.pk != run.pk
    with database.acting(access.system()):
        CardSlot.objects.filter(kind="homeroom").update(person=None)
    runner.run(again.pk)
    assert lines(again)["6A1"] == (0, ""), "the homeroom teacher is named anew"


def test_a_stopped_job_goes_on_where_it_was(room: SimpleNamespace) -> None:
    run = begin(room)
    address = f"/reportcards/school/runs/{run.pk}/"
    client = testing.client_for(room.clerk)
    with database.acting(room.clerk):
        from ..services.whole_school import make_class

        group = make_class(room.clerk, run.pk, room.group, at=AT).class_group
        assert make_class(room.clerk, run.pk, group, at=AT).made == 2, "not made again by the same job"
    assert client.post(f"{address}stop/").status_code == 302
    runner.run(run.pk)
    assert (fresh(run).state, lines(run)) == ("cancelled", {"6A1": (2, "")})
    assert "Chạy tiếp" in client.get(address).content.decode()
    assert client.post(f"{address}go-on/").status_code == 302
    runner.run(run.pk)
    assert (fresh(run).state, len(lines(run))) == ("succeeded", 2)
    with database.acting(access.system()):
        assert Card.objects.count() == 2


def test_only_who_makes_cards_there(room: SimpleNamespace) -> None:
    run = begin(room)
    elsewhere = closed_class(learners=1)
    address = f"/reportcards/school/runs/{run.pk}/"
    sent = {"school": room.here, "year": room.group.school_year.code}
    assert testing.client_for(room.hoa).post("/reportcards/school/generate/", sent).status_code == 403
    assert testing.client_for(elsewhere.clerk).post("/reportcards/school/generate/", sent).status_code == 404
    for tail in ("", "stop/", "go-on/"):
        client = testing.client_for(elsewhere.clerk)
        answer = client.post(address + tail) if tail else client.get(address)
        assert answer.status_code == 404, tail
    client = testing.client_for(room.clerk)
    assert client.get("/reportcards/school/runs/99999999999999999999/").status_code == 404
    assert client.post(f"{address}burn/").status_code == 404
    assert client.post("/reportcards/school/generate/", {**sent, "year": "x\x00"}).status_code in (302, 404)
    with pytest.raises(Refused), database.acting(room.hoa):
        services.begin_school(room.hoa, room.group.school, room.group.school_year, at=AT)
    right_is_gone = testing.actor(units=[room.here], account_id=room.clerk.account_id)
    resolver(lambda _account: right_is_gone)
    runner.run(run.pk)
    assert fresh(run).state == "failed"
