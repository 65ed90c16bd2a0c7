"""The API beside the records': figures, gap, board, the acts of an inventory."""

from __future__ import annotations

from typing import Any

import pytest

from khuevan.kernel import access, clock, database, testing
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.permissions import VIEW_UNITS
from khuevan.school.schoolyear.tests import builders as years

from ..permissions import CONFIRM_INVENTORY, EDIT_FACILITIES, VIEW_FACILITIES
from . import builders

API = "/api/v1/facilities"


@pytest.fixture(autouse=True)
def _at_a_day() -> Any:
    with clock.frozen(builders.AT):
        yield


@pytest.fixture
def school(db: None) -> OrgUnit:
    with database.acting(access.system()):
        made = builders.school()
        builders.room(made.pk, "Dãy A", quantity=3, point=builders.point(made.pk))
        builders.utilities(made.pk)
        builders.computers(made.pk)
        builders.item(builders.equipment_list(), "Loa cầm tay", basis="school")
    years.enrolment(made.pk, group=years.class_group(made.pk))
    return made


def client(school: OrgUnit, *more: Any) -> Any:
    return testing.client_for(testing.actor(VIEW_UNITS, VIEW_FACILITIES, *more, units=[school.pk]))


def test_figures_gap_and_board(school: OrgUnit) -> None:
    reader = client(school)
    told = reader.get(f"{API}/schools/{school.pk}/figures").json()
    solid = next(one for one in told["figures"] if one["code"] == "classroom.solid")
    assert (solid["value"], solid["symbol"]) == (3.0, "DN_CSVCPHONGHOCS")
    assert sorted(one["value"] for one in solid["by_point"]) == [0.0, 3.0]
    flags = {one["symbol"]: one["value"] for one in told["flags"]}
    assert (flags["IS_NGUON_NUOC_SACH"], flags["IS_CONG_TRINH_VE_SINH"]) == (True, False)
    gap = reader.get(f"{API}/schools/{school.pk}/gap").json()
    assert (gap["need"], gap["met"], gap["gaps"][0]["lacking"]) == (1, 0, 1)
    (row,) = reader.get(f"{API}/board").json()["items"]
    assert (row["classrooms"], row["solid_share"], row["clean_water"]) == (3, 1.0, True)
    assert reader.get(f"{API}/board", {"lacks": "water"}).json()["count"] == 0
    for number in (999_999, 2**31, 10**20):
        assert reader.get(f"{API}/schools/{number}/gap").status_code == 404


def test_the_acts_of_an_inventory(school: OrgUnit) -> None:
    head, clerk = client(school, EDIT_FACILITIES, CONFIRM_INVENTORY), client(school, EDIT_FACILITIES)

    def post(who: Any, address: str, sent: dict[str, Any]) -> Any:
        return who.post(f"{API}/inventories/{address}", sent, "application/json")

    sent = {"school": school.pk, "kind": "yearly", "as_of": "2026-11-20", "committee": "Hiệu trưởng"}
    assert post(clerk, "open", sent).status_code == 403
    opened = post(head, "open", sent)
    assert opened.status_code == 201
    told = opened.json()
    pk, lines = told["inventory"], told["lines"]
    assert [line["asset"] for line in lines] == ["room", "computers"]
    assert post(head, "open", sent).status_code == 422
    wrong = {"counts": [{"line": lines[0]["id"], "version": 1, "quantity": 3, "usable": 3}]}
    answer = post(clerk, f"{pk}/counts", wrong)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == str(lines[0]["id"])
    right = {
        "counts": [
            {"line": lines[0]["id"], "version": 1, "quantity": 3, "condition": "good"},
            {"line": lines[1]["id"], "version": 1, "quantity": 20, "usable": 17},
        ]
    }
    assert post(clerk, f"{pk}/counts", right).json()["counted"] == 2
    assert post(clerk, f"{pk}/refresh", {}).status_code == 200
    assert post(head, f"{pk}/confirm", {"version": 9}).status_code == 409
    done = post(head, f"{pk}/confirm", {"version": 1}).json()
    assert (done["status"], done["differing"]) == ("confirmed", 2)
    assert clerk.get(f"{API}/inventories/{pk}/lines").json()["is_intact"] is True
    assert post(clerk, f"{pk}/counts", right).status_code == 422
    assert post(head, f"{pk}/cancel", {"version": 2, "why": "x"}).status_code == 422
    assert post(head, "999999/confirm", {"version": 1}).status_code == 404
