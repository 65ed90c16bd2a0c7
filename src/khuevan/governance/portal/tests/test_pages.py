"""The pages over a small tree, as somebody sees them who is not signed in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from khuevan.kernel import access, clock, database
from khuevan.kernel.testing import actor, assert_queries, client_for
from khuevan.kernel.ui import everybody
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations import services as units
from khuevan.register.organisations.tests.builders import AT, make_country, make_school

pytestmark = pytest.mark.django_db
SYSTEM = access.system()


class World:
    """Kim Đồng and Lê Lợi in one commune, Quang Trung in the other."""

    def __init__(self) -> None:
        country = make_country()
        self.commune, self.far = country.commune, country.other_commune
        self.school = make_school(country.commune)
        make_school(country.commune, "Trường Tiểu học Lê Lợi")
        make_school(country.other_commune, "Trường Tiểu học Quang Trung")

    def reached(self, phone: str, email: str, website: str) -> None:
        with database.acting(SYSTEM):
            unit = organisations.unit(SYSTEM, self.school.pk)
            units.edit_contacts(
                SYSTEM, unit, phone=phone, email=email, website=website, expected_version=unit.version, at=AT
            )


@pytest.fixture
def world() -> Iterator[World]:
    with clock.frozen(AT):
        yield World()


def names(path: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', Client().get(path).content.decode())


def test_the_home_page_counts_and_leads_on(world: World) -> None:
    page = Client().get("/portal/").content.decode()
    assert re.search(r'kv-door-figure">3<', page)
    for path in (
        "/portal/schools/",
        "/targets/public/",
        "/maturity/public/",
        "/indicators/public/",
        "/hoc-ba/xac-minh/",
    ):
        assert f'href="{path}"' in page, path


def test_schools_are_found_with_or_without_accents_by_commune_and_level(world: World) -> None:
    assert names("/portal/schools/") == [
        "Trường Tiểu học Kim Đồng", "Trường Tiểu học Lê Lợi", "Trường Tiểu học Quang Trung",
    ]  # fmt: skip
    for said in ("kim dong", "Kim Đồng", "KIM  ĐỒNG", world.school.code):
        assert names(f"/portal/schools/?q={said}") == ["Trường Tiểu học Kim Đồng"], said
    assert names(f"/portal/schools/?commune={world.far.pk}") == ["Trường Tiểu học Quang Trung"]
    assert len(names("/portal/schools/?level=primary")) == 3
    assert names("/portal/schools/?level=preschool") == []
    page = Client().get("/portal/schools/?level=preschool").content.decode()
    assert "Hãy bỏ bớt điều kiện lọc" in page
    for odd in ("commune=x", "commune=99999999999999", "kind=%00", "level=nope", "page=-1", "q=%00"):
        assert Client().get(f"/portal/schools/?{odd}").status_code == 200, odd


def test_the_profile_says_what_is_public_and_to_search_engines_too(world: World) -> None:
    world.reached("0263 000 001", "vanthu@kd.example", "kd.example")
    page = Client().get(f"/portal/schools/{world.school.code}").content.decode()
    assert 'href="tel:0263000001"' in page
    assert 'href="mailto:vanthu@kd.example"' in page
    assert 'href="https://kd.example"' in page
    told = json.loads(re.findall(r'ld\+json">(.*?)</script>', page)[0])
    assert (told["@type"], told["name"]) == ("ElementarySchool", world.school.name)
    assert '<meta property="og:title" content="Trường Tiểu học Kim Đồng">' in page
    assert "Chưa công bố số liệu nào" in page
    for code in ("khong-co", "x" * 300, str(world.commune.code), "%00"):
        assert Client().get(f"/portal/schools/{code}").status_code == 404, code


def test_a_website_that_is_no_web_address_is_no_link(world: World) -> None:
    world.reached("", "", "javascript://%0aalert(1)")
    page = Client().get(f"/portal/schools/{world.school.code}").content.decode()
    assert 'href="javascript' not in page


def test_nobody_is_given_a_cookie_and_everybody_sees_the_same(world: World) -> None:
    officer = client_for(actor(units=[world.school.pk], name="Nguyễn Thị Ánh"))
    for path in ("/portal/", "/portal/schools/", "/portal/schools/map", f"/portal/schools/{world.school.code}",
                 "/targets/public/", "/indicators/public/", "/hoc-ba/xac-minh/"):  # fmt: skip
        visitor, known = (
            Client().get(path),
            officer.get(path, HTTP_COOKIE="django_language=en; khuevan_theme=dark"),
        )
        assert not visitor.cookies, path
        assert visitor.content == known.content, path
        assert "Cookie" not in visitor.get("Vary", ""), path
        assert "csrfmiddlewaretoken" not in visitor.content.decode(), path


def test_english_stands_in_the_address_and_leads_on(world: World) -> None:
    page = Client().get("/en/portal/schools/?q=kim")
    text = page.content.decode()
    assert page["Content-Language"] == "en"
    assert '<html lang="en"' in text
    assert f'href="/en/portal/schools/{world.school.code}"' in text
    assert 'href="/en/targets/public/"' in text
    assert 'href="/portal/schools/?q=kim"' in text, "back to Vietnamese, with what was asked"
    assert "/en/signin/" not in text
    assert Client().get("/en/signin/")["Location"] == "/signin/"
    assert Client().get("/en/people/?q=1")["Location"] == "/people/?q=1"
    assert Client().get("/en/khong-co/").status_code == 302
    sent = Client(enforce_csrf_checks=True).post("/en/hoc-ba/xac-minh/", {"code": ""})
    assert (sent.status_code, sent["Content-Language"]) == (422, "en")


def test_a_page_that_is_there_already_is_not_sent_again(world: World) -> None:
    first = Client().get("/portal/schools/")
    assert "public" in first["Cache-Control"]
    again = Client().get("/portal/schools/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    since = Client().get("/portal/schools/", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert since.status_code == 304
    assert Client().get("/portal/schools/?q=kim", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
    assert Client().post("/portal/schools/").status_code == 405


def test_who_asks_too_often_is_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody.forget()
    monkeypatch.setattr(everybody, "MOST_MADE", 3)
    answers = [Client().get(f"/portal/schools/?q={number}").status_code for number in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert Client(REMOTE_ADDR="10.1.2.3").get("/portal/schools/?q=9").status_code == 200


def test_search_engines_find_every_page(world: World) -> None:
    robots = Client().get("/robots.txt").content.decode()
    assert "Allow: /portal/" in robots
    assert "Disallow: /\n" in robots
    found = Client().get("/sitemap.xml")
    assert found["Content-Type"].startswith("application/xml")
    addresses = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", found.content.decode())
    assert f"/portal/schools/{world.school.code}" in addresses
    assert [path for path in addresses if Client().get(path).status_code != 200] == []


def test_queries_do_not_grow_with_the_schools(world: World) -> None:
    paths = ("/portal/", "/portal/schools/", "/portal/schools/map", f"/portal/schools/{world.school.code}")
    expected = (11, 9, 10, 12)
    for number in range(4):
        make_school(world.commune, f"Trường Tiểu học Số {number}")
    for path, number in zip(paths, expected, strict=True):
        Client().get(path)
        with assert_queries(number):
            Client().get(path)
