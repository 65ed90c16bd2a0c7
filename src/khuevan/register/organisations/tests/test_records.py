"""Every question that a record answers, put to the points of schools; and the rules of their own."""

from __future__ import annotations

from datetime import date

import pytest

from khuevan.kernel import access, database, testing
from khuevan.kernel.testing.records import RecordCases

from .. import services
from ..models import OrgUnit, SchoolPoint
from ..permissions import EDIT_CONTACTS, VIEW_UNITS
from ..records import POINTS
from .builders import AT, make_country, make_school

OPENED = date(2025, 8, 1)


class TestPoints(RecordCases):
    """Points of two schools of one commune."""

    record = POINTS
    queries = 5
    changed = {"name": "Điểm Đắk Nông", "distance_km": "4,5"}
    invalid = {
        "name": "",
        "code": "",
        "opened_on": "31/02/2025",
        "distance_km": "-1",
        "latitude": "95",
        "closed_on": "01/01/2024",
    }

    def furnish(self) -> None:
        commune = make_country().commune
        self.here = make_school(commune).pk
        self.elsewhere = make_school(commune, "Trường Tiểu học Lê Lợi").pk

    def build(self, unit_id: int | None, number: int) -> SchoolPoint:
        school = OrgUnit.objects.get(pk=unit_id)
        facts = services.PointFacts(
            code=f"D{number}", name=f"Điểm thôn {number}", opened_on=OPENED, is_main=number == 1
        )
        return services.save_point(access.system(), school, facts, at=AT)

    def valid(self) -> dict[str, str]:
        return {
            "name": "Điểm buôn Đưng K’Nớ",
            "code": "D9",
            "school": str(self.here),
            "is_main": "1",
            "opened_on": "05/09/2025",
            "latitude": "11,905",
            "longitude": "108,45",
        }


@pytest.fixture
def school(db: None) -> OrgUnit:
    return make_school(make_country().commune)


def add(school: OrgUnit, **typed: str) -> list[str]:
    """The sentences with which a form is refused; none when it is stored."""
    sent = {"name": "Điểm A", "code": "A", "school": str(school.pk), "opened_on": "05/09/2025", **typed}
    clerk = testing.actor(VIEW_UNITS, EDIT_CONTACTS, units=[school.pk])
    answer = testing.client_for(clerk).post(
        "/api/v1/organisations/school-points/", _wire(sent), "application/json"
    )
    return [] if answer.status_code == 201 else [error["field"] for error in answer.json()["errors"]]


def _wire(sent: dict[str, str]) -> dict[str, object]:
    return {
        name: POINTS.field(name).from_form([text])
        if name != "opened_on" and name != "closed_on"
        else "-".join(reversed(text.split("/")))
        for name, text in sent.items()
    }


def test_a_point_keeps_to_its_school(school: OrgUnit) -> None:
    assert add(school, is_main="1") == []
    assert add(school) == ["code"]
    assert add(school, code="B", is_main="1") == ["is_main"]
    assert add(school, code="B", opened_on="01/01/2020") == ["opened_on"]
    assert add(school, code="B", closed_on="05/09/2025") == ["closed_on"]
    assert add(school, code="B", latitude="11,9") == ["longitude"]
    assert add(school, code="B", is_main="1", closed_on="06/09/2025") == []


def test_only_institutions_have_points(school: OrgUnit) -> None:
    with database.acting(access.system()):
        body = OrgUnit.objects.get(pk=school.managing_parent_id)
    clerk = testing.actor(VIEW_UNITS, EDIT_CONTACTS, units=[body.pk, school.pk])
    shown = testing.client_for(clerk).get(POINTS.url("add")).content.decode()
    assert f'<option value="{school.pk}"' in shown
    assert f'<option value="{body.pk}"' not in shown
    assert add(body) == ["school"]


def test_derived_columns_are_what_the_record_derives(school: OrgUnit) -> None:
    assert add(school, address="Thôn Đạ Nghịt") == []
    with database.acting(access.system()):
        point = SchoolPoint.objects.get()
        assert {name: getattr(point, name) for name in ("search", "sort_key")} == POINTS.derive(point)
    clerk = testing.actor(VIEW_UNITS, units=[school.pk])
    shown = testing.client_for(clerk).get(POINTS.url("list"), {"q": "da nghit"}).content.decode()
    assert "Điểm A" in shown


def test_closed_points_are_found_apart(school: OrgUnit) -> None:
    assert add(school, code="B", name="Điểm cũ", closed_on="01/10/2025") == []
    assert add(school, name="Điểm mới") == []
    client = testing.client_for(testing.actor(VIEW_UNITS, units=[school.pk]))
    closed = client.get(POINTS.url("list"), {"closed": "1"}).content.decode()
    assert "Điểm cũ" in closed
    assert "Điểm mới" not in closed
    assert "Điểm cũ" not in client.get(POINTS.url("list"), {"closed": "0"}).content.decode()
