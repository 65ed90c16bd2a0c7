"""Pages: what each role sees, how the way from the board to the cell goes, and what is asked of the database."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from khuevan.governance.quality import services
from khuevan.governance.quality.models import Finding, LimitChange, Responsibility, UnitStanding
from khuevan.governance.quality.permissions import VIEW_QUALITY
from khuevan.kernel import access, database
from khuevan.kernel.testing import actor, assert_queries, client_for
from khuevan.register.people.rules import BirthDate
from khuevan.register.people.tests import builders as people

from . import builders
from .builders import AT, EVERYTHING
from .test_runs import BIRTH, World

pytestmark = pytest.mark.django_db
AGE = "people.person:learner_age"


@pytest.fixture
def world() -> World:
    made = World()
    builders.person(made.school, "Trần Thị Lan", birth_date="1920-01-01")
    services.run_checks(actor=made.officer, at=AT)
    return made


def finding(code: str, unit_id: int) -> Finding:
    with database.acting(access.system()):
        return Finding.objects.get(check_code=code, unit=unit_id, mended_at=None)


def test_the_way_from_the_board_to_the_cell(world: World) -> None:
    client = client_for(world.officer)
    board = client.get(reverse("quality:board"))
    assert board.status_code == 200
    assert "Đơn vị T1" in board.content.decode()
    school = client.get(reverse("quality:unit", args=[world.school])).content.decode()
    assert "Số định danh không khớp năm sinh" in school
    listed = client.get(reverse("quality:findings"), {"unit": world.school, "check": BIRTH}).content.decode()
    assert "Trần Văn Bình" in listed
    assert "ngày sinh 05/09/2015" in listed
    assert "Lê Thị Chi" not in listed
    assert f"{reverse('people:edit', args=[world.wrong.pk])}#id_national_id" in listed


def test_a_school_is_led_to_its_own_page_and_sees_no_other(world: World) -> None:
    client = client_for(actor(*EVERYTHING, units=[world.school]))
    assert client.get(reverse("quality:board")).headers["Location"] == reverse(
        "quality:unit", args=[world.school]
    )
    assert client.get(reverse("quality:unit", args=[world.other])).status_code == 404
    listed = client.get(reverse("quality:findings")).content.decode()
    assert "Trần Văn Bình" in listed
    assert "Lê Thị Chi" not in listed
    elsewhere = client.get(reverse("quality:findings"), {"unit": world.other}).content.decode()
    assert "Lê Thị Chi" not in elsewhere
    foreign = finding(BIRTH, world.other)
    assert client.get(reverse("quality:explain", args=[foreign.pk])).status_code == 404


def test_a_body_sees_the_sums_of_what_is_under_it(world: World) -> None:
    client = client_for(world.officer)
    page = client.get(reverse("quality:unit", args=[world.units["XA"]])).content.decode()
    assert "Số định danh không khớp năm sinh" in page
    assert reverse("quality:recheck", args=[world.units["XA"]]) not in page


def test_a_doubtful_record_is_explained_and_counts_as_right(world: World) -> None:
    client = client_for(world.clerk)
    doubtful = finding(AGE, world.school)
    address = reverse("quality:explain", args=[doubtful.pk])
    short = client.post(address, {"why": "đúng"})
    assert short.status_code == 422
    assert "ít nhất 10 ký tự" in short.content.decode()
    assert client.post(address, {"why": "Lớp xóa mù chữ cho người cao tuổi của xã"}).status_code == 302
    with database.acting(access.system()):
        before = UnitStanding.objects.get(unit=world.school)
        doubtful.refresh_from_db()
        assert (doubtful.state, doubtful.explained_by) == ("explained", world.clerk.name)
    services.run_checks(actor=world.officer, at=AT)
    with database.acting(access.system()):
        doubtful.refresh_from_db()
        assert doubtful.state == "explained"
        assert UnitStanding.objects.get(unit=world.school).findings == before.findings
    assert client.post(address, {"take_back": "1"}).status_code == 302
    with database.acting(access.system()):
        assert UnitStanding.objects.get(unit=world.school).findings == before.findings + 1


def test_what_cannot_be_so_cannot_be_explained(world: World) -> None:
    client = client_for(world.clerk)
    wrong = finding(BIRTH, world.school)
    answer = client.post(reverse("quality:explain", args=[wrong.pk]), {"why": "Giấy khai sinh ghi như vậy"})
    assert answer.status_code == 422
    assert "cần sửa dữ liệu" in answer.content.decode()


def test_an_explanation_falls_when_the_value_changes(world: World) -> None:
    doubtful = finding(AGE, world.school)
    with database.acting(world.clerk):
        services.explain_finding(actor=world.clerk, at=AT, finding=doubtful, why="Lớp xóa mù chữ của xã")
    with database.acting(access.system()):
        type(world.right).objects.filter(pk=doubtful.record_id).update(birth_date="1910-01-01")
    services.run_checks(actor=world.officer, at=AT)
    with database.acting(access.system()):
        doubtful.refresh_from_db()
        assert (doubtful.state, doubtful.values["birth_date"]) == ("open", "1910-01-01")


def test_recheck_tells_what_changed(world: World) -> None:
    client = client_for(world.clerk)
    with database.acting(access.system()):
        type(world.wrong).objects.filter(pk=world.wrong.pk).update(national_id="068215000202")
    answer = client.post(reverse("quality:recheck", args=[world.school]), follow=True)
    assert "0 lỗi mới, 1 lỗi đã hết" in answer.content.decode()
    assert client.post(reverse("quality:recheck", args=[world.other])).status_code == 404


def test_owners_are_people_of_the_unit(world: World) -> None:
    grown = BirthDate(date(1985, 3, 8))
    teacher = people.person(world.school, "Phạm Thị Dung", "staff", born=grown)
    client = client_for(actor(*EVERYTHING, units=[world.school]))
    address = reverse("quality:owners", args=[world.school])
    assert "Phạm Thị Dung" in client.get(address).content.decode()
    assert client.post(address, {"component": "people.identity", "person": teacher.pk}).status_code == 302
    refused = client.post(address, {"component": "people.identity", "person": world.right.pk})
    assert refused.status_code == 422
    assert "không làm việc ở đơn vị" in refused.content.decode()
    with database.acting(access.system()):
        assert Responsibility.objects.get(valid_until=None).person_id == teacher.pk
    assert "Phạm Thị Dung" in client.get(reverse("quality:unit", args=[world.school])).content.decode()


def test_a_limit_is_changed_with_its_source_and_counts_from_its_day(world: World) -> None:
    client = client_for(world.officer)
    address = reverse("quality:check", args=[AGE])
    wanted = {"name": "oldest", "value": "110", "valid_from": "01/11/2026", "source": ""}
    assert client.post(address, wanted).status_code == 422
    assert client.post(address, wanted | {"source": "Công văn 12/SGDĐT"}).status_code == 302
    with database.acting(access.system()):
        assert LimitChange.objects.get().value == 110
    services.run_checks(actor=world.officer, at=AT)
    with database.acting(access.system()):
        assert not Finding.objects.filter(check_code=AGE, mended_at=None).exists()
    assert "Công văn 12/SGDĐT" in client.get(address).content.decode()


def test_the_catalogue_names_the_law_and_how_sure_it_is(world: World) -> None:
    page = client_for(world.officer).get(reverse("quality:catalogue")).content.decode()
    assert "NĐ 88/2026/NĐ-CP" in page
    assert "theo nguồn thứ cấp" in page
    assert client_for(world.officer).get(reverse("quality:check", args=["no.such:check"])).status_code == 404


def test_who_may_not_see_is_told_so(world: World) -> None:
    stranger = client_for(actor(units=[world.school]))
    for name in ("board", "map", "findings", "catalogue"):
        assert stranger.get(reverse(f"quality:{name}")).status_code == 403
    viewer = client_for(actor(VIEW_QUALITY, units=[world.school]))
    assert viewer.post(reverse("quality:start_run")).status_code == 403
    assert viewer.post(reverse("quality:owners", args=[world.school])).status_code == 403


def test_export_and_map(world: World) -> None:
    client = client_for(world.officer)
    answer = client.get(reverse("quality:findings_export"), {"check": BIRTH})
    assert answer.status_code == 200
    assert "spreadsheet" in answer.headers["Content-Type"]
    assert client.get(reverse("quality:map")).status_code == 200


def test_queries_are_counted(world: World) -> None:
    client = client_for(world.officer)
    client.get(reverse("quality:board"))
    with assert_queries(6):
        client.get(reverse("quality:board"))
    with assert_queries(3):
        client.get(reverse("quality:findings"))
    with assert_queries(11):
        client.get(reverse("quality:unit", args=[world.school]))
