"""The gradebook over HTTP: what the pages do, within the same scope, bad input answered in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import clock, testing
from khuevan.school.staff.tests.builders import member

from .builders import AT, classroom, teacher_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/gradebook"


@pytest.fixture
def room(db: None) -> Any:
    with clock.frozen(AT):
        yield classroom(learners=2)


def post(actor: Any, address: str, body: dict[str, Any] | None = None) -> Any:
    return testing.client_for(actor).post(f"{ROOT}{address}", body or {}, content_type="application/json")


def test_marks_are_written_read_closed_and_opened_again(room: SimpleNamespace) -> None:
    book = f"/books/{room.group.pk}/{room.subject.pk}/1"
    first = room.people[0].pk
    cells = [
        {"enrolment": first, "column": "final-1", "value": "8,5"},
        {"enrolment": first, "column": "midterm-1", "value": "11"},
    ]
    told = post(room.teacher, f"{book}/cells", {"cells": cells}).json()
    assert [(one["state"], one["version"]) for one in told] == [("saved", 1), ("refused", 0)]
    client = testing.client_for(room.teacher)
    shown = client.get(f"{ROOT}{book}").json()
    assert shown["rows"][0]["result"] == "8,5"
    assert client.get(f"{ROOT}/books").json()[0]["filled"] == 1
    closing = f"/classes/{room.group.pk}/terms/1/close"
    assert post(room.teacher, closing).status_code == 403
    assert post(room.head, closing).status_code == 201
    assert post(room.head, closing).status_code == 422
    asked = post(room.teacher, f"{book}/reopenings", {"reason": "Nhập nhầm"})
    assert asked.status_code == 201
    answer = f"/reopenings/{asked.json()['id']}/answer"
    assert post(room.head, answer, {"version": 1, "open_until": "2030-01-01"}).status_code == 422
    assert post(room.head, answer, {"version": 9, "open_until": "2026-11-26"}).status_code == 409
    assert post(room.head, answer, {"version": 1, "open_until": "2026-11-26"}).json()["state"] == "approved"
    results = testing.client_for(room.head).get(f"{ROOT}/learners/{first}/results").json()
    assert [row["term"] for row in results["terms"]] == [1]


def test_what_is_not_ones_own_is_not_there(room: SimpleNamespace) -> None:
    stranger = teacher_of(member(room.here, "Phan Văn Đức"))
    client = testing.client_for(stranger)
    book = f"{ROOT}/books/{room.group.pk}/{room.subject.pk}/1"
    for path in (
        book,
        f"{ROOT}/learners/{room.people[0].pk}/results",
        f"{ROOT}/books/{room.group.pk}/99999/1",
    ):
        assert client.get(path).status_code == 404
    assert (
        post(stranger, f"/books/{room.group.pk}/{room.subject.pk}/1/cells", {"cells": []}).status_code == 404
    )
    assert client.get(f"{ROOT}/books/1/1/7").status_code == 422
    wrong = {"cells": [{"enrolment": 1, "column": "final-1", "mark": "8"}]}
    assert post(room.teacher, f"/books/{room.group.pk}/{room.subject.pk}/1/cells", wrong).status_code == 422
