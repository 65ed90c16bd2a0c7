"""The pages of the external assessment, of appeals, and those that compare."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from khuevan.governance.maturity.models import Appeal, Assessment
from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import client_for

from .builders import AT, WHY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def sealed(client: Client, url: str, points: str) -> None:
    taken = client.post(f"{url}/seat")
    assert taken.status_code == 302
    sheet = taken["Location"]
    assert "Chấm độc lập" in client.get(sheet).content.decode()
    wrong = client.post(sheet, {"points-1.4": "mười", "note-1.4": "đã xem"})
    assert wrong.status_code == 422
    assert 'value="mười"' in wrong.content.decode()
    told = {"points-1.4": points, "met-1.1": "yes", "visited_on": "25/11/2026", "then": "seal"}
    assert client.post(sheet, told).status_code == 302


def test_two_assessors_settling_an_appeal_and_what_is_compared(world: World) -> None:
    one = world.sent()
    url = f"/maturity/assessments/{one.pk}"
    commune, department, head = (
        client_for(who) for who in (world.commune_officer, world.officer, world.head)
    )
    assert commune.post(f"{url}/accept").status_code == 302
    assert "Mở đánh giá ngoài" in commune.get(url).content.decode()
    assert commune.post(f"{url}/external", {"codes": ["1.1", "1.4"]}).status_code == 302
    sealed(commune, url, "4")
    sealed(department, url, "2,5")
    page = commune.get(url).content.decode()
    assert "Hai người đánh giá nói gì" in page
    assert "Còn phải thống nhất: 1.4." in page
    assert commune.post(f"{url}/settle/1.4", {"final_points": "3"}).status_code == 422
    assert commune.post(f"{url}/settle/1.4", {"final_points": "3", "final_reason": WHY}).status_code == 302
    assert commune.post(f"{url}/conclude").status_code == 302
    assert commune.post(f"{url}/recognise", {"decision": "8/QĐ"}).status_code == 302
    assert "Nội dung kiến nghị" in head.get(url).content.decode()
    assert head.post(f"{url}/appeal", {"codes": "1.4", "text": WHY}).status_code == 302
    assert commune.post(f"{url}/publish").status_code == 422
    with database.acting(access.system()):
        appeal = Appeal.objects.get()
    answer = {"outcome": "upheld", "answer": "Chấp nhận, xem lại kho học liệu"}
    assert commune.post(f"{url}/appeals/{appeal.pk}", answer).status_code == 302
    assert "Ghi điểm thống nhất" in commune.get(f"{url}/criteria/1.4").content.decode()
    with database.acting(access.system()):
        assert Assessment.objects.get().state == "assessed"
    for path, words in (
        ("compare", "Kim Đồng"), ("differences", "-5"), ("map", "Bản đồ mức độ"), (f"units/{world.school}", "72"),
    ):  # fmt: skip
        assert words in department.get(f"/maturity/{path}").content.decode(), path
