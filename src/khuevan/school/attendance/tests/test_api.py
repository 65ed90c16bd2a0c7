"""Programs call rolls, families ask for leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from khuevan.kernel import clock
from khuevan.kernel.testing import client_for

from .builders import AT, ON, classroom, parent_of

pytestmark = pytest.mark.django_db


def test_a_roll_is_read_written_and_called(db: None) -> None:
    room = classroom()
    client, address = client_for(room.teacher), f"/api/v1/attendance/rolls/{room.group.pk}/{ON}/am"
    start = f"/api/v1/attendance/rolls/{room.group.pk}/"
    nowhere = ((address, "x"), (start, "2026-02-30/am"), ("/api/v1/attendance/rolls/", f"{10**30}/{ON}/am"))
    with clock.frozen(AT):
        rows = client.get(address).json()
        assert (rows["called_at"], [row["kind"] for row in rows["rows"]]) == (None, ["", "", ""])
        cells = {
            "cells": [{"enrolment": room.people[0].pk, "kind": "K"}, {"enrolment": 2**31 - 1, "kind": "K"}]
        }
        states = client.post(address, cells, content_type="application/json").json()
        assert [one["state"] for one in states] == ["saved", "refused"]
        called = client.post(f"{address}/call").json()
    assert (called["called_by"], [row["kind"] for row in called["rows"]]) == ("Lê Thị Hoa", ["K", "", ""])
    assert client_for(room.other).get(address).status_code == 404
    assert [client.get(f"{start}{end}").status_code for start, end in nowhere] == [404, 404, 404]
    tomorrow = client.post(f"/api/v1/attendance/rolls/{room.group.pk}/2199-01-01/am/call")
    assert (tomorrow.status_code, tomorrow.json()["errors"][0]["field"]) == (422, "on")


def test_a_family_asks_by_its_own_program_and_the_school_answers(db: None) -> None:
    room = classroom()
    anh = room.people[0]
    parent = client_for(replace(parent_of(anh), account_id=2_000_000_077))
    body = {"learner": anh.learner_id, "first_on": str(ON), "last_on": str(ON), "reason": "ill"}
    with clock.frozen(AT):
        made = parent.post("/api/v1/attendance/own/leave", body, content_type="application/json").json()
        assert made["state"] == "asked"
        other = {**body, "learner": room.people[1].learner_id}
        assert (
            parent.post("/api/v1/attendance/own/leave", other, content_type="application/json").status_code
            == 404
        )
        wrong = parent.post(
            "/api/v1/attendance/own/leave", {**body, "reason": "x"}, content_type="application/json"
        )
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "reason")
        teacher = client_for(room.teacher)
        waiting = teacher.get("/api/v1/attendance/leave").json()
        assert [one["id"] for one in waiting] == [made["id"]]
        decided = teacher.post(
            f"/api/v1/attendance/leave/{made['id']}/decide", {"version": 1, "granted": True},
            content_type="application/json",
        ).json()  # fmt: skip
        assert (decided["state"], decided["version"]) == ("granted", 2)
        assert [one["state"] for one in parent.get("/api/v1/attendance/own/leave").json()] == ["granted"]
        late = parent.post(
            f"/api/v1/attendance/own/leave/{made['id']}/withdraw",
            {"version": 2},
            content_type="application/json",
        )
        assert late.status_code == 422
