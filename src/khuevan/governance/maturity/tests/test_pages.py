"""The pages, as people of both sides see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from khuevan.governance.maturity.models import Assessment
from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import assert_queries, client_for

from .builders import AT, EDITION, WHY, YEAR, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(AT):
        yield made


def test_the_head_takes_the_proposals_scores_the_rest_and_hands_in(world: World) -> None:
    head = client_for(world.head)
    assert "Bắt đầu tự đánh giá" in head.get("/maturity/").content.decode()
    begun = head.post("/maturity/begin", {"unit": world.school, "edition": EDITION, "year": YEAR})
    url = begun["Location"]
    assert "chưa chấm" in head.get(url).content.decode()
    assert head.post(f"{url}/take").status_code == 302
    line = head.get(f"{url}/criteria/2.3.2").content.decode()
    assert "Học sinh có số định danh cá nhân" in line
    assert "/learners/" in line
    wrong = head.post(f"{url}/criteria/1.4", {"points": "11", "reason": "kho học liệu"})
    assert wrong.status_code == 422
    assert "tối đa" in wrong.content.decode()
    assert 'value="11"' in wrong.content.decode()
    with database.acting(access.system()):
        one = Assessment.objects.get()
    world.scored(one)
    assert head.post(f"{url}/submit").status_code == 302
    page = head.get(url).content.decode()
    assert "Đã gửi, chờ kiểm tra" in page
    assert "SHA-256" in page


def test_the_commune_returns_accepts_recognises_publishes(world: World) -> None:
    one = world.sent()
    url = f"/maturity/assessments/{one.pk}"
    officer = client_for(world.commune_officer)
    board = officer.get("/maturity/").content.decode()
    assert "Kim Đồng" in board
    assert "Lê Lợi" in board
    assert "Quang Trung" not in board
    short = officer.post(f"{url}/return", {"reason": "thiếu"})
    assert short.status_code == 422
    assert "thiếu</textarea>" in short.content.decode()
    assert officer.post(f"{url}/accept").status_code == 302
    assert "số quyết định" in officer.post(f"{url}/recognise", {"reason": WHY}).content.decode()
    told = {"decision": "12/QĐ-UBND", "decided_on": "26/11/2026", "reason": WHY}
    assert officer.post(f"{url}/recognise", told).status_code == 302
    assert officer.post("/maturity/publish", {"edition": EDITION, "year": YEAR}).status_code == 302
    anybody = Client().get("/maturity/public/")
    assert "Kim Đồng" in anybody.content.decode()
    assert "max-age" in anybody["Cache-Control"]


def test_each_side_sees_its_own(world: World) -> None:
    one = world.sent()
    url = f"/maturity/assessments/{one.pk}"
    stranger = client_for(world.other_head)
    for path in (
        url,
        f"{url}/criteria/1.4",
        f"/maturity/units/{world.school}",
        f"/maturity/board?unit={world.school}",
    ):
        assert stranger.get(path).status_code == 404, path
    assert client_for(world.far_officer).get(url).status_code == 404
    assert client_for(world.head).post(f"{url}/accept").status_code == 403
    assert client_for(world.officer).post(f"{url}/accept").status_code == 403
    assert client_for(world.clerk).post(f"{url}/submit").status_code == 403


NOWHERE = (
    "assessments/0", "assessments/999999999", "assessments/99999999999999999999", "board?year=1999-2000", "board?unit=x",
    "board?unit=999999999", "board?edition=x", "board?edition=%00", "editions/x", "units/99999999999", "public/?year=x",
)  # fmt: skip


def test_what_there_is_not_is_not_there(world: World) -> None:
    client = client_for(world.officer)
    assert {path: client.get(f"/maturity/{path}").status_code for path in NOWHERE} == dict.fromkeys(
        NOWHERE, 404
    )


def test_the_index_says_what_is_unsure_and_where_it_does_not_add_up(world: World) -> None:
    client = client_for(world.officer)
    page = client.get(f"/maturity/editions/{EDITION}").content.decode()
    assert "Chưa kiểm chứng" in page
    assert "2.3: điểm tối đa 70, các dòng bên dưới cộng lại 60" in page
    assert "Chưa có tiêu chí nào" in client.get("/maturity/editions/3276").content.decode()
    assert client.get("/maturity/editions").status_code == 200


def test_queries_of_the_board_do_not_grow(world: World) -> None:
    world.sent()
    client = client_for(world.officer)
    client.get("/maturity/board")
    with assert_queries(17):
        client.get("/maturity/board")
