"""The dashboard: months as they were kept, changes, units below, and what each reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.permissions import VIEW_VALUES
from khuevan.governance.indicators.rules import Figure
from khuevan.governance.indicators.rules.dashboard import Seen, added, change, ordered, says_something
from khuevan.governance.indicators.store.series import series
from khuevan.kernel import access, clock, database
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.testing import actor, client_for
from khuevan.kernel.testing.queries import assert_queries
from khuevan.kernel.ui import Chart, Series
from khuevan.register.organisations.choices import Line

from .builders import AT, COHO, ON, World, changed, child

pytestmark = pytest.mark.django_db
SYSTEM = access.system()
NEXT = datetime(2026, 12, 15, 3, 0, tzinfo=UTC)
ALL, GIRLS, MEDIAN = (
    "schoolyear.student:all",
    "schoolyear.student:girls_share",
    "schoolyear.student:median_age",
)
PAGE = "/indicators/dashboard"


@pytest.fixture
def world() -> World:
    """Kept in November and December; in December Lê Lợi has a second boy."""
    made = World()
    services.rebuild(actor=made.officer, at=AT)
    services.keep_months(actor=SYSTEM, at=AT)
    child(made.near, "Ngô Văn Hải", "male")
    services.rebuild(actor=made.officer, at=NEXT)
    services.keep_months(actor=SYSTEM, at=NEXT)
    return made


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock.frozen(NEXT):
        yield


def board(who: Actor, unit: int, *codes: str, line: Line = Line.MANAGING, by: str = "") -> queries.Dashboard:
    with database.acting(who):
        place = queries.place_of(who, unit, line, on=NEXT.date())
        assert place is not None
        found = queries.dashboard(who, place, codes, by, on=NEXT.date())
    assert found is not None
    return found


def values(tile: queries.Tile) -> list[float | None]:
    return [one.value if one else None for one in tile.figures]


def test_a_change_is_told_of_two_known_values_only() -> None:
    assert change(Figure(5.0), Figure(3.0)) == 2.0
    for now, before in (
        (Figure(None), Figure(3.0)),
        (Figure(3.0), Figure(None)),
        (None, Figure(1.0)),
        (Figure(1.0), None),
    ):
        assert change(now, before) is None
    assert says_something(Figure(0.0, 0.0, 3.0))
    assert not says_something(Figure(None, 0.0, 0.0))
    assert not says_something(Figure(0.0, 0.0))
    assert not says_something(None)


def test_units_are_ordered_with_unknown_ones_last() -> None:
    rows = {
        "a": Seen(Figure(2.0), Figure(1.0), None),
        "b": Seen(None, None, None),
        "c": Seen(Figure(9.0), Figure(9.5), Figure(1.0)),
    }
    for key, descending, expected in (
        ("name", False, "abc"), ("name", True, "cba"), ("value", True, "cab"), ("value", False, "acb"),
        ("month", True, "acb"), ("month", False, "cab"), ("year", True, "cab"),
    ):  # fmt: skip
        assert "".join(ordered(list(rows), rows.__getitem__, key, descending=descending)) == expected


def test_parts_of_several_units_are_added_up() -> None:
    assert added([{"n": 2, "s": None}, {"n": 3}], ["n", "s"]) == {"n": 5, "s": None}


def test_a_small_line_has_a_stretch_for_what_is_known() -> None:
    chart = Chart("x", ["1", "2", "3", "4"], [Series("x", [1.0, 3.0, None, 2.0])])
    assert list(chart.lines(width=30, height=24)) == ["0.0,22.0 10.0,2.0", "30.0,12.0 30.0,12.0"]
    assert list(Chart("x", ["1"], [Series("x", [None])]).lines()) == []
    assert list(Chart("x", ["1", "2"], [Series("x", [7.0, 7.0])]).lines(width=10, height=24)) == [
        "0.0,12.0 10.0,12.0"
    ]


def test_tiles_show_the_months_that_were_kept(world: World) -> None:
    found = board(world.officer, world.commune, ALL, GIRLS, MEDIAN)
    assert list(found.months) == [202611, 202612]
    every, girls, median = found.tiles
    assert values(every) == [4.0, 5.0]
    assert values(girls) == [50.0, 40.0]
    assert (every.seen.by_month, every.seen.by_year) == (1.0, None)
    assert girls.seen.by_month == pytest.approx(-10.0)
    assert all(one is not None for one in values(median))
    assert not found.is_partial
    assert {one.node.id: one.seen.now and one.seen.now.value for one in found.below} == {
        world.school: 3.0,
        world.near: 2.0,
    }


def test_the_usual_tiles_are_those_that_say_something(world: World) -> None:
    found = board(world.officer, world.department)
    codes = [one.indicator.code for one in found.tiles]
    assert ALL in codes
    assert all(says_something(one.figures[-1]) for one in found.tiles)
    assert "facilities.room:classrooms" not in codes


def test_what_was_kept_stays_whatever_the_records_say_later(world: World) -> None:
    changed(world.anh, sex="male")
    services.rebuild(actor=world.officer, at=NEXT)
    services.keep_months(actor=SYSTEM, at=NEXT)
    assert values(board(world.officer, world.school, GIRLS).tiles[0]) == [
        pytest.approx(200 / 3),
        pytest.approx(100 / 3),
    ]


def test_who_sees_some_of_a_unit_is_given_the_sum_of_those(world: World) -> None:
    some = actor(VIEW_VALUES, units=[world.commune, world.near], outline=[world.department], name="Một phần")
    found = board(some, world.commune, ALL, GIRLS, MEDIAN)
    assert found.is_partial
    assert values(found.tiles[0]) == [1.0, 2.0]
    assert values(found.tiles[1]) == [0.0, 0.0]
    assert values(found.tiles[2]) == [None, None], "medians of schools do not add up"
    assert [one.node.id for one in found.below] == [world.near]


def test_the_scope_holds_on_the_page(world: World) -> None:
    head = client_for(world.head)
    assert head.get(f"{PAGE}?unit={world.school}").status_code == 200
    for unit in (world.commune, world.department, world.near, 99_999_999):
        assert head.get(f"{PAGE}?unit={unit}").status_code == 404
    assert client_for(actor(units=[world.school])).get(f"{PAGE}?unit={world.school}").status_code == 403
    page = client_for(world.commune_officer).get(f"{PAGE}?unit={world.commune}").content.decode()
    assert "Quang Trung" not in page
    assert "Bạn thấy một phần" not in page
    with database.acting(world.head):
        place = queries.place_of(world.head, world.school, Line.MANAGING, on=ON)
        assert place is not None
        with pytest.raises(Refused):
            queries.dashboard(actor(), place, [], "", on=ON)


def test_the_page_goes_down_to_the_school(world: World) -> None:
    client = client_for(world.officer)
    page = client.get(
        f"{PAGE}?unit={world.commune}&ind={ALL}&ind={GIRLS}&by={GIRLS}&sort=-value"
    ).content.decode()
    assert "Trường Tiểu học Kim Đồng" in page
    assert page.index("Trường Tiểu học Kim Đồng") < page.index("Trường Tiểu học Lê Lợi")
    assert "−10,0 điểm %" in page
    assert "tháng 12/2026, chưa chốt" in page
    assert "11/2026" in page
    assert f"unit={world.school}&amp;line=managing&amp;ind=schoolyear.student%3Aall%2Cschoolyear" in page
    narrowed = client.get(f"{PAGE}?unit={world.commune}&ind={ALL}&q=le loi").content.decode()
    assert "Trường Tiểu học Lê Lợi" in narrowed
    assert "Trường Tiểu học Kim Đồng</a>" not in narrowed
    school = client.get(f"{PAGE}?unit={world.school}").content.decode()
    assert "Xã Di Linh" in school
    assert "Các đơn vị bên dưới" not in school


def test_nonsense_in_the_address_asks_nothing(world: World) -> None:
    client = client_for(world.officer)
    for words in (
        "ind=x&by=y&sort=z&page=-1&line=q",
        "ind=%00,%00&q=%00",
        "ind=" + "a," * 4000,
        "page=999999999",
    ):
        assert client.get(f"{PAGE}?unit={world.department}&{words}").status_code == 200
    assert client.get(f"{PAGE}?unit=abc").status_code == 404


def test_before_anything_was_kept_the_page_says_when_it_will_be(settings: object, world: World) -> None:
    for file in series().root.iterdir():
        file.unlink()
    page = client_for(world.officer).get(f"{PAGE}?unit={world.department}")
    assert page.status_code == 200
    assert "Chưa tháng nào được giữ" in page.content.decode()


def test_a_damaged_file_shows_no_figure_and_is_named(world: World) -> None:
    name = series().current().blocks[2026].chunks[0].name
    (series().root / name).unlink()
    page = client_for(world.officer).get(f"{PAGE}?unit={world.department}").content.decode()
    assert name in page
    assert "Trường Tiểu học" not in page


def test_another_formula_is_read_as_it_was_then(world: World) -> None:
    """A record that was changed between two months moves only the later one; both are read by their own formulas."""
    changed(world.duc, ethnicity=COHO)
    services.rebuild(actor=world.officer, at=NEXT)
    services.keep_months(actor=SYSTEM, at=NEXT)
    tile = board(world.officer, world.near, "schoolyear.student:minority_share").tiles[0]
    assert values(tile) == [0.0, 50.0]
    assert list(tile.versions) == [1, 1]


def test_on_the_professional_line_schools_stand_under_the_department(world: World) -> None:
    found = board(world.officer, world.department, ALL, line=Line.PROFESSIONAL)
    managing = board(world.officer, world.department, ALL)
    with database.acting(world.officer):
        for line, told in ((Line.PROFESSIONAL, found), (Line.MANAGING, managing)):
            place = queries.place_of(world.officer, world.department, line, on=NEXT.date())
            assert place is not None
            assert {one.node.id for one in told.below} == {one.id for one in place.below}
    assert values(managing.tiles[0]) == [5.0, 6.0]


def test_a_page_asks_few_statements(world: World) -> None:
    client = client_for(world.officer)
    client.get(f"{PAGE}?unit={world.department}")
    with assert_queries(9, at_most=True):
        client.get(f"{PAGE}?unit={world.department}")


def test_months_without_figures_are_gaps(world: World) -> None:
    january = datetime(2027, 2, 5, 3, 0, tzinfo=UTC)
    services.rebuild(actor=world.officer, at=january)
    services.keep_months(actor=SYSTEM, at=january)
    found = board(world.officer, world.near, ALL)
    assert list(found.months) == [202611, 202612, 202701, 202702]
    assert values(found.tiles[0]) == [1.0, 2.0, None, 2.0]
    assert found.latest.as_of == date(2027, 2, 5)
