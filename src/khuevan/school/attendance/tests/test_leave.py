"""Leave: asked, answered, withdrawn; what it does to the rolls."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.testing import client_for

from .. import queries, services
from ..models import Absence, LeaveRequest
from ..services import Cell
from .builders import AT, ON, classroom, parent_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> SimpleNamespace:
    return classroom()


def ask(actor: Actor, child: Any, first: date = ON, last: date = ON, **other: str) -> LeaveRequest:
    told = {"reason": "ill", "note": "", **other}
    with database.acting(actor):
        return services.ask_leave(actor, child, first_on=first, last_on=last, at=AT, **told)


def kinds() -> list[str]:
    with database.acting(access.system()):
        return list(Absence.objects.order_by("pk").values_list("kind", flat=True))


def test_a_family_asks_the_teacher_grants_and_the_roll_follows(room: SimpleNamespace) -> None:
    anh = room.people[0]
    parent = parent_of(anh)
    request = ask(parent, anh, ON, ON + timedelta(1))
    assert request.state == "asked"
    with database.acting(room.teacher):
        services.save_cells(
            room.teacher, queries.roll_of(room.group, ON, "am"), [Cell(anh.pk, "K", 0)], at=AT
        )
    assert kinds() == ["K"]
    with database.acting(room.teacher):
        assert queries.leave_waiting(room.teacher) == 1
        services.decide_leave(room.teacher, request, granted=True, answer="", version=1, at=AT)
    assert kinds() == ["P"]
    with database.acting(parent):
        seen = queries.leave_of_child(parent, anh.person_id)
        assert [(one.state, one.decided_by) for one in seen] == [("granted", "Lê Thị Hoa")]


def test_only_the_own_family_and_the_school_ask(room: SimpleNamespace) -> None:
    anh, binh, _cuong = room.people
    with pytest.raises(access.Refused):
        ask(parent_of(binh), anh)
    with pytest.raises(access.Refused, match="không dạy, không chủ nhiệm lớp này"):
        ask(room.other, anh)
    assert ask(room.teacher, anh).state == "granted"


@pytest.mark.parametrize(
    ("first", "last", "reason", "note", "field"),
    [
        (ON, ON - timedelta(1), "ill", "", "last_on"),
        (ON, ON + timedelta(60), "ill", "", "last_on"),
        (ON - timedelta(15), ON, "ill", "", "first_on"),
        (date(2027, 9, 6), date(2027, 9, 6), "ill", "", "first_on"),
        (ON, ON, "x", "", "reason"),
        (ON, ON, "other", " ", "note"),
        (ON, ON, "ill", "x" * 301, "note"),
    ],
)
def test_what_cannot_be_asked_names_the_field(
    room: SimpleNamespace, first: date, last: date, reason: str, note: str, field: str
) -> None:
    with pytest.raises(services.AttendanceError) as refused:
        ask(parent_of(room.people[0]), room.people[0], first, last, reason=reason, note=note)
    assert field in refused.value.errors


def test_an_answer_is_given_once_with_its_reason(room: SimpleNamespace) -> None:
    anh = room.people[0]
    request = ask(parent_of(anh), anh)
    with database.acting(room.teacher):
        with pytest.raises(services.AttendanceError) as refused:
            services.decide_leave(room.teacher, request, granted=False, answer=" ", version=1, at=AT)
        assert set(refused.value.errors) == {"answer"}
        with pytest.raises(ChangedMeanwhile):
            services.decide_leave(room.teacher, request, granted=True, answer="", version=7, at=AT)
    with database.acting(room.teacher):
        again = queries.leave_for(room.teacher).get(pk=request.pk)
        services.decide_leave(room.teacher, again, granted=False, answer="Hôm đó thi", version=1, at=AT)
        with pytest.raises(services.AttendanceError):
            services.decide_leave(room.teacher, again, granted=True, answer="", version=2, at=AT)
    with pytest.raises(services.AttendanceError), database.acting(parent_of(anh)):
        services.withdraw_leave(parent_of(anh), again, version=2, at=AT)


def test_a_family_takes_back_what_nobody_answered(room: SimpleNamespace) -> None:
    anh, binh, _cuong = room.people
    request = ask(parent_of(anh), anh)
    with pytest.raises(access.Refused), database.acting(parent_of(binh)):
        services.withdraw_leave(parent_of(binh), request, version=1, at=AT)
    with database.acting(parent_of(anh)):
        assert services.withdraw_leave(parent_of(anh), request, version=1, at=AT).state == "withdrawn"


def test_the_pages_note_and_answer(room: SimpleNamespace) -> None:
    anh = room.people[0]
    client = client_for(room.teacher)
    form = {
        "enrolment": anh.pk,
        "first_on": "25/11/2026",
        "last_on": "26/11/2026",
        "reason": "ill",
        "note": "Sốt",
    }
    assert client.post(f"/attendance/classes/{room.group.pk}/leave/", form).status_code == 302
    wrong = client.post(f"/attendance/classes/{room.group.pk}/leave/", {**form, "last_on": "24/11/2026"})
    assert "Ngày cuối đứng trước ngày đầu." in wrong.content.decode()
    request = ask(parent_of(room.people[1]), room.people[1])
    shown = client.get("/attendance/leave/").content.decode()
    assert "Sốt" in shown
    assert "Trần Văn Bình" in shown
    answered = client.post(
        f"/attendance/leave/{request.pk}/decide/", {"granted": "1", "version": "1", "answer": ""}
    )
    assert answered.status_code == 302
    with database.acting(access.system()):
        assert LeaveRequest.objects.get(pk=request.pk).state == "granted"
    assert client_for(room.other).post(f"/attendance/leave/{request.pk}/decide/", {}).status_code == 404
