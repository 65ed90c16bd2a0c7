"""The pages of people, through the whole stack: what is shown, what is masked, what is refused, in how many queries."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from khuevan.kernel import access, database
from khuevan.kernel.testing import actor, assert_queries, client_for
from khuevan.register.people import permissions, queries, services
from khuevan.register.people.models import Affiliation, Guardianship, Person

from . import builders
from .builders import AT, EVERYTHING, ON

pytestmark = pytest.mark.django_db
NUMBER = "068315001907"


@pytest.fixture
def school() -> int:
    return builders.unit("S1", "Tiểu học Lê Lợi")


@pytest.fixture
def other_school() -> int:
    return builders.unit("S2", "Tiểu học Hùng Vương")


def text_of(response: Any) -> str:
    return response.content.decode()


def test_the_list_is_in_vietnamese_order_and_masks_numbers(school: int, other_school: int) -> None:
    for name in ("Nguyễn Thị Ánh", "Trần Văn An", "Lê Ăn", "Đỗ Yến", "Bùi Đức"):
        builders.person(school, name)
    builders.person(school, "Lý Thị Bình", national_id=NUMBER)
    builders.person(other_school, "Người Lạ")
    page = text_of(client_for(actor(*EVERYTHING, units=[school])).get("/people/"))
    names = re.findall(r'<a href="/people/\d+">([^<]+)</a>', page)
    assert names == ["Trần Văn An", "Nguyễn Thị Ánh", "Lê Ăn", "Lý Thị Bình", "Bùi Đức", "Đỗ Yến"]
    assert NUMBER not in page
    assert "•••••••••907" in page
    assert "6 người" in page
    assert "Người Lạ" not in page


def test_the_list_takes_the_same_queries_for_one_and_for_fifty(school: int) -> None:
    looking = actor(*EVERYTHING, units=[school])
    client = client_for(looking)
    builders.person(school)
    client.get("/people/")
    with assert_queries(QUERIES_OF_LIST):
        client.get("/people/")
    for number in range(30):
        builders.person(school, f"Nguyễn Văn {'ABCDEGHIKL'[number % 10]}n")
    with assert_queries(QUERIES_OF_LIST):
        client.get("/people/")


QUERIES_OF_LIST = 4
"""Bind, people_find, the people, their places, unbind (the last only inside a test's transaction)."""


def test_pages_follow_each_other_both_ways(school: int) -> None:
    made = [
        builders.person(school, f"Lê {a}{b}").full_name
        for a in "BCDGHKLMNT"
        for b in ("an", "ang", "o", "i", "ui", "a")
    ]
    client = client_for(actor(*EVERYTHING, units=[school]))
    first = text_of(client.get("/people/"))
    names = re.findall(r'<a href="/people/\d+">([^<]+)</a>', first)
    assert len(names) == 50
    following = re.search(r'href="(/people/\?page=a[^"]+)"', first)
    assert following
    second = text_of(client.get(following[1].replace("&amp;", "&")))
    rest = re.findall(r'<a href="/people/\d+">([^<]+)</a>', second)
    assert sorted(names + rest) == sorted(made)
    back = re.search(r'href="(/people/\?page=b[^"]+)"', second)
    assert back
    assert (
        re.findall(r'<a href="/people/\d+">([^<]+)</a>', text_of(client.get(back[1].replace("&amp;", "&"))))
        == names
    )


@pytest.mark.parametrize("mark", ["a~x", "a~99999999999~A", "b~-1~", "a~1~\x00", "a~" + "9" * 400, "zzz"])
def test_a_forged_page_mark_does_no_harm(school: int, mark: str) -> None:
    builders.person(school)
    response = client_for(actor(*EVERYTHING, units=[school])).get("/people/", {"page": mark})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "anh"}, ["Nguyễn Thị Ánh"]),
        ({"q": "ánh thi"}, ["Nguyễn Thị Ánh"]),
        ({"q": "kbroih"}, ["K'Brôih"]),
        ({"q": "K’Brôih"}, ["K'Brôih"]),
        ({"q": "br"}, ["K'Brôih"]),
        ({"q": "%_'; drop table people_person; --"}, []),
        ({"q": "68-0001"}, ["K'Brôih"]),
        ({"kind": "staff"}, ["Lê Văn Sáu"]),
        ({"kind": "hacker"}, ["K'Brôih", "Lê Văn Sáu", "Nguyễn Thị Ánh"]),
        ({"sex": "male"}, ["K'Brôih", "Lê Văn Sáu"]),
        ({"born": "1980"}, ["Lê Văn Sáu"]),
        ({"number": "missing"}, ["K'Brôih", "Lê Văn Sáu"]),
        ({"number": "present"}, ["Nguyễn Thị Ánh"]),
        ({"q": NUMBER}, ["Nguyễn Thị Ánh"]),
        ({"q": "001907"}, ["Nguyễn Thị Ánh"]),
    ],
)
def test_search_and_filters(school: int, asked: dict[str, str], found: list[str]) -> None:
    builders.person(school, national_id=NUMBER)
    builders.person(school, "K'Brôih", sex="male", sector_id="68-0001")
    from datetime import date

    from khuevan.register.people.rules import BirthDate

    builders.person(school, "Lê Văn Sáu", kind="staff", sex="male", born=BirthDate(date(1980, 1, 1), "year"))
    page = text_of(client_for(actor(*EVERYTHING, units=[school])).get("/people/", asked))
    assert sorted(re.findall(r'<a href="/people/\d+">([^<]+)</a>', page.replace("&#39;", "'"))) == found


