"""Pages of the room: what each one sees, what is refused, what is logged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from khuevan.governance.indicators import services
from khuevan.kernel import access, clock, database
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.testing import client_for
from khuevan.kernel.testing.queries import assert_queries

from .builders import AT, World

pytestmark = pytest.mark.django_db
GIRLS = "/indicators/values/schoolyear.student:girls_share"


@pytest.fixture
def world() -> World:
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    return made


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def text_of(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_the_catalogue_shows_values_and_finds_without_accents(world: World) -> None:
    page = text_of(client_for(world.officer), f"/indicators/?unit={world.department}")
    assert "Tỉ lệ học sinh nữ" in page
    assert "60,0%" in page
    found = text_of(client_for(world.officer), f"/indicators/?unit={world.department}&q=hoc+sinh+nu")
    assert "Tỉ lệ học sinh nữ" in found
    assert "Số lớp ghép" not in found
    assert "Không có chỉ tiêu nào như vậy" in text_of(
        client_for(world.officer), f"/indicators/?unit={world.department}&q=khongco"
    )


def test_a_value_opens_to_the_units_below_and_to_the_records(world: World) -> None:
    client = client_for(world.officer)
    page = text_of(client, f"{GIRLS}?unit={world.department}")
    assert "Xã Di Linh" in page
    assert "50,0" in page
    assert "tính phần trăm của" in page
    assert f"unit={world.commune}" in page
    page = text_of(client, f"{GIRLS}/records?unit={world.commune}&part=upper")
    assert "Nguyễn Thị Ánh" in page
    assert "Trần Văn Bình" not in page
    with database.acting(access.system()):
        assert AuditEntry.objects.filter(kind="look", action="indicators.record:view").count() == 1


def test_a_split_is_named_as_pages_name_it(world: World) -> None:
    page = text_of(
        client_for(world.officer), f"/indicators/values/schoolyear.student:all?unit={world.department}&by=sex"
    )
    assert ">Nữ<" in page
    held = text_of(client_for(world.officer), f"{GIRLS}/records?unit={world.commune}&grade=03&part=lower")
    assert "Lớp 3" in held or "Khối" in held


@pytest.mark.parametrize(
    "address", ["unit=%(other)s", "unit=%(commune)s", "unit=0", "unit=x", "unit=99999999999999", "unit=²"]
)
def test_another_unit_is_not_there(world: World, address: str) -> None:
    client = client_for(world.head)
    where = address % {"other": world.other, "commune": world.commune}
    for url in ("/indicators/", GIRLS, f"{GIRLS}/records", f"{GIRLS}/export"):
        text_of(client, f"{url}?{where}", 404)


def test_who_may_see_values_only_opens_no_records(world: World) -> None:
    client = client_for(world.reader)
    page = text_of(client, f"{GIRLS}?unit={world.school}")
    assert "mở danh sách hồ sơ" not in page
    text_of(client, f"{GIRLS}/records?unit={world.school}", 403)
    assert client.post("/indicators/rebuild").status_code == 403


def test_what_does_not_exist_is_not_there(world: World) -> None:
    client = client_for(world.officer)
    for url in ("/indicators/values/x.y:z", "/indicators/values/x.y:z/records", "/indicators/values/%00"):
        text_of(client, f"{url}?unit={world.department}", 404)
    text_of(client, f"/indicators/values/schoolyear.student:median_age/records?unit={world.department}", 404)


def test_nothing_computed_yet_says_so(world: World, settings: object, tmp_path: object) -> None:
    settings.FACTS_ROOT = tmp_path / "empty"  # type: ignore[attr-defined, operator]
    client = client_for(world.officer)
    assert "Chưa có số liệu nào được tính" in text_of(client, f"/indicators/?unit={world.department}")
    assert "Chưa có số liệu nào được tính" in text_of(client, f"{GIRLS}?unit={world.department}")
    text_of(client, f"{GIRLS}/records?unit={world.department}", 404)


def test_a_page_asks_the_same_few_statements_whatever_stands_below(world: World) -> None:
    client = client_for(world.officer)
    text_of(client, f"{GIRLS}?unit={world.commune}")
    for unit in (world.department, world.commune):
        with assert_queries(10, at_most=True):
            text_of(client, f"{GIRLS}?unit={unit}")


def test_values_leave_as_a_workbook_and_that_is_logged(world: World) -> None:
    answer = client_for(world.officer).get(f"{GIRLS}/export?unit={world.department}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    with database.acting(access.system()):
        assert AuditEntry.objects.filter(kind="export", action="indicators.value:export").count() == 1


def test_programs_get_what_pages_show(world: World) -> None:
    client = client_for(world.officer)
    declared = {one["code"]: one for one in client.get("/api/v1/indicators/").json()}
    girls = declared["schoolyear.student:girls_share"]
    assert (girls["unit"], girls["facts"]) == ("%", ["schoolyear.student"])
    url = "/api/v1/indicators/schoolyear.student:girls_share/values"
    found = client.get(url, {"unit": world.commune, "by": "grade"}).json()
    assert (found["value"], found["upper"], found["lower"]) == (50.0, 2, 4)
    assert {one["unit_id"]: one["upper"] for one in found["below"]} == {world.school: 2, world.near: 0}
    assert [(one["word"], one["lower"]) for one in found["split"]] == [("03", 4)]
    held = client.get(url, {"unit": world.commune, "held": "is_minority=1"}).json()
    assert (held["upper"], held["lower"]) == (1, 1)
    assert client_for(world.head).get(url, {"unit": world.commune}).status_code == 404
    assert client.get("/api/v1/indicators/x/values", {"unit": world.commune}).status_code == 404
