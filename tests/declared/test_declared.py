"""What rooms declare of their records, over the furnished province: every figure against a query written by hand on the
tables; every value of a split has a name, every row a page; a unit's rows are those of everything."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from django.db import connection
from django.urls import resolve

from khuevan.kernel import access, clock, database, facts
from khuevan.kernel.access import Reach
from khuevan.kernel.database.address import Addresses
from khuevan.kernel.measures import (
    Distinct,
    Indicator,
    Median,
    Ratio,
    declared,
    parts_of,
    rows_of,
    worth,
    worth_of_rows,
)
from khuevan.kernel.measures.columnar import added, of_rows
from khuevan.school.schoolyear.queries import year_at

from .queries import BY_HAND

pytestmark = pytest.mark.furnished
CODES = sorted(declared())
ROOMS = sorted({code.partition(".")[0] for code in CODES})
READ = sorted({one for indicator in declared().values() for one in indicator.facts}, key=lambda one: one.code)
Frames = dict[str, pl.DataFrame]


ENDED = {"gradebook", "reportcards"}
"""Rooms of which the demo furnishes the year that ended."""


@pytest.fixture(scope="module")
def days(furnished: Addresses, django_db_blocker: Any) -> dict[str, date]:
    """Room -> the day asked about: today, or the last of the year before."""
    with django_db_blocker.unblock(), database.acting(access.system()):
        running = year_at(clock.today())
    assert running is not None
    ended = running.starts_on - timedelta(days=1)
    return {room: ended if room in ENDED else clock.today() for room in ROOMS}


@pytest.fixture(scope="module")
def frames(days: dict[str, date], django_db_blocker: Any) -> Frames:
    with django_db_blocker.unblock(), database.acting(access.system()):
        return {one.code: facts.read(one, on=days[one.room]) for one in READ}


def value(indicator: Indicator, frames: Frames) -> float | None:
    """Over the whole province."""
    measure = indicator.measure
    if isinstance(measure, Median | Distinct):
        return worth_of_rows(measure, frames[measure.facts.code].select(of_rows(measure)).item())
    numbers = [worth(one, frames[one.facts.code].select(added(one)).item()) for one in parts_of(measure)]
    if not isinstance(measure, Ratio):
        return float(numbers[0])
    return float(measure.scale * numbers[0] / numbers[1]) if numbers[1] else None


def asked(table: str, figures: dict[str, str], on: date) -> dict[str, float | None]:
    """Of one query, its figures by code."""
    with database.acting(access.system()), connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(figures.values())} {table}", {"on": on})
        (row,) = cursor.fetchall()
    return {code: None if one is None else float(one) for code, one in zip(figures, row, strict=True)}


@pytest.mark.parametrize("room", ROOMS)
def test_every_figure_is_that_of_a_query_by_hand(room: str, frames: Frames, days: dict[str, date]) -> None:
    by_hand: dict[str, float | None] = {}
    for table, figures in BY_HAND[room]:
        by_hand |= asked(table, figures, days[room])
    computed = {code: value(declared()[code], frames) for code in CODES if code.startswith(f"{room}.")}
    assert sorted(by_hand) == sorted(computed)
    assert computed == {
        code: one if one is None else pytest.approx(one, rel=1e-12) for code, one in by_hand.items()
    }
    assert sum(1 for one in computed.values() if one) > len(computed) / 2, "most of it stands at nought"


@pytest.mark.parametrize("found", READ, ids=lambda one: one.code)
def test_the_rows_of_units_are_those_of_everything(
    found: facts.Facts, frames: Frames, days: dict[str, date]
) -> None:
    everything = frames[found.code]
    units = sorted(set(everything["unit_id"]))[:: 1 if found.whole else 97]
    with database.acting(access.system()):
        some = facts.read(found, on=days[found.room], units=Reach.of(units))
        for watch in found.watches:
            facts.read_units(found, on=days[found.room], column=watch.column, values=[1])
    wanted = everything.filter(pl.col("unit_id").is_in(units))
    assert some.height
    assert some.sort(some.columns).equals(wanted.sort(wanted.columns))


@pytest.mark.parametrize("code", CODES)
def test_every_value_of_a_split_has_a_name(code: str, frames: Frames) -> None:
    indicator = declared()[code]
    for split in indicator.splits:
        for found in indicator.facts:
            values = set(frames[found.code][split.column].drop_nulls().unique())
            assert not split.words or values - {""} <= set(split.words), split.column
            assert found.by_name[split.column].label, split.column


@pytest.mark.parametrize("found", READ, ids=lambda one: one.code)
def test_every_row_opens_a_page(found: facts.Facts, frames: Frames) -> None:
    shown = rows_of(found)
    assert shown is not None
    assert resolve(shown.open(frames[found.code].row(0, named=True)))
