"""The API as a whole: described, guarded, and never broken by what it is sent."""

import pytest
from django.test import Client, override_settings

from khuevan.kernel import access, database
from khuevan.kernel.records.problems import MEDIA_TYPE
from khuevan.kernel.records.root import operations
from khuevan.kernel.records.tests.specimens.models import Bed
from khuevan.kernel.records.tests.specimens.permissions import (
    EDIT_PLANTS,
    EDIT_TOOLS,
    REMOVE_PLANTS,
    SEE_ORIGIN,
    VIEW_PLANTS,
    VIEW_TOOLS,
)
from khuevan.kernel.records.tests.specimens.site import api
from khuevan.kernel.testing import actor, client_for
from khuevan.kernel.testing.described import answered_as_described

SITE = "khuevan.kernel.records.tests.specimens.site"
pytestmark = [pytest.mark.urls(SITE), pytest.mark.django_db]


def test_every_operation_states_its_gate():
    stated = {(method, path): operation.view_func.gate for method, path, operation in operations(api)}
    assert stated[("GET", "/specimens/plants/")] == ("requires", VIEW_PLANTS.code)
    assert stated[("POST", "/specimens/plants/")] == ("requires", EDIT_PLANTS.code)
    assert stated[("DELETE", "/specimens/plants/{int:pk}")] == ("requires", REMOVE_PLANTS.code)
    assert ("DELETE", "/specimens/tools/{int:pk}") not in stated


def test_the_description_names_fields_failures_and_ways_to_sign_in():
    schema = Client().get("/api/v1/openapi.json").json()
    assert schema["info"]["title"] == "Khuê Văn"
    assert set(schema["components"]["securitySchemes"]) == {"AccessToken", "Session"}
    created = schema["components"]["schemas"]["NewSpecimensPlant"]
    assert created["properties"]["kind"]["enum"] == ["tree", "herb", "vine"]
    assert created["required"] == ["name", "tag", "bed", "kind"]
    answers = schema["paths"]["/api/v1/specimens/plants/{pk}"]["patch"]["responses"]
    assert {"200", "401", "403", "404", "409", "422"} <= set(answers)
    assert list(answers["409"]["content"]) == [MEDIA_TYPE]


def test_the_page_of_the_description_needs_no_script_of_others():
    answer = Client().get("/api/v1/docs")
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "/api/v1/specimens/plants/" in body
    assert "//cdn" not in body
    assert "cdn." not in body
    assert "<script>" not in body


def test_an_unknown_address_is_a_problem_document():
    answer = client_for(actor(VIEW_TOOLS, units=None)).get("/api/v1/specimens/spoons/-1")
    assert answer.status_code == 404
    assert answer["Content-Type"] == MEDIA_TYPE


def test_a_wrong_method_is_a_problem_document_that_names_the_right_ones():
    answer = client_for(actor(VIEW_PLANTS, units=[1])).put("/api/v1/specimens/plants/")
    assert (answer.status_code, answer["Content-Type"]) == (405, MEDIA_TYPE)
    assert answer["Allow"] == "GET, POST"
    assert "GET, POST" in answer.json()["detail"]


def test_an_authorization_header_does_not_borrow_the_session():
    """With a junk token beside a live session, a write still needs the token against forgery."""
    client = client_for(actor(VIEW_TOOLS, EDIT_TOOLS, units=None), enforce_csrf_checks=True)
    sent = {"name": "Cào", "parts": 1}
    answer = client.post(
        "/api/v1/specimens/tools/",
        sent,
        content_type="application/json",
        headers={"Authorization": "Bearer x"},
    )
    assert answer.status_code == 403


def test_what_breaks_is_told_as_a_problem_and_logged(monkeypatch, caplog):
    monkeypatch.setattr("khuevan.kernel.records.endpoints.page", lambda *given: 1 / 0)
    answer = client_for(actor(VIEW_TOOLS, units=None)).get("/api/v1/specimens/tools/")
    assert answer.status_code == 500
    assert answer["Content-Type"] == MEDIA_TYPE
    assert "division" not in answer.content.decode()
    assert "the API failed" in caplog.text


def test_problems_speak_the_language_of_the_reader():
    client = client_for(actor(VIEW_TOOLS, units=None))
    vietnamese = client.get("/api/v1/specimens/tools/", {"limit": 0}).json()
    client.cookies["django_language"] = "en"
    english = client.get("/api/v1/specimens/tools/", {"limit": 0}).json()
    assert vietnamese["errors"][0]["detail"] == "Phải từ 1 trở lên."
    assert english["errors"][0]["detail"] == "Must be 1 or more."


@pytest.fixture
def gardener(db):
    """Somebody with every permission over one bed."""
    with database.acting(access.system()):
        bed = Bed.objects.create(name="Luống Một", search="luong mot").pk
    held = (VIEW_PLANTS, EDIT_PLANTS, REMOVE_PLANTS, SEE_ORIGIN, VIEW_TOOLS, EDIT_TOOLS)
    return actor(*held, units=[bed])


def test_whatever_the_description_allows_is_answered_as_described(gardener):
    """schemathesis: requests made from the description; no 5xx, answers as described."""
    with override_settings(ROOT_URLCONF=SITE):
        statuses = answered_as_described(gardener)
    assert sum(statuses.values()) > 50
    assert statuses[200] > 0
    assert not {401, 403, 500} & set(statuses)
