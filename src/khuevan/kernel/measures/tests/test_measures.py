"""Declarations refuse what does not fit their facts; every measure against a plain loop over the same rows."""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.checks import Source
from khuevan.kernel.facts import Column, Facts, Kind, frame_of
from khuevan.kernel.measures import (
    Between,
    Condition,
    Count,
    Distinct,
    Either,
    Group,
    Indicator,
    Is,
    Median,
    Misdeclared,
    Not,
    Ratio,
    Rows,
    Split,
    Sum,
    both,
    columnar,
    either,
    facts_of,
    is_one,
    no,
    parts_of,
    share,
    worth,
    worth_of_rows,
    yes,
)  # fmt: skip
from khuevan.kernel.measures.wording import sentence

PETS = Facts(
    "measures.pet",
    "Thú nuôi",
    "select 1 as id, 1 as unit_id, '' as title, '' as kind, 1.0 as weight, true as is_tame, null::date as born",
    (
        Column("kind", Kind.TEXT, "loài"),
        Column("weight", Kind.NUMBER, "cân nặng"),
        Column("legs", Kind.WHOLE, "số chân"),
        Column("is_tame", Kind.YES, "thuần"),
        Column("born", Kind.DATE, "ngày sinh"),
    ),
)
GROUP = Group("pets", "Thú nuôi")
Row = dict[str, Any]
ROW = st.fixed_dictionaries(
    {
        "id": st.integers(1, 9), "unit_id": st.integers(1, 3), "title": st.just(""),
        "kind": st.sampled_from(["cat", "dog", ""]), "weight": st.none() | st.sampled_from([0.5, 2.0, 3.25]),
        "legs": st.none() | st.integers(0, 4), "is_tame": st.none() | st.booleans(),
        "born": st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 5)),
    }
)  # fmt: skip
LEAF = st.one_of(
    st.sampled_from([is_one("kind", "cat"), is_one("kind", "cat", "dog"), yes("is_tame"), no("is_tame")]),
    st.builds(Between, st.just("legs"), st.none() | st.integers(0, 4), st.none() | st.integers(0, 4)),
    st.builds(Between, st.just("born"), st.none() | st.just(date(2020, 1, 3)), st.none()),
)
CONDITION = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(Not, inner), st.builds(both, inner, inner), st.builds(either, inner, inner)
    ),
    max_leaves=5,
)


def holds(condition: Condition | None, row: Row) -> bool:
    """The meaning, written once more and otherwise."""
    if condition is None:
        return True
    if isinstance(condition, Is):
        return row[condition.column] in condition.values and row[condition.column] is not None
    if isinstance(condition, Between):
        value = row[condition.column]
        above = value is not None and (condition.least is None or value >= condition.least)
        return bool(above and (condition.most is None or value <= condition.most))
    if isinstance(condition, Not):
        return not holds(condition.one, row)
    if isinstance(condition, Either):
        return any(holds(one, row) for one in condition.any)
    return all(holds(one, row) for one in condition.all)


@given(st.lists(ROW, max_size=12), CONDITION)
def test_measures_are_what_a_loop_over_the_rows_gives(rows: list[Row], where: Condition) -> None:
    frame = frame_of(PETS, rows)
    taken = [row for row in rows if holds(where, row)]
    counted, total = Count(PETS, where), Sum(PETS, "weight", where)
    found = frame.select(columnar.added(counted), columnar.added(total)).row(0, named=True)
    assert found[counted.name] == len(taken)
    assert worth(total, found[total.name]) == sum(row["weight"] or 0 for row in taken)
    weights = [row["weight"] for row in taken if row["weight"] is not None]
    weight = Median(PETS, "weight", where)
    middle = worth_of_rows(weight, frame.select(columnar.of_rows(weight)).item())
    assert middle == (median(weights) if weights else None)
    kinds = frame.select(columnar.of_rows(Distinct(PETS, "born", where))).item()
    assert kinds == len({row["born"] for row in taken} - {None})


