"""Pairs come up with their evidence, are decided by whoever reaches both, and stay decided."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from khuevan.governance.quality import services
from khuevan.governance.quality.models import Pair
from khuevan.governance.quality.rules.linkage import name_key, sound_of
from khuevan.kernel import access, database
from khuevan.kernel.testing import actor, client_for
from khuevan.register.people.permissions import MERGE_PEOPLE, VIEW_PEOPLE
from khuevan.register.people.services import BirthDate
from khuevan.register.people.tests import builders as people

from . import builders
from .builders import AT, EVERYTHING

TOGETHER = (
    ("Nguyễn Thị Ánh", "nguyen thi anh"), ("Hoàng Sơn", "Sơn Hoàng"), ("Lý", "Lí"), ("Hoàngf Sơn", "Hoàng Sơn"),
    ("Trần Xuân", "Trần Suân"), ("Lê Nam", "Lê Lam"), ("Nguyênx Ân", "Nguyễn Ân"),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_slips_fall_together(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_stay_apart() -> None:
    assert sound_of("hang") != sound_of("hanh")
    assert name_key("Lê Thị Hằng") != name_key("Lê Thị Hạnh")


@pytest.mark.django_db
def test_a_pair_is_found_decided_and_kept() -> None:
    units = builders.tree()
    one = builders.person(units["T1"], "Trần Thị Diệu Hằng", national_id="068315000101", phone="0912345678")
    two = builders.person(units["T2"], "Tran Thi Dieu Hang", phone="0912345678")
    builders.person(units["T1"], "Lê Văn Kha", birth_date="2014-02-03", sex="male")
    officer = actor(*EVERYTHING, units=units.values())
    assert services.find_duplicates(actor=officer, at=AT)["pairs"] == 1
    with database.acting(officer):
        pair = Pair.objects.get()
        assert (pair.low_id, pair.high_id) == (one.pk, two.pk)
        assert {step["name"]: step["word"] for step in pair.evidence}["name"] == "tones"
    with database.acting(actor(*EVERYTHING, units=[units["T1"]])):
        assert not Pair.objects.exists()
    client = client_for(officer)
    assert "chỉ khác dấu" in client.get(reverse("quality:pair", args=[pair.pk])).content.decode()
    assert "Tran Thi Dieu Hang" in client.get(reverse("quality:duplicates")).content.decode()
    address = reverse("quality:pair", args=[pair.pk])
    assert client.post(address, {"version": pair.version, "why": "khác"}).status_code == 422
    said = {"version": pair.version, "why": "Hai chị em họ, đã xem giấy khai sinh"}
    assert client.post(address, said).status_code == 302
    assert client.post(address, said).status_code == 422
    services.find_duplicates(actor=officer, at=AT)
    with database.acting(access.system()):
        assert Pair.objects.get().state == "different"


@pytest.mark.django_db
def test_staff_are_compared_with_staff() -> None:
    units = builders.tree()
    born = BirthDate(date(1985, 3, 8))
    one = people.person(units["T1"], "Lê Thị Diệu Hoa", kind="staff", born=born, phone="0912345678")
    two = people.person(units["T2"], "Le Thi Dieu Hoa", kind="staff", born=born, phone="0912345678")
    people.person(units["T2"], "Lê Thị Diệu Hoa", kind="guardian", born=BirthDate(date(1985, 3, 8)))
    officer = actor(*EVERYTHING, units=units.values())
    assert services.find_duplicates(actor=officer, at=AT) == {"people": 2, "pairs": 1, "gone": 0}
    with database.acting(officer):
        assert Pair.objects.values_list("low_id", "high_id").get() == (one.pk, two.pk)


@pytest.mark.django_db
def test_a_pair_is_merged_over_the_pages_and_taken_apart_again() -> None:
    units = builders.tree()
    one = builders.person(units["T1"], "Trần Thị Diệu Hằng", national_id="068315000101", phone="0912345678")
    two = builders.person(units["T2"], "Tran Thi Dieu Hang", phone="0912345678")
    officer = actor(*EVERYTHING, MERGE_PEOPLE, units=units.values())
    services.find_duplicates(actor=officer, at=AT)
    client = client_for(officer)
    with database.acting(access.system()):
        pair = Pair.objects.get()
    address = reverse("quality:pair", args=[pair.pk])
    merge = f"{reverse('people:merge')}?kept={one.pk}&gone={two.pk}"
    assert merge.replace("&", "&amp;") in client.get(address).content.decode()
    assert client.post(address, {"version": pair.version, "later": "1"}).status_code == 302
    shown = client.get(merge)
    digest = shown.content.decode().partition('name="digest" value="')[2].partition('"')[0]
    order = {"kept": one.pk, "gone": two.pk, "commit": "1", "why": "Đã xem giấy khai sinh bản chính"}
    assert client.post(reverse("people:merge"), {**order, "digest": "old"}).status_code == 409
    assert client.post(reverse("people:merge"), {**order, "digest": digest, "why": "x"}).status_code == 422
    done = client.post(reverse("people:merge"), {**order, "digest": digest})
    assert (done.status_code, client.get(address).headers["Location"]) == (302, done.headers["Location"])
    assert client.get(reverse("people:person", args=[two.pk])).headers["Location"] == reverse(
        "people:person", args=[one.pk]
    )
    assert "Tran Thi Dieu Hang" in client.get(reverse("people:merges")).content.decode()
    assert services.find_duplicates(actor=officer, at=AT)["pairs"] == 0
    assert client.post(done.headers["Location"], {"why": "Không phải một người"}).status_code == 302
    with database.acting(access.system()):
        assert (Pair.objects.get().state, Pair.objects.get().merge_id) == ("later", None)
    assert client.get(reverse("people:person", args=[two.pk])).status_code == 200


@pytest.mark.django_db
def test_merging_over_http_asks_for_the_plan_that_was_seen() -> None:
    units = builders.tree()
    one, two = builders.person(units["T1"]), builders.person(units["T2"])
    client = client_for(actor(VIEW_PEOPLE, MERGE_PEOPLE, units=units.values()))
    order = {"kept_id": one.pk, "gone_id": two.pk, "why": "Đã xem giấy khai sinh bản chính"}
    post = {"content_type": "application/json"}
    plan = client.post("/api/v1/people/merges/plan", order, **post).json()
    assert plan["is_ready"]
    assert client.post("/api/v1/people/merges", order, **post).status_code == 409
    made = client.post("/api/v1/people/merges", {**order, "digest": plan["digest"]}, **post)
    assert made.status_code == 201
    undo = f"/api/v1/people/merges/{made.json()['id']}/undo"
    assert client.post(undo, {"why": "Không phải một người"}, **post).json()["lost"] == []
    assert client.post(undo, {"why": "Không phải một người"}, **post).status_code == 404
