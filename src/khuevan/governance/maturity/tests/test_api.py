"""The same over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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


def test_evidence_is_given_tried_and_withdrawn(world: World, tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    head, officer = client_for(world.head), client_for(world.commune_officer)
    url = f"{API}/units/{world.school}/evidence"
    link = {"topic": "materials", "kind": "link", "title": "Kho", "address": "https://khong-co.invalid/"}
    made = head.post(url, link, content_type=JSON)
    assert made.status_code == 201
    assert head.post(url, {**link, "address": "ftp://x"}, content_type=JSON).status_code == 422
    tried = head.post(f"{API}/evidence/{made.json()['id']}/try").json()
    assert tried["link_state"] == "dead"
    file = SimpleUploadedFile("kh.pdf", b"%PDF-1.4\n%%EOF\n")
    sent = head.post(f"{url}/files", {"file": file, "topic": "plan", "title": "Kế hoạch"})
    assert sent.status_code == 201, sent.content
    content = f"{API}/evidence/{sent.json()['id']}/file"
    assert officer.get(content).getvalue() == b"%PDF-1.4\n%%EOF\n"
    assert client_for(world.other_head).get(content).status_code == 404
    assert len(sent.json()["sha256"]) == 64
    assert [one["kind"] for one in officer.get(url).json()["items"]] == ["file", "link"]
    assert client_for(world.other_head).get(url).status_code == 404
    assert head.post(f"{API}/evidence/{made.json()['id']}/withdraw").status_code == 200
    assert [one["kind"] for one in officer.get(url).json()["items"]] == ["file"]
    assert officer.post(url, link, content_type=JSON).status_code == 403


def test_two_assessors_settle_and_an_appeal_is_answered(world: World) -> None:
    one = f"{API}/assessments/{world.sent().pk}"
    head, commune, officer = (client_for(who) for who in (world.head, world.commune_officer, world.officer))
    assert commune.post(f"{one}/accept").status_code == 200
    assert commune.post(f"{one}/external", {"codes": ["1.4", "9.9"]}, content_type=JSON).status_code == 422
    opened = commune.post(f"{one}/external", {"codes": ["1.4", "2.3.2"]}, content_type=JSON)
    assert opened.json()["state"] == "external"
    for client, points in ((commune, 4), (officer, 2)):
        seat = client.post(f"{one}/reviews").json()["id"]
        body = {"scores": {"1.4": {"points": points}, "2.3.2": {"points": 3}}, "seal": True}
        above = {"scores": {"1.4": {"points": 99}}}
        assert client.put(f"{API}/reviews/{seat}", above, content_type=JSON).status_code == 422
        assert client.put(f"{API}/reviews/{seat}", body, content_type=JSON).json()["sealed_at"] is not None
    told = commune.get(f"{one}/reviews").json()
    assert (told["unsettled"], len(told["items"])) == (["1.4"], 2)
    assert commune.post(f"{one}/conclude").status_code == 422
    settled = {"points": 3, "reason": WHY}
    assert commune.post(f"{one}/settle/1.4", settled, content_type=JSON).status_code == 200
    assert commune.post(f"{one}/conclude").json()["state"] == "assessed"
    decision = {"decision": "9/QĐ", "reason": WHY}
    assert commune.post(f"{one}/recognise", decision, content_type=JSON).json()["state"] == "recognised"
    appeal = head.post(f"{one}/appeals", {"codes": ["1.4"], "text": WHY}, content_type=JSON)
    assert appeal.status_code == 201
    answer = f"{API}/appeals/{appeal.json()['id']}/answer"
    assert head.post(answer, {"upheld": True, "answer": WHY}, content_type=JSON).status_code == 403
    upheld = commune.post(answer, {"upheld": True, "answer": WHY}, content_type=JSON)
    assert upheld.json()["state"] == "upheld"
    assert head.get(one).json()["state"] == "assessed"
    assert [row["answer"] for row in head.get(f"{one}/appeals").json()["items"]] == [WHY]


def test_who_may_not(world: World) -> None:
    one = world.begun()
    assert client_for(world.other_head).get(f"{API}/assessments/{one.pk}").status_code == 404
    assert client_for(world.head).post(f"{API}/assessments/{one.pk}/accept").status_code == 403
    assert client_for(world.officer).get(f"{API}/results?school_year=1999-2000").status_code == 422
    assert Client().get(f"{API}/results").status_code == 401
    lines = client_for(world.officer).get(f"{API}/editions").json()[-1]["lines"]
    assert len(lines) == 37
