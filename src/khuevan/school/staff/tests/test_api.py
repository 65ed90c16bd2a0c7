"""Acts, moves, the board and loads over HTTP: what the pages do, within the same scope; bad input answered in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from khuevan.kernel import access, database, testing
from khuevan.school.schoolyear.permissions import EDIT_CLASSES
from khuevan.school.schoolyear.tests.builders import class_group

from ..permissions import ASSIGN, VIEW_ASSIGNMENTS, VIEW_PAPERS, VIEW_STAFF
from ..queries.places import School
from .builders import member, school
from .test_acts import clerk_of
from .test_assignments import furnished

__all__ = ["furnished"]
pytestmark = pytest.mark.django_db
ROOT = "/api/v1/staff"
DECISION = {"effective_on": "2026-12-01", "number": "12/QĐ-UBND", "body": "UBND xã Di Linh"}


def sent(client: Any, address: str, body: dict[str, Any], method: str = "post") -> Any:
    return getattr(client, method)(f"{ROOT}{address}", body, content_type="application/json")


def test_somebody_is_registered_and_an_act_is_previewed_then_recorded_then_cancelled() -> None:
    here = school("Trường THCS Lê Lợi")
    client = testing.client_for(clerk_of(here))
    who = {
        "school": here,
        "position": "teacher",
        "full_name": "Đặng Thị Ánh",
        "birth_date": "1995-04-02",
        "sex": "female",
    }
    made = sent(client, "/register", {**DECISION, **who})
    assert made.status_code == 201, made.content
    pk, version = made.json()["id"], made.json()["version"]
    assert sent(client, "/register", {**DECISION, **who}).status_code == 422
    later = {
        **DECISION,
        "effective_on": "2027-01-05",
        "version": version,
        "leave": "maternity",
        "until": "2027-07-05",
    }
    plan = sent(client, f"/members/{pk}/acts/leave", later).json()
    assert (plan["committed"], plan["leave"]) == (False, "maternity")
    done = sent(client, f"/members/{pk}/acts/leave", {**later, "commit": True}).json()
    assert done["version"] > version
    assert sent(client, f"/members/{pk}/acts/leave", {**later, "commit": True}).status_code in (409, 422)
    back = sent(client, f"/members/{pk}/cancel-act", {"version": done["version"], "why": "Ghi nhầm"})
    assert (back.status_code, back.json()["leave"]) == (200, "")
    viewer = testing.client_for(testing.actor(VIEW_STAFF, VIEW_PAPERS, units=[here]))
    listed = viewer.get(f"{ROOT}/members/{pk}/postings").json()
    assert [(row["kind"], row["cancelled_at"] is not None) for row in listed] == [
        ("leave", True),
        ("hired", False),
    ]
    assert sent(viewer, f"/members/{pk}/acts/leave", later).status_code == 403


def test_a_move_is_offered_declined_withdrawn_and_accepted() -> None:
    here, there = school("Trường A"), school("Trường B")
    row = member(here)
    givers, takers = testing.client_for(clerk_of(here)), testing.client_for(clerk_of(there))
    body = {**DECISION, "version": row.version, "to_school": _code(there), "commit": True}
    assert sent(givers, f"/members/{row.pk}/acts/moved", body).status_code == 200
    (move,) = takers.get(f"{ROOT}/moves", {"state": "offered"}).json()
    assert move["full_name"] == "Lê Thị Hoa"
    assert sent(givers, f"/moves/{move['id']}/accept", {"version": move["version"]}).status_code == 403
    no = sent(takers, f"/moves/{move['id']}/decline", {"version": move["version"], "why": "Đủ người"}).json()
    assert no["state"] == "declined"
    again = sent(
        givers, f"/moves/{move['id']}/withdraw", {"version": no["version"], "why": "Bên kia không nhận"}
    )
    assert again.json()["status"] == "1"
    body = {**body, "version": again.json()["version"], "effective_on": "2026-12-08"}
    assert sent(givers, f"/members/{row.pk}/acts/moved", body).status_code == 200
    (move,) = takers.get(f"{ROOT}/moves", {"state": "offered"}).json()
    taken = sent(takers, f"/moves/{move['id']}/accept", {"version": move["version"]})
    assert (taken.status_code, taken.json()["school"]) == (200, there)
    strangers = testing.client_for(clerk_of(school("Trường C")))
    assert strangers.get(f"{ROOT}/moves").json() == []
    assert sent(strangers, f"/moves/{move['id']}/accept", {"version": 1}).status_code == 404


def _code(unit_id: int) -> str:
    with database.acting(access.system()):
        return str(School.objects.get(pk=unit_id).code)


def test_lessons_are_given_changed_copied_and_ended_and_loads_follow(furnished: SimpleNamespace) -> None:
    client = testing.client_for(furnished.actor)
    group = furnished.groups[0]
    body = {
        "staff": furnished.hoa.pk, "class_group": group.pk, "subject": furnished.maths.pk, "term": 1, "periods": "4",
    }  # fmt: skip
    made = sent(client, "/assignments", body)
    assert made.status_code == 201, made.content
    assert sent(client, "/assignments", body).status_code == 422
    pk, version = made.json()["id"], made.json()["version"]
    changed = sent(client, f"/assignments/{pk}", {"version": version, "periods": "5.5"}, "patch").json()
    assert changed["periods"] in ("5.5", 5.5)
    assert (
        sent(client, f"/assignments/{pk}", {"version": version, "periods": "6"}, "patch").status_code == 409
    )
    where = {"school": furnished.here, "school_year": "2026-2027", "term": 1}
    board = client.get(f"{ROOT}/board", where).json()
    cells = {
        cell["subject"]: cell
        for row in board["classes"]
        if row["class_group"] == group.pk
        for cell in row["cells"]
    }
    assert cells[furnished.maths.pk]["lessons"][0]["name"] == "Lê Thị Hoa"
    loads = {row["staff"]: row for row in client.get(f"{ROOT}/loads", where).json()["teachers"]}
    assert float(loads[furnished.hoa.pk]["taught"]) == 5.5
    copied = {"school": furnished.here, "school_year": "2026-2027", "from_term": 1, "to_term": 2}
    assert sent(client, "/copy-term", copied).json() == {
        "lessons": 1, "there_already": 0, "without_teacher": [], "committed": False,
    }  # fmt: skip
    assert sent(client, "/copy-term", {**copied, "commit": True}).json()["lessons"] == 1
    assert sent(client, "/copy-term", {**copied, "to_term": 1}).status_code == 422
    named = sent(
        client, "/homeroom", {"class_group": group.pk, "version": group.version, "staff": furnished.duc.pk}
    )
    assert named.json()["homeroom_teacher"] == furnished.duc.pk
    ended = sent(client, f"/assignments/{pk}/end", {"version": changed["version"]})
    assert ended.json()["ended_on"] is not None


def test_others_schools_are_not_there_and_rights_are_asked(furnished: SimpleNamespace) -> None:
    elsewhere = school("Trường khác")
    far = class_group(elsewhere, "6B", "06")
    client = testing.client_for(furnished.actor)
    where = {"school": elsewhere, "school_year": "2026-2027", "term": 1}
    assert client.get(f"{ROOT}/board", where).status_code == 404
    assert client.get(f"{ROOT}/loads", where).status_code == 404
    body = {
        "staff": furnished.hoa.pk,
        "class_group": far.pk,
        "subject": furnished.maths.pk,
        "term": 1,
        "periods": "4",
    }
    assert sent(client, "/assignments", body).status_code == 404
    stranger = member(elsewhere)
    group = furnished.groups[0]
    assert (
        sent(client, "/assignments", {**body, "class_group": group.pk, "staff": stranger.pk}).status_code
        == 422
    )
    viewer = testing.client_for(testing.actor(VIEW_ASSIGNMENTS, units=[furnished.here]))
    assert viewer.get(f"{ROOT}/board", {**where, "school": furnished.here}).status_code == 200
    assert sent(viewer, "/assignments", {**body, "class_group": group.pk}).status_code == 403
    outside = testing.client_for(testing.actor(ASSIGN, EDIT_CLASSES, units=[elsewhere]))
    assert sent(outside, "/assignments", {**body, "class_group": group.pk}).status_code == 404


ONE = {**DECISION, "version": 0}
SICK = {**ONE, "leave": "sick", "commit": True}
BAD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/register", {}),
    ("/register", {**DECISION, "school": 10**30}),
    ("/members/{pk}/acts/leave", {**DECISION, "version": -1}),
    ("/members/{pk}/acts/flies", {**DECISION, "version": 0}),
    ("/members/{pk}/acts/leave", {**DECISION, "version": 0, "leave": "\x00"}),
    ("/members/{pk}/acts/leave", {**SICK, "effective_on": "9999-12-31"}),
    ("/members/{pk}/acts/leave", {**SICK, "effective_on": "0001-01-01"}),
    ("/members/{pk}/acts/resigned", {**DECISION, "version": 0, "why": "x" * 201}),
    ("/members/{pk}/acts/resigned", {**DECISION, "number": "a\x00b", "version": 0, "why": "x", "commit": True}),
    ("/members/{pk}/acts/moved", {**DECISION, "version": 0, "to_school": "\x00"}),
    ("/members/{pk}/acts/moved", {**DECISION, "version": 0, "to_school": "NO SUCH", "commit": True}),
    ("/members/{pk}/cancel-act", {"version": 0, "why": ""}),
    ("/members/99999999999/cancel-act", {"version": 0, "why": "x"}),
    ("/moves/99999999999999999999/accept", {"version": 0}),
    ("/assignments", {"staff": 1, "class_group": 1, "subject": 1, "term": 3, "periods": "4"}),
    ("/assignments", {"staff": 1, "class_group": 1, "subject": 1, "term": 1, "periods": "NaN"}),
    ("/assignments", {"staff": 1, "class_group": 1, "subject": 1, "term": 1, "periods": "1e400"}),
    ("/copy-term", {"school": 1, "school_year": "9999-9998", "from_term": 1, "to_term": 2}),
    ("/homeroom", {"class_group": 10**40, "version": 0}),
)  # fmt: skip


@pytest.mark.parametrize(("address", "body"), BAD)
def test_bad_input_is_answered_in_words(
    address: str, body: dict[str, Any], furnished: SimpleNamespace
) -> None:
    everything = clerk_of(furnished.here)
    client = testing.client_for(
        testing.actor(
            *(p for p in (ASSIGN, VIEW_ASSIGNMENTS, VIEW_STAFF, EDIT_CLASSES)), units=[furnished.here]
        )
        if address.startswith(("/assign", "/copy", "/home"))
        else everything
    )
    answer = sent(client, address.format(pk=furnished.hoa.pk), body)
    assert 400 <= answer.status_code < 500, answer.content
    assert answer.headers["Content-Type"].startswith("application/problem+json")