def test_the_list_goes_out_as_a_workbook_with_its_masks(school: int, other_school: int) -> None:
    builders.person(school, "Trần Văn An", national_id="", sector_id="")
    builders.person(school, national_id=NUMBER, phone="0912345678")
    builders.person(other_school, "Người Lạ")
    client = client_for(actor(permissions.VIEW_PEOPLE, units=[school]))
    assert "/people/export?kind=learner" in text_of(client.get("/people/", {"kind": "learner"}))
    answer = client.get("/people/export", {"kind": "learner"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.getvalue())).get_sheet_by_index(0)
    head, *rows = sheet.to_python()
    assert head[0] == "Họ và tên"
    assert [(row[0], row[3]) for row in rows] == [("Trần Văn An", ""), ("Nguyễn Thị Ánh", "•••••••••907")]
    assert NUMBER not in str(rows)
    assert "0912345678" not in str(rows)
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute(
            "select action, changes->>'rows', changes->>'filter' from audit_entry where kind = 'export'"
        )
        assert cursor.fetchall() == [("people.person:export", "2", "kind=learner")]
    assert (
        client_for(actor(permissions.REGISTER_PERSON, units=[school])).get("/people/export").status_code
        == 403
    )


def test_an_export_reads_on_beyond_its_first_rows(school: int) -> None:
    for number in range(7):
        builders.person(school, f"Nguyễn Văn {'ABCDEGH'[number]}n")
    looking = actor(permissions.VIEW_PEOPLE, units=[school])
    with database.acting(looking):
        names = [row.full_name for row in queries.every_person(looking, queries.PeopleFilter(), step=3)]
    assert len(names) == len(set(names)) == 7


def test_numbers_are_looked_for_only_by_those_who_may_see_them(school: int) -> None:
    builders.person(school, national_id=NUMBER)
    page = text_of(client_for(actor(permissions.VIEW_PEOPLE, units=[school])).get("/people/", {"q": NUMBER}))
    assert "Nguyễn Thị Ánh" not in page


def test_a_person_of_another_school_is_not_there(school: int, other_school: int) -> None:
    stranger = builders.person(other_school)
    client = client_for(actor(*EVERYTHING, units=[school]))
    for address in ("", "/edit", "/death", "/affiliations", "/family", "/history", "/affiliate", "/guardian"):
        assert client.get(f"/people/{stranger.pk}{address}").status_code == 404, address
    assert client.post(f"/people/{stranger.pk}/uncover/phone").status_code == 404