@given(st.lists(ROW, min_size=1, max_size=12), CONDITION)
def test_parts_of_units_add_up_to_the_part_of_all(rows: list[Row], where: Condition) -> None:
    frame = frame_of(PETS, rows)
    one = Count(PETS, where)
    by_unit = frame.group_by("unit_id").agg(columnar.added(one))
    assert by_unit[one.name].sum() == frame.select(columnar.added(one)).item()


@pytest.mark.parametrize(
    "declare",
    [
        lambda: Count(PETS, yes("is_wild")),
        lambda: Count(PETS, is_one("legs", "four")),
        lambda: Count(PETS, is_one("legs", True)),
        lambda: Count(PETS, yes("kind")),
        lambda: Count(PETS, Not(Between("born", 3))),
        lambda: Sum(PETS, "kind"),
        lambda: Median(PETS, "born"),
        lambda: Distinct(PETS, "colour"),
        lambda: Rows(PETS, ("id",), lambda row: ""),
        lambda: _indicator("pets"),
        lambda: _indicator("measures.pet:by_weight", splits=(Split("weight", "Cân nặng"),)),
        lambda: _indicator("measures.pet:by_colour", splits=(Split("colour", "Màu"),)),
    ],
)
def test_what_does_not_fit_its_facts_is_refused(declare: Any) -> None:
    with pytest.raises(Misdeclared):
        declare()


def _indicator(code: str, **options: Any) -> Indicator:
    return Indicator(code, GROUP, Count(PETS), label="Số thú", unit="con", source=Source("thử"), **options)


def test_a_part_has_one_name_wherever_it_is_asked() -> None:
    assert Count(PETS, yes("is_tame")).name == Count(PETS, yes("is_tame")).name
    names = {
        Count(PETS).name, Count(PETS, yes("is_tame")).name, Count(PETS, no("is_tame")).name, Sum(PETS, "legs").name,
        Sum(PETS, "weight").name,
    }  # fmt: skip
    assert len(names) == 5


def test_a_measure_knows_its_parts_and_facts() -> None:
    tame = share(PETS, yes("is_tame"), is_one("kind", "cat"))
    assert parts_of(tame) == (
        Count(PETS, both(is_one("kind", "cat"), yes("is_tame"))),
        Count(PETS, is_one("kind", "cat")),
    )
    assert facts_of(tame) == (PETS,)
    assert parts_of(Median(PETS, "legs")) == ()


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (Count(PETS), "Số dòng của «Thú nuôi»"),
        (
            share(PETS, yes("is_tame")),
            "Số dòng của «Thú nuôi» mà có «thuần», tính phần trăm của số dòng của «Thú nuôi»",
        ),
        (
            Sum(PETS, "legs", both(is_one("kind", "cat", "dog"), Between("legs", 1, None))),
            "Tổng «số chân» của «Thú nuôi» mà «loài» là «cat» hoặc «dog» và «số chân» từ 1 trở lên",
        ),
        (Ratio(Sum(PETS, "legs"), Count(PETS)), "Tổng «số chân» của «Thú nuôi», chia cho số dòng của «Thú nuôi»"),
        (
            Median(PETS, "weight", Not(Between("born", None, date(2020, 1, 2)))),
            "Trung vị của «cân nặng» trong: «Thú nuôi» mà không phải («ngày sinh» đến 02/01/2020)",
        ),
        (Distinct(PETS, "kind"), "Số giá trị khác nhau của «loài» trong: «Thú nuôi»"),
    ],
)  # fmt: skip
def test_a_measure_is_said_in_words(measure: Any, said: str) -> None:
    assert sentence(measure) == said


def test_nothing_is_computed_of_no_rows() -> None:
    frame = frame_of(PETS, [])
    assert frame.select(columnar.added(Count(PETS))).item() == 0
    assert frame.select(columnar.of_rows(Median(PETS, "legs"))).item() is None
    assert frame.group_by("unit_id").agg(columnar.added(Count(PETS))).is_empty()
    assert isinstance(frame, pl.DataFrame)
