"""Calling rolls: cells, conflicts, refusals, the call itself, and what counts afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.testing import assert_queries, client_for
from khuevan.school.curriculum.queries import RulePoints
from khuevan.school.schoolyear.choices import EnrolmentStatus

from .. import queries, services
from ..models import Absence, RollCall
from ..services import Cell
from .builders import AT, ON, classroom, code_of, everybody

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    return classroom()


def save(actor: Actor, room: Any, *cells: Cell, on: date = ON, slot: str = "am") -> list[services.Answer]:
    with database.acting(actor):
        return services.save_cells(actor, queries.roll_of(room.group, on, slot), cells, at=AT)


def stored() -> list[tuple[str, str, int]]:
    with database.acting(access.system()):
        rows = Absence.objects.select_related("enrolment").order_by("pk")
        return [(row.enrolment.full_name, row.kind, row.version) for row in rows]


def test_cells_are_kept_and_the_same_again_changes_nothing(room: SimpleNamespace) -> None:
    anh, binh, _cuong = room.people
    answers = save(room.teacher, room, Cell(anh.pk, "K", 0), Cell(binh.pk, "M", 0))
    assert [(one.state, one.value, one.version) for one in answers] == [("saved", "K", 1), ("saved", "M", 1)]
    assert [one.state for one in save(room.teacher, room, Cell(anh.pk, "K", 0))] == ["saved"]
    assert save(room.teacher, room, Cell(anh.pk, "", 1))[0].version == 2
    assert stored() == [("Nguyễn Thị Ánh", "", 2), ("Trần Văn Bình", "M", 1)]


def test_who_comes_second_is_told_and_overwrites_nothing(room: SimpleNamespace) -> None:
    anh = room.people[0]
    save(room.teacher, room, Cell(anh.pk, "K", 0))
    told = save(room.clerk, room, Cell(anh.pk, "P", 0))[0]
    assert (told.state, told.value, told.version) == ("conflict", "K", 1)
    assert "Lê Thị Hoa vừa ghi «Vắng không phép»" in told.sentence
    assert save(room.clerk, room, Cell(anh.pk, "P", 1))[0].state == "saved"


def test_what_cannot_be_is_refused_by_itself(room: SimpleNamespace) -> None:
    anh = room.people[0]
    with database.acting(access.system()):
        type(anh).objects.filter(pk=room.people[1].pk).update(
            left_on=ON - timedelta(7), status=EnrolmentStatus.LEFT_TERM_1
        )
    answers = save(
        room.teacher, room, Cell(anh.pk, "X", 0), Cell(room.people[1].pk, "K", 0), Cell(2**31 - 1, "K", 0),
        Cell(anh.pk, "P", 0),
    )  # fmt: skip
    assert [one.state for one in answers] == ["refused", "refused", "refused", "saved"]
    assert "P (có phép)" in answers[0].sentence
    assert "không ở trong lớp" in answers[1].sentence


@pytest.mark.parametrize("on", [ON + timedelta(1), date(2026, 7, 31), date(2027, 8, 1)])
def test_days_without_school_are_refused(room: SimpleNamespace, on: date) -> None:
    with pytest.raises(services.AttendanceError) as refused:
        save(room.teacher, room, Cell(room.people[0].pk, "K", 0), on=on)
    assert set(refused.value.errors) == {"on"}


def test_another_class_is_nobody_elses_business(room: SimpleNamespace) -> None:
    with pytest.raises(access.Refused, match="không dạy, không chủ nhiệm lớp này"):
        save(room.other, room, Cell(room.people[0].pk, "K", 0))
    client = client_for(room.other)
    assert client.get(f"/attendance/classes/{room.group.pk}/{ON}/am/").status_code == 404
    assert client_for(room.teacher).get(f"/attendance/classes/{room.group.pk}/{ON}/am/").status_code == 200


def test_calling_says_who_was_there_and_writes_granted_leave(room: SimpleNamespace) -> None:
    anh, binh, _cuong = room.people
    with database.acting(room.clerk):
        services.ask_leave(room.clerk, anh, first_on=ON, last_on=ON, reason="ill", note="", at=AT)
    save(room.teacher, room, Cell(binh.pk, "K", 0))
    with database.acting(room.teacher):
        roll = queries.roll_of(room.group, ON, "am")
        assert [row.kind for row in queries.rows_of(roll)] == ["P", "K", ""]
        services.call_roll(room.teacher, roll, at=AT)
        again = services.call_roll(room.teacher, queries.roll_of(room.group, ON, "am"), at=AT)
        today = queries.classes_today(room.teacher, room.here, ON, "am")
    assert [(one.name, one.with_leave, one.without_leave, one.is_own) for one in today] == [
        ("6A1", 1, 1, True)
    ]
    assert again.version == 2
    with database.acting(access.system()):
        assert RollCall.objects.count() == 1
        assert AuditEntry.objects.filter(action="attendance.roll:take", kind="act").count() == 3
    assert stored() == [("Trần Văn Bình", "K", 1), ("Nguyễn Thị Ánh", "P", 1)]


def test_the_register_counts_days_as_the_promotion_rule_does(room: SimpleNamespace) -> None:
    anh = room.people[0]
    for back in range(3):
        for slot in ("am", "pm"):
            save(room.teacher, room, Cell(anh.pk, "P", 0), on=ON - timedelta(back), slot=slot)
    save(room.teacher, room, Cell(anh.pk, "M", 0), on=ON - timedelta(3))
    with database.acting(room.teacher), assert_queries(9):
        month = queries.month_of(room.group, ON.replace(day=1))
    assert month.rows[0].words == ("M", "P", "P", "P")
    assert (month.rows[0].month.with_leave, month.rows[0].year.sessions, month.rows[0].year.limit) == (
        6,
        3,
        45,
    )
    with database.acting(room.teacher):
        assert queries.sessions_missed([one.pk for one in room.people], "lower_secondary", RulePoints()) == {
            anh.pk: 3, room.people[1].pk: 0, room.people[2].pk: 0,
        }  # fmt: skip


def test_the_pages_cost_the_same_few_queries(room: SimpleNamespace) -> None:
    client = client_for(room.clerk)
    assert client.get("/attendance/").status_code == 200
    with assert_queries(9):
        assert "6A1" in client.get(f"/attendance/?school={room.here}").content.decode()
    with assert_queries(7):
        client.get(f"/attendance/classes/{room.group.pk}/{ON}/am/")


def test_who_has_no_school_of_their_own_names_one(room: SimpleNamespace) -> None:
    administrator = client_for(everybody())
    assert 'name="code"' in administrator.get("/attendance/").content.decode()
    roll = f"/attendance/classes/{room.group.pk}/"  # the name alone may stand in a page's random token
    assert roll in administrator.get("/attendance/", {"code": code_of(room.here)}).content.decode()
    assert roll not in administrator.get("/attendance/", {"code": "\x00 none"}).content.decode()


def test_messages_that_are_none_are_answered_in_words(room: SimpleNamespace) -> None:
    client = client_for(room.teacher)
    address = f"/attendance/classes/{room.group.pk}/{ON}/am/save/"
    for body in (
        b"",
        b"[]",
        b'{"cells": 3}',
        b'{"cells": [{"e": "x", "t": "", "v": 0}]}',
        b"{" * 500,
        b"\xff",
    ):
        answer = client.post(address, body, content_type="application/json")
        assert (answer.status_code, "tải lại trang" in answer.json()["problem"]) == (400, True), body
    many = [{"e": 1, "t": "K", "v": 0}] * 201
    assert client.post(address, {"cells": many}, content_type="application/json").status_code == 400
    for nowhere in (f"{ON}/xx/", "31-02-2026/am/", "0001-01-01/am/"):
        assert client.get(f"/attendance/classes/{room.group.pk}/{nowhere}").status_code == 404