def test_without_the_permission_the_reason_is_said(school: int) -> None:
    made = builders.person(school)
    client = client_for(actor(permissions.VIEW_PEOPLE, units=[school]))
    assert client.get(f"/people/{made.pk}").status_code == 200
    for address in (f"/people/{made.pk}/edit", "/people/register", f"/people/{made.pk}/guardian"):
        response = client.get(address)
        assert response.status_code == 403, address
        assert "không có quyền" in text_of(response)


def test_the_page_masks_and_uncovering_is_a_logged_post(school: int) -> None:
    made = builders.person(school, national_id=NUMBER, phone="0912345678", religion="catholic")
    client = client_for(actor(*EVERYTHING, units=[school]))
    page = text_of(client.get(f"/people/{made.pk}"))
    for secret in (NUMBER, "0912345678", "Công giáo"):
        assert secret not in page
    assert client.get(f"/people/{made.pk}/uncover/phone").status_code == 405
    response = client.post(
        f"/people/{made.pk}/uncover/phone", {"why": "gọi phụ huynh"}, headers={"HX-Request": "true"}
    )
    assert text_of(response) == "0912345678"
    assert response.headers["Cache-Control"] == "no-store"
    assert client.post(f"/people/{made.pk}/uncover/full_name").status_code == 404
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute("select action, why from audit_entry where kind = 'look'")
        assert cursor.fetchall() == [("people.person:phone", "gọi phụ huynh")]
    viewer = client_for(actor(permissions.VIEW_PEOPLE, units=[school]))
    assert viewer.post(f"/people/{made.pk}/uncover/phone").status_code == 403


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {}], ids=["in place", "without scripts"])
def test_nothing_is_uncovered_without_a_reason(school: int, headers: dict[str, str]) -> None:
    made = builders.person(school, phone="0912345678")
    client = client_for(actor(*EVERYTHING, units=[school]))
    for why in ("", "   "):
        asked = text_of(client.post(f"/people/{made.pk}/uncover/phone", {"why": why}, headers=headers))
        assert 'name="why"' in asked
        assert "0912345678" not in asked
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_entry where kind = 'look'")
        assert cursor.fetchone() == (0,)
    shown = text_of(client.post(f"/people/{made.pk}/uncover/phone", {"why": "gọi"}, headers=headers))
    assert "0912345678" in shown


def test_a_death_is_noted_once_and_ends_what_was_open(school: int) -> None:
    made = builders.person(school)
    client = client_for(actor(*EVERYTHING, units=[school]))
    address = f"/people/{made.pk}/death"
    assert address in text_of(client.get(f"/people/{made.pk}"))
    version = made.version
    assert client.post(address, {"version": version, "on": "01/01/2000"}).status_code == 422
    assert client.post(address, {"version": version + 7, "on": "21/11/2026"}).status_code == 409
    assert client.post(address, {"version": version, "on": "21/11/2026"}).status_code == 302
    with database.acting(access.system()):
        assert str(Person.objects.get(pk=made.pk).died_on) == "2026-11-21"
    viewer = client_for(actor(permissions.VIEW_PEOPLE, units=[school]))
    assert viewer.get(address).status_code == 403


def test_the_commune_of_origin_is_asked_for_and_kept(school: int) -> None:
    commune = builders.unit("X1", "Xã Di Linh", kind="commune")
    client = client_for(actor(*EVERYTHING, units=[school, commune]))
    typed = {**FORM, "unit_id": school, "home_commune_id": commune}
    assert client.post("/people/register", typed).status_code == 302
    with database.acting(access.system()):
        made = Person.objects.get()
    assert made.home_commune_id == commune
    shown = text_of(client.get(f"/people/{made.pk}/edit"))
    assert f'<option value="{commune}" selected>' in shown


