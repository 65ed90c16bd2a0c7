"""Pairs come up with their evidence, are decided by whoever reaches both, and stay decided."""

from __future__ import annotations

import pytest
from django.urls import reverse

from khuevan.governance.quality import services
from khuevan.governance.quality.models import Pair
from khuevan.governance.quality.rules.linkage import name_key, sound_of
from khuevan.kernel import access, database
from khuevan.kernel.testing import actor, client_for

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
