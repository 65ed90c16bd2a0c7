"""The same over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from khuevan.kernel import clock
from khuevan.kernel.testing import client_for

from .builders import AT, WHY, YEAR, World

pytestmark = pytest.mark.django_db
API = "/api/v1/maturity"
JSON = "application/json"


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def test_from_beginning_to_publication(world: World) -> None:
    head, officer = client_for(world.head), client_for(world.commune_officer)
    body = {"unit": world.school, "school_year": YEAR}
    made = head.post(f"{API}/assessments", body, content_type=JSON)
    assert made.status_code == 201
    one = f"{API}/assessments/{made.json()['id']}"
    asked = made.json()
    assert len(asked["unscored"]) == 29
    seen = next(row for row in asked["scores"] if row["code"] == "2.3.2")
    assert seen["probes"][0]["code"] == "system.identifiers"
    above = head.post(f"{one}/scores/1.4", {"points": 11}, content_type=JSON)
    assert above.status_code == 422
    for row in asked["scores"]:
        told = {"met": True} if row["maximum"] is None else {"points": row["maximum"] / 2, "reason": WHY}
        head.post(f"{one}/scores/{row['code']}", told, content_type=JSON)
    assert head.post(f"{one}/submit", {}, content_type=JSON).json()["state"] == "submitted"
    assert officer.post(f"{one}/accept").json()["state"] == "checked"
    done = officer.post(f"{one}/recognise", {"decision": "9/QĐ", "reason": WHY}, content_type=JSON).json()
    assert (done["final_level"], done["final_groups"]) == ("1", {"1": 50, "2": 45})
    assert officer.post(f"{one}/publish").json()["state"] == "published"
    everybody = Client().get(f"{API}/public").json()["items"]
    assert [(row["unit"], row["final_level"]) for row in everybody] == [(world.school, "1")]
    results = officer.get(f"{API}/results").json()["items"]
    assert {row["unit"] for row in results} == {world.school, world.near}


def test_who_may_not(world: World) -> None:
    one = world.begun()
    assert client_for(world.other_head).get(f"{API}/assessments/{one.pk}").status_code == 404
    assert client_for(world.head).post(f"{API}/assessments/{one.pk}/accept").status_code == 403
    assert client_for(world.officer).get(f"{API}/results?school_year=1999-2000").status_code == 422
    assert Client().get(f"{API}/results").status_code == 401
    lines = client_for(world.officer).get(f"{API}/editions").json()[-1]["lines"]
    assert len(lines) == 37