FORM = {
    "full_name": "Đặng Thị Ánh",
    "born": "5/9/2015",
    "sex": "female",
    "national_id": NUMBER,
    "nationality": "VN",
    "kind": "learner",
}


def test_a_form_registers(school: int) -> None:
    client = client_for(actor(*EVERYTHING, units=[school]))
    assert client.get("/people/register").status_code == 200
    response = client.post("/people/register", {**FORM, "unit_id": school})
    assert response.status_code == 302
    with database.acting(access.system()):
        made = Person.objects.get()
        assert (made.full_name, made.national_id, str(made.born)) == ("Đặng Thị Ánh", NUMBER, "05/09/2015")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"born": "30/02/2015"}, "âm lịch"),
        ({"born": "05/13/2015"}, "đảo chỗ"),
        ({"national_id": "068215001907"}, "giới tính nam"),
        ({"full_name": "Ánh 2"}, "chữ số"),
        ({"full_name": "   "}, ""),
        ({"phone": "12"}, "10 chữ số"),
        ({"unit_id": "999999"}, ""),
        ({"kind": "king"}, ""),
    ],
)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(
    school: int, change: dict[str, str], sentence: str
) -> None:
    client = client_for(actor(*EVERYTHING, units=[school]))
    response = client.post("/people/register", {**FORM, "unit_id": school, **change})
    assert response.status_code == 422
    assert sentence in text_of(response)
    with database.acting(access.system()):
        assert not Person.objects.exists()


def test_doubts_are_shown_and_confirmed(school: int) -> None:
    client = client_for(actor(*EVERYTHING, units=[school]))
    builders.person(school, "Đặng Thị Ánh")
    asked = {**FORM, "unit_id": school, "national_id": "099315001907"}
    response = client.post("/people/register", asked)
    assert response.status_code == 422
    page = text_of(response)
    assert "không có trong bảng mã tỉnh" in page
    assert "Đã có hồ sơ cùng họ tên và ngày sinh" in page
    assert client.post("/people/register", {**asked, "confirmed": "on"}).status_code == 302


def test_the_second_of_two_editors_is_told(school: int) -> None:
    made = builders.person(school)
    client = client_for(actor(*EVERYTHING, units=[school]))
    assert 'name="version"' in text_of(client.get(f"/people/{made.pk}/edit"))
    edit = {"full_name": "Nguyễn Thị Ngọc Ánh", "born": "5/9/2015", "sex": "female", "version": 1}
    assert client.post(f"/people/{made.pk}/edit", edit).status_code == 302
    response = client.post(f"/people/{made.pk}/edit", {**edit, "full_name": "Nguyễn Thị Bình"})
    assert response.status_code == 409
    assert "vừa được người khác sửa" in text_of(response)
    assert "Nguyễn Thị Bình" in text_of(response)
    with database.acting(access.system()):
        assert Person.objects.get().full_name == "Nguyễn Thị Ngọc Ánh"


def test_guardians_from_search_to_record_to_end(school: int) -> None:
    child = builders.person(school)
    mother = builders.person(
        school, "Lê Thị Bình", kind="guardian", born=builders.BirthDate(builders.date(1985, 1, 1), "year")
    )
    client = client_for(actor(*EVERYTHING, units=[school]))
    form = {"guardian": "le thi binh", "relationship": "mother", "lives_with": "on"}
    page = client.post(f"/people/{child.pk}/guardian", form)
    assert page.status_code == 422
    assert "Lê Thị Bình, 1985" in text_of(page)
    assert client.post(f"/people/{child.pk}/guardian", {**form, "guardian_id": mother.pk}).status_code == 302
    assert "Lê Thị Bình" in text_of(client.get(f"/people/{child.pk}/family"))
    assert "Nguyễn Thị Ánh" in text_of(client.get(f"/people/{mother.pk}/family"))
    with database.acting(access.system()):
        bond = Guardianship.objects.get()
        Guardianship.objects.update(valid_from=builders.date(2026, 1, 1))
    assert (
        client.post(f"/people/guardianships/{bond.pk}/end", {"valid_until": "01/10/2026"}).status_code == 302
    )


