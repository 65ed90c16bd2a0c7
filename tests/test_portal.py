"""The public pages of the furnished province: none tells of its people, and each is anew after a publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import psycopg
import pytest
from django.test import Client

from khuevan.governance.indicators import services as indicators
from khuevan.governance.targets import services as targets
from khuevan.governance.targets.models import Plan
from khuevan.kernel import access, clock, database
from khuevan.kernel.database.address import Addresses
from khuevan.kernel.testing import assert_queries
from khuevan.kernel.ui import everybody

pytestmark = pytest.mark.furnished
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
LONGEST_NAME, SHORTEST_NAME = 6, 2
FEWEST_PAGES, FEWEST_NAMES = 300, 5_000


@pytest.fixture(scope="module", autouse=True)
def province(furnished: Addresses, django_db_blocker: object) -> Iterator[Addresses]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        everybody.forget()
        indicators.rebuild(actor=access.system(), at=clock.now())
        indicators.freeze(actor=access.system(), at=clock.now(), period="Kỳ thử cổng công khai")
        yield furnished
        everybody.forget()


def page(path: str, number: int = 0, **headers: str) -> str:
    """From an address of its own: who reads the whole portal in a minute is held back otherwise."""
    answer = Client(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}").get(path, **headers)
    assert answer.status_code == 200, path
    assert not answer.cookies, path
    return answer.content.decode()


def addresses() -> list[str]:
    """Every page of the site map, in Vietnamese; then some in English, and those that lists lead on to."""
    own = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", page("/sitemap.xml"))
    lists = [path for path in own if path.endswith("/")]
    pages_on = [f"/portal/schools/?page={number}" for number in range(2, 8)]
    years = [f"/maturity/public/?year={year}" for year in ("2024-2025", "2025-2026")]
    return [*own, *(f"/en{path}" for path in lists), *pages_on, *years, "/robots.txt", "/sitemap.xml"]


def people(addresses: Addresses) -> tuple[set[str], set[str], set[str]]:
    """(names, numbers, telephones) of everybody whom the province knows."""
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        rows = connection.execute(
            "select full_name, national_id, sector_id, phone, email from people_person"
        ).fetchall()
        accounts = connection.execute("select display_name from accounts_account").fetchall()
    names = {row[0].casefold() for row in (*rows, *accounts) if len(row[0].split()) >= SHORTEST_NAME}
    numbers = {row[place] for row in rows for place in (1, 2) if row[place]}
    reached = {row[place] for row in rows for place in (3, 4) if row[place]}
    return names, numbers, reached


def units(addresses: Addresses) -> set[str]:
    """Names of units and of places, which may be somebody's: schools are called after people."""
    with psycopg.connect(**addresses.owner.libpq()) as connection:
        found = connection.execute(
            "select name from organisations_orgunit union select name from organisations_unitstate"
        )
        return {row[0] for row in found.fetchall()}


def test_no_public_page_tells_of_a_person(province: Addresses) -> None:
    names, numbers, reached = people(province)
    assert len(names) > FEWEST_NAMES
    known = sorted(units(province), key=len, reverse=True)
    shown, every = [], addresses()
    assert len(every) > FEWEST_PAGES
    for place, path in enumerate(every):
        text = unescape(page(path, place))
        shown += [
            f"{path}: {digits}" for digits in re.findall(r"(?<!\d)\d{10,16}(?!\d)", text) if digits in numbers
        ]
        shown += [
            f"{path}: {way}"
            for way in re.findall(r"[\w.+-]+@[\w.-]+|\+?\d[\d .]{7,14}\d", text)
            if way in reached
        ]
        shown += [f"{path}: {name}" for name in named(text, known, names)]
    assert shown == []


def named(text: str, known: list[str], names: set[str]) -> Iterator[str]:
    """Runs of words that are somebody's name, outside of the names of units."""
    bare = re.sub(r"<[^>]+>", " | ", text)
    for unit in known:
        if unit in bare:
            bare = bare.replace(unit, "|")
    for part in bare.split("|"):
        words = [word.casefold() for word in WORD.findall(part)]
        for begin in range(len(words)):
            for end in range(begin + SHORTEST_NAME, min(begin + LONGEST_NAME, len(words)) + 1):
                said = " ".join(words[begin:end])
                if said in names:
                    yield said


def test_the_search_would_find_a_name() -> None:
    names = {"nguyễn thị ánh", "lê lợi"}
    told = "<p>Hiệu trưởng: Nguyễn Thị Ánh</p><a>Trường Tiểu học Lê Lợi</a>"
    assert list(named(told, ["Trường Tiểu học Lê Lợi"], names)) == ["nguyễn thị ánh"]


def test_a_page_is_kept_until_something_is_published_and_costs_one_query(province: Addresses) -> None:
    before = page("/targets/public/")
    with assert_queries(1):
        assert page("/targets/public/") == before
    with database.acting(access.system()):
        plan = Plan.objects.filter(is_published=True).order_by("pk").first()
        assert plan is not None
        targets.publish_plan(access.system(), at=clock.now(), plan_id=plan.pk, is_published=False)
    assert before.count('scope="row"') == page("/targets/public/").count('scope="row"') + 1
    with database.acting(access.system()):
        targets.publish_plan(access.system(), at=clock.now(), plan_id=plan.pk, is_published=True)
    assert page("/targets/public/") == before


def test_the_profile_of_a_furnished_school_holds_what_was_published(province: Addresses) -> None:
    with psycopg.connect(**province.owner.libpq()) as connection:
        row = connection.execute(
            "select u.code, u.name from organisations_orgunit u join accounts_account a on a.unit_id = u.id"
            " where a.username = 'hieutruong.thcs'"
        ).fetchone()
    assert row is not None
    text = page(f"/portal/schools/{row[0]}")
    for said in (
        "Số liệu đã công bố", "Số trẻ, học sinh, học viên", "Số nhóm, lớp", "Số giáo viên", "Số máy tính dùng được",
        "Mức độ chuyển đổi số được công nhận", "Kế hoạch và tiến độ", "@truong3.example",
    ):  # fmt: skip
        assert said in text, said
