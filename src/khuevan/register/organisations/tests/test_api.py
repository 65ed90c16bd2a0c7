"""The API answers within the scope and agrees with the pages."""

import json
from datetime import UTC, date, datetime

import pytest

from khuevan.kernel import access, clock, database, testing
from khuevan.kernel.access import Actor

from .. import queries, services
from ..models import OrgUnit
from ..permissions import VIEW_UNITS
from .builders import AT, Country, decree, make_country, make_school

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/organisations"


@pytest.fixture(autouse=True)
def _today() -> object:
    with clock.frozen(datetime(2026, 9, 6, 2, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def country() -> Country:
    return make_country()


def somebody(unit: OrgUnit) -> Actor:
    reach = queries.descendants(unit.pk)
    return testing.actor(VIEW_UNITS, units=reach.ids(), outline=queries.outline(reach).ids())


def test_the_tree_and_a_unit(country: Country) -> None:
    school = make_school(country.commune)
    client = testing.client_for(somebody(country.department))
    [root] = client.get(f"{ROOT}/tree").json()
    assert root["kind"] == "ministry"
    below = client.get(f"{ROOT}/tree", {"parent": country.commune.pk}).json()
    assert [node["id"] for node in below] == [school.pk]
    assert client.get(f"{ROOT}/tree", {"parent": country.commune.pk, "on": "2025-06-30"}).json() == []
    assert client.get(f"{ROOT}/tree", {"parent": country.ministry.pk}).status_code == 404
    one = client.get(f"{ROOT}/units/{school.pk}").json()
    assert (one["name"], one["levels"], one["managing_parent_id"]) == (
        school.name,
        ["primary"],
        country.commune.pk,
    )
    assert client.get(f"{ROOT}/units/987654").status_code == 404


def test_outside_the_scope_is_404_without_sign_in_401_without_permission_403(country: Country) -> None:
    school = make_school(country.commune)
    address = f"{ROOT}/units/{school.pk}"
    assert testing.client_for(somebody(country.other_commune)).get(address).status_code == 404
    assert testing.client_for(Actor.anonymous()).get(address).status_code == 401
    assert testing.client_for(testing.actor(units=(school.pk,))).get(address).status_code == 403


def test_schools_in_pages_of_a_hundred(country: Country) -> None:
    made = [make_school(country.commune, f"Trường số {number}") for number in range(102)]
    client = testing.client_for(somebody(country.department))
    first = client.get(f"{ROOT}/schools").json()
    second = client.get(f"{ROOT}/schools", {"after": first["next_after"]}).json()
    assert [item["id"] for item in first["items"] + second["items"]] == [school.pk for school in made]
    assert second["next_after"] is None
    assert client.get(f"{ROOT}/schools", {"q": "so 7", "level": "upper_secondary"}).json()["items"] == []
    assert client.get(f"{ROOT}/schools", {"condition": "unheard-of"}).status_code == 422


def test_lineage_and_regrouped_series(country: Country) -> None:
    old, new = make_school(country.commune, "Trường A"), make_school(country.commune, "Trường B")
    with database.acting(access.system()):
        services.merge_units(
            access.system(),
            services.MergeUnits(decree=decree(date(2026, 1, 1)), source_ids=(old.pk,), into_id=new.pk),
            at=AT,
        )
    client = testing.client_for(somebody(country.department))
    kin = client.get(f"{ROOT}/units/{old.pk}/lineage").json()
    assert [row["id"] for row in kin["successors"]] == [new.pk]
    assert kin["predecessors"] == []
    asked = {
        "values": [
            {"unit": old.pk, "on": "2025-09-30", "amount": 120},
            {"unit": new.pk, "on": "2025-09-30", "amount": 80.5},
            {"unit": country.ministry.pk, "on": "2025-09-30", "amount": 1},
        ],
        "boundaries_on": "2026-09-01",
    }
    answer = client.post(f"{ROOT}/series/regroup", json.dumps(asked), content_type="application/json").json()
    assert answer["cells"] == [{"unit": new.pk, "on": "2025-09-30", "amount": 200.5, "estimated": False}]
    assert [left["reason"] for left in answer["unapportioned"]] == ["unit_unknown"]
    endless = json.dumps({**asked, "values": [{"unit": new.pk, "on": "2025-09-30", "amount": float("nan")}]})
    refused = client.post(f"{ROOT}/series/regroup", endless, content_type="application/json")
    assert refused.status_code in (400, 422)
    summed = client.post(
        f"{ROOT}/series/regroup", json.dumps({**asked, "roll_up": True}), content_type="application/json"
    ).json()
    assert summed["cells"] == [
        {"unit": country.commune.pk, "on": "2025-09-30", "amount": 200.5, "estimated": False}
    ]