def test_affiliations_begin_and_end(school: int, other_school: int) -> None:
    made = builders.person(school)
    both = client_for(actor(*EVERYTHING, units=[school, other_school]))
    form = {"unit_id": other_school, "kind": "learner", "valid_from": "01/09/2026"}
    assert both.post(f"/people/{made.pk}/affiliate", form).status_code == 302
    again = both.post(f"/people/{made.pk}/affiliate", form)
    assert again.status_code == 422
    assert "đã được ghi nhận" in text_of(again)
    page = text_of(both.get(f"/people/{made.pk}/affiliations"))
    assert "Tiểu học Lê Lợi" in page
    assert "Tiểu học Hùng Vương" in page
    with database.acting(access.system()):
        held = Affiliation.objects.get(unit_id=other_school)
    only_first = client_for(actor(*EVERYTHING, units=[school]))
    assert (
        only_first.post(f"/people/affiliations/{held.pk}/end", {"valid_until": "01/10/2026"}).status_code
        == 404
    )
    assert both.post(f"/people/affiliations/{held.pk}/end", {"valid_until": "01/10/2026"}).status_code == 302


def test_history_shows_who_changed_what(school: int) -> None:
    made = builders.person(school)
    looking = actor(*EVERYTHING, units=[school])
    with database.acting(looking):
        services.correct_person(
            actor=looking, at=AT, person=made, expected_version=1, facts=builders.facts("Nguyễn Thị Ngọc Ánh")
        )
    page = text_of(client_for(looking).get(f"/people/{made.pk}/history"))
    assert "Nguyễn Thị Ngọc Ánh" in page
    assert "Nguyễn Thị Thử" in page


def test_the_api(school: int, other_school: int) -> None:
    made = builders.person(school, national_id=NUMBER)
    builders.person(other_school, "Người Lạ")
    client = client_for(actor(*EVERYTHING, units=[school]))
    answer = client.get("/api/v1/people/").json()
    assert [item["full_name"] for item in answer["items"]] == ["Nguyễn Thị Ánh"]
    assert NUMBER not in str(answer)
    assert client.get(f"/api/v1/people/{made.pk}").json()["affiliations"][0]["unit_id"] == school
    new = {
        "full_name": "Lê Văn Tám",
        "unit_id": school,
        "kind": "learner",
        "born": "30/02/2015",
        "sex": "male",
    }
    refused = client.post("/api/v1/people/", new, content_type="application/json")
    assert refused.status_code == 422
    assert "âm lịch" in refused.content.decode("utf-8").encode().decode(
        "unicode_escape", "ignore"
    ) or "born" in str(refused.json())
    made_now = client.post("/api/v1/people/", {**new, "born": "1/3/2015"}, content_type="application/json")
    assert made_now.status_code == 201
    value = client.post(
        f"/api/v1/people/{made.pk}/uncover/national_id", {"why": "đối chiếu"}, content_type="application/json"
    ).json()
    assert value == {"field": "national_id", "value": NUMBER}


def test_what_awaits_and_the_palette(school: int) -> None:
    from khuevan.register.people import urls

    builders.person(school)
    builders.person(school, "Lê Văn Tám", sex="male", national_id="099215001907")
    looking = actor(*EVERYTHING, units=[school])
    with database.acting(looking):
        missing, doubtful = urls.missing_card(looking, ON), urls.doubtful_card(looking, ON)
        assert missing is not None
        assert doubtful is not None
        assert (missing.figure, doubtful.figure) == (1, 1)
        assert [found.title for found in urls.people_by_words(looking, "tam le", 5)] == ["Lê Văn Tám"]
    nobody = actor(units=[school])
    with database.acting(nobody):
        assert urls.missing_card(nobody, ON) is None
        assert urls.people_by_words(nobody, "tam", 5) == []
