import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from khuevan.kernel import ui
from khuevan.kernel.ui.lists import _closed, _opened


def asked(words: str) -> ui.Listing:
    request = RequestFactory().get(f"/people/?{words}")
    return ui.Listing.of(request, sorts=("name", "born"), sort="name", filters=("kind",), keep=("on",))


def test_a_listing_reads_the_address() -> None:
    listing = asked("q=%20an%20&sort=-born&page=3&kind=staff&on=2025-07-01&stray=1")
    assert (listing.text, listing.sort_key, listing.descending, listing.number) == ("an", "born", True, 3)
    assert listing.chosen("kind") == "staff"
    assert listing.chosen("stray") == ""
    assert listing.is_narrowed
    assert listing.order({"born": ("birth_date", "id")}) == ("-birth_date", "-id")


@pytest.mark.parametrize(
    "words", ["sort=password", "sort=--name", "page=-1", "page=0", "page=abc", "page=99999999999", "q=%00"]
)
def test_nonsense_in_the_address_is_the_plain_list(words: str) -> None:
    listing = asked(words)
    assert (listing.sort, listing.number, listing.is_narrowed) == ("name", 1, False)


def test_a_form_sends_along_what_it_does_not_show() -> None:
    """Who searches on the page of a unit stays on the page of that unit."""
    request = RequestFactory().get(
        "/maturity/board?q=an&unit=12&on=2025-07-01&year=2025-2026&state=late&stray=1"
    )
    listing = ui.Listing.of(request, filters=("year", "state"), keep=("on",))
    shown = [ui.choice("state", "Tình trạng")]
    assert listing.besides(shown) == {"year": "2025-2026", "on": "2025-07-01", "unit": "12"}
    assert listing.cleared() == "/maturity/board?on=2025-07-01&unit=12"
    page = (
        engines["jinja2"]
        .from_string('{% import "ui/components.html" as ui %}{{ ui.filter_bar(listing, filters=shown) }}')
        .render({"listing": listing, "shown": shown})
    )
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    assert sent == {"year": "2025-2026", "on": "2025-07-01", "unit": "12"}
    other = ui.Listing.of(request, filters=("unit",))
    assert (other.chosen("unit"), dict(other.kept)) == ("12", {})


def test_links_keep_what_was_asked() -> None:
    listing = asked("q=an&kind=staff&on=2025-07-01&page=4")
    assert listing.at(5) == "/people/?q=an&kind=staff&on=2025-07-01&sort=name&page=5"
    assert "page" not in listing.at(1)
    assert listing.sorted_by("name").endswith("sort=-name")
    assert listing.sorted_by("born").endswith("sort=born")
    assert listing.cleared() == "/people/?on=2025-07-01&sort=name"


@pytest.mark.parametrize(
    ("number", "total", "numbers"),
    [
        (1, 10, (1,)),
        (1, 500, (1, 2, 3, None, 10)),
        (5, 500, (1, None, 3, 4, 5, 6, 7, None, 10)),
        (10, 500, (1, None, 8, 9, 10)),
        (1, None, ()),
    ],
)
def test_page_numbers(number: int, total: int | None, numbers: tuple[int | None, ...]) -> None:
    assert ui.Slice((), number=number, size=50, total=total).numbers == numbers


@pytest.fixture
def specimens(db: None) -> list[str]:
    names = [f"{number:03d}" for number in range(25)]
    ContentType.objects.bulk_create(ContentType(app_label="specimen", model=name) for name in names)
    return names


def found() -> Any:
    return ContentType.objects.filter(app_label="specimen").order_by("model")


def seen(part: ui.Slice) -> list[str]:
    return [row.model for row in part.rows]


def test_numbered_pages_cover_every_row_once(specimens: list[str]) -> None:
    together: list[str] = []
    for number in (1, 2, 3):
        part = ui.take(found(), asked(f"page={number}"), size=10)
        assert (part.total, part.capped, part.number) == (25, False, number)
        assert (part.has_previous, part.has_next) == (number > 1, number < 3)
        together += seen(part)
    assert together == specimens


def test_a_page_past_the_end_is_the_last(specimens: list[str]) -> None:
    part = ui.take(found(), asked("page=900"), size=10)
    assert (part.number, seen(part)) == (3, specimens[20:])


def test_one_query_when_all_fits(specimens: list[str]) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert ui.take(found(), asked(""), size=50).total == 25
    assert len(queries) == 1
    assert ui.take(found().none(), asked("")).total == 0


def test_nobody_counts_past_the_cap(specimens: list[str]) -> None:
    part = ui.take(found(), asked(""), size=10, cap=20)
    assert (part.total, part.capped, part.has_next) == (20, True, True)
    deepest = ui.take(found(), asked("page=3"), size=10, cap=20)
    assert (deepest.number, deepest.has_next) == (2, False)


@pytest.mark.parametrize("sort", ["name", "-name"])
def test_keyset_pages_go_there_and_back(specimens: list[str], sort: str) -> None:
    expected = specimens if sort == "name" else specimens[::-1]
    base = ContentType.objects.filter(app_label="specimen")
    first = ui.take_after(base, asked(f"sort={sort}"), by=("model", "id"), size=10)
    second = ui.take_after(base, asked(f"sort={sort}&page={first.next_mark}"), by=("model", "id"), size=10)
    third = ui.take_after(base, asked(f"sort={sort}&page={second.next_mark}"), by=("model", "id"), size=10)
    assert seen(first) + seen(second) + seen(third) == expected
    assert (first.has_previous, third.has_next, third.has_previous) == (False, False, True)
    back = ui.take_after(base, asked(f"sort={sort}&page={third.previous_mark}"), by=("model", "id"), size=10)
    assert seen(back) == seen(second)
    assert (back.has_previous, back.has_next) == (True, True)


@pytest.mark.parametrize("mark", ["x", "e30", "WzFd", "bm8", "[]", "%00", "9" * 400])
def test_a_forged_mark_is_the_first_page(specimens: list[str], mark: str) -> None:
    base = ContentType.objects.filter(app_label="specimen")
    assert seen(ui.take_after(base, asked(f"page={mark}"), by=("model", "id"), size=5)) == specimens[:5]


def test_a_mark_with_values_of_another_kind_is_the_first_page(specimens: list[str]) -> None:
    mark = _closed("a", SimpleNamespace(model="003", id="không phải số"), ("model", "id"))
    assert _opened(mark, 2)[1] == ["003", "không phải số"]
    base = ContentType.objects.filter(app_label="specimen")
    assert seen(ui.take_after(base, asked(f"page={mark}"), by=("model", "id"), size=5)) == specimens[:5]
