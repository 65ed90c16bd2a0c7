"""Charts of a report: what they show, what they say in words, and that nothing is drawn where nothing is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from khuevan.governance.indicators import services as indicators
from khuevan.governance.reports import queries
from khuevan.kernel import clock, database
from khuevan.kernel.documents import Bars, Drawing, Lines, Shares, parsed

from .builders import AT, World, changed, child

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=40)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    with clock.frozen(LATER):
        child(made.school, "Lò Thị Mai", "female")
        indicators.rebuild(actor=made.officer, at=LATER)
        made.before, made.snapshot = (  # type: ignore[attr-defined]
            made.snapshot,
            indicators.freeze(actor=made.officer, at=LATER, period="Kỳ sau 2026-2027"),
        )
        changed(made.anh, sex="male")
        yield made


def drawn(world: World, words: str, unit: str = "school") -> Drawing | None:
    campaign = world.campaign(before_id=world.before.pk)  # type: ignore[attr-defined]
    who = world.head if unit == "school" else world.officer
    report = world.report(campaign, getattr(world, unit))
    with database.acting(who):
        return queries.told(who, report).bars(parsed(words))


def test_a_line_goes_over_the_frozen_states_up_to_the_day_of_the_report(world: World) -> None:
    found = drawn(world, "biểu đồ đường: schoolyear.student:all")
    assert isinstance(found, Lines)
    assert found.points == (("11/2026", 3.0, "3"), ("01/2027", 4.0, "4"))
    assert found.alt.endswith("qua các kỳ đã chốt: 11/2026: 3; 01/2027: 4.")


def test_a_number_is_taken_apart_by_a_column_in_the_frozen_states_only(world: World) -> None:
    found = drawn(world, "biểu đồ cơ cấu: schoolyear.student:all | theo=sex")
    assert isinstance(found, Shares)
    assert found.parts == ("Nữ", "Nam")
    assert found.rows == (
        ("Kỳ trước", ((2.0, "2"), (1.0, "1"))), ("Kỳ này", ((3.0, "3"), (1.0, "1"))),
    )  # fmt: skip
    assert "Kỳ này: Nữ 3, Nam 1" in found.alt


def test_a_share_shows_what_has_it_and_what_has_not(world: World) -> None:
    found = drawn(world, "biểu đồ cơ cấu: schoolyear.student:placed_share")
    assert isinstance(found, Shares)
    assert found.rows[-1] == ("Kỳ này", ((0.0, "0 (0%)"), (4.0, "4")))


def test_bars_stand_for_the_units_below(world: World) -> None:
    found = drawn(world, "biểu đồ: schoolyear.student:all", "department")
    assert isinstance(found, Bars)
    assert [(name, said) for name, _value, said in found.rows] == [("Xã Di Linh", "5"), ("Xã Bảo Thuận", "0")]


NOTHING = (
    "biểu đồ cơ cấu: staff.employed:computer_share",
    "biểu đồ cơ cấu: schoolyear.student:all",
    "biểu đồ cơ cấu: schoolyear.student:all | theo=toilet",
    "biểu đồ đường: staff.employed:computer_share",
)


@pytest.mark.parametrize("words", NOTHING)
def test_where_nothing_is_known_nothing_is_drawn(world: World, words: str) -> None:
    assert drawn(world, words) is None
