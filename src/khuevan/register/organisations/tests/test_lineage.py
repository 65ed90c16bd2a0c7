"""A series on the boundaries of then or of now: nothing is lost, nothing is invented."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..rules.lineage import Life, Link, Placing, Value, regroup, roll_up

MERGED_ON = date(2025, 7, 1)
THEN, NOW = date(2024, 1, 1), date(2027, 12, 31)
YEARS = tuple(date(year, 5, 31) for year in range(2023, 2028))
LAM_DONG, DAK_NONG, BINH_THUAN, MERGED = 168, 167, 160, 268
LIVES = {
    LAM_DONG: Life(date(2008, 8, 1), MERGED_ON),
    DAK_NONG: Life(date(2008, 8, 1), MERGED_ON),
    BINH_THUAN: Life(date(2008, 8, 1), MERGED_ON),
    MERGED: Life(MERGED_ON),
}
LINKS = tuple(Link(old, MERGED, MERGED_ON) for old in (LAM_DONG, DAK_NONG, BINH_THUAN))
SCHOOLS = {11: LAM_DONG, 12: LAM_DONG, 21: DAK_NONG, 31: BINH_THUAN, 32: BINH_THUAN, 33: BINH_THUAN}
SCHOOL_LIVES = {school: Life(date(2010, 9, 1)) for school in SCHOOLS}
PLACINGS = tuple(
    placing
    for school, old in SCHOOLS.items()
    for placing in (
        Placing(school, old, date(2010, 9, 1), MERGED_ON),
        Placing(school, MERGED, MERGED_ON),
    )
)


def learners(school: int, year: date) -> Fraction:
    return Fraction(100 * school + year.year - 2000)


SERIES = [Value(school, year, learners(school, year)) for school in SCHOOLS for year in YEARS]


def table(cells: object) -> dict[tuple[int, date], Fraction]:
    return {(cell.unit, cell.on): cell.amount for cell in cells}  # type: ignore[attr-defined]


def test_merging_three_provinces_keeps_five_years_adding_up_both_ways() -> None:
    everything = {**LIVES, **SCHOOL_LIVES}
    now = roll_up(SERIES, placings=PLACINGS, lives=everything, links=LINKS, boundaries_on=NOW)
    then = roll_up(SERIES, placings=PLACINGS, lives=everything, links=LINKS, boundaries_on=THEN)
    assert now.unapportioned == then.unapportioned == ()
    assert {cell.unit for cell in now.cells} == {MERGED}
    assert {cell.unit for cell in then.cells} == {LAM_DONG, DAK_NONG, BINH_THUAN}
    assert len(now.cells) == 5
    assert len(then.cells) == 15
    for year in YEARS:
        recorded = sum(learners(school, year) for school in SCHOOLS)
        assert table(now.cells)[MERGED, year] == recorded
        assert now.total(year) == then.total(year) == recorded
        for old in (LAM_DONG, DAK_NONG, BINH_THUAN):
            own = sum(learners(school, year) for school, parent in SCHOOLS.items() if parent == old)
            assert table(then.cells)[old, year] == own
    assert not any(cell.estimated for cell in (*now.cells, *then.cells))


def test_values_of_the_provinces_themselves_go_forward_whole() -> None:
    values = [Value(unit, THEN, Fraction(unit)) for unit in (LAM_DONG, DAK_NONG, BINH_THUAN)]
    result = regroup(values, lives=LIVES, links=LINKS, boundaries_on=NOW)
    assert table(result.cells) == {(MERGED, THEN): Fraction(168 + 167 + 160)}


def test_a_merged_value_is_reported_not_invented_on_old_boundaries() -> None:
    result = regroup([Value(MERGED, NOW, Fraction(900))], lives=LIVES, links=LINKS, boundaries_on=THEN)
    assert result.cells == ()
    assert [(left.unit, left.amount, left.reason.code) for left in result.unapportioned] == [
        (MERGED, Fraction(900), "no_share")
    ]
    assert result.total(NOW) == 900


def test_stated_shares_divide_a_merged_value_and_say_that_it_is_an_estimate() -> None:
    shares = {LAM_DONG: Fraction(1, 2), DAK_NONG: Fraction(1, 6), BINH_THUAN: Fraction(1, 3)}
    links = [Link(old, MERGED, MERGED_ON, share_back=share) for old, share in shares.items()]
    result = regroup([Value(MERGED, NOW, Fraction(900))], lives=LIVES, links=links, boundaries_on=THEN)
    assert table(result.cells) == {
        (LAM_DONG, NOW): Fraction(450),
        (DAK_NONG, NOW): Fraction(150),
        (BINH_THUAN, NOW): Fraction(300),
    }
    assert all(cell.estimated for cell in result.cells)


SPLIT_ON = date(2024, 1, 1)
SPLIT_LIVES = {1: Life(date(2000, 1, 1), SPLIT_ON), 2: Life(SPLIT_ON), 3: Life(SPLIT_ON)}


@pytest.mark.parametrize(
    ("shares", "reason"),
    [
        ((None, None), "no_share"),
        ((Fraction(1, 2), None), "no_share"),
        ((Fraction(1, 2), Fraction(1, 4)), "bad_share"),
    ],
)
def test_a_split_without_good_shares_is_reported(
    shares: tuple[Fraction | None, Fraction | None], reason: str
) -> None:
    links = [Link(1, part, SPLIT_ON, share=share) for part, share in zip((2, 3), shares, strict=True)]
    result = regroup(
        [Value(1, date(2023, 1, 1), Fraction(7))], lives=SPLIT_LIVES, links=links, boundaries_on=NOW
    )
    assert [left.reason.code for left in result.unapportioned] == [reason]
    assert result.total(date(2023, 1, 1)) == 7


def test_a_split_goes_back_whole_and_forward_by_share() -> None:
    links = [Link(1, 2, SPLIT_ON, share=Fraction(2, 3)), Link(1, 3, SPLIT_ON, share=Fraction(1, 3))]
    day = date(2024, 9, 1)
    back = regroup(
        [Value(2, day, Fraction(10)), Value(3, day, Fraction(5))],
        lives=SPLIT_LIVES,
        links=links,
        boundaries_on=date(2023, 1, 1),
    )
    assert table(back.cells) == {(1, day): Fraction(15)}
    forward = regroup([Value(1, day, Fraction(10))], lives=SPLIT_LIVES, links=links, boundaries_on=NOW)
    assert table(forward.cells) == {(2, day): Fraction(20, 3), (3, day): Fraction(10, 3)}


def test_a_unit_that_stays_and_gives_a_part_away_keeps_its_old_values() -> None:
    lives = {1: Life(date(2000, 1, 1)), 2: Life(SPLIT_ON)}
    links = [Link(1, 2, SPLIT_ON)]
    result = regroup([Value(1, date(2023, 1, 1), Fraction(7))], lives=lives, links=links, boundaries_on=NOW)
    assert table(result.cells) == {(1, date(2023, 1, 1)): Fraction(7)}
    back = regroup([Value(2, NOW, Fraction(3))], lives=lives, links=links, boundaries_on=date(2023, 1, 1))
    assert table(back.cells) == {(1, NOW): Fraction(3)}


def test_a_closed_school_without_heir_counts_for_what_its_commune_became() -> None:
    lives = {
        5: Life(date(2000, 1, 1), MERGED_ON),
        6: Life(MERGED_ON),
        50: Life(date(2000, 1, 1), date(2023, 9, 1)),
    }
    result = roll_up(
        [Value(50, date(2022, 5, 31), Fraction(120))],
        placings=[Placing(50, 5, date(2000, 1, 1), date(2023, 9, 1))],
        lives=lives,
        links=[Link(5, 6, MERGED_ON)],
        boundaries_on=NOW,
    )
    assert table(result.cells) == {(6, date(2022, 5, 31)): Fraction(120)}


def test_unknown_units_and_units_without_parent_are_reported() -> None:
    unknown = regroup([Value(404, NOW, Fraction(1))], lives={}, links=[], boundaries_on=NOW)
    assert unknown.unapportioned[0].reason.code == "unit_unknown"
    alone = roll_up(
        [Value(1, NOW, Fraction(1))], placings=[], lives={1: Life(THEN)}, links=[], boundaries_on=NOW
    )
    assert alone.unapportioned[0].reason.code == "no_parent"


@st.composite
def histories(draw: st.DrawFn) -> tuple[dict[int, Life], list[Link], list[Value], date]:
    """Random merges and splits, some with shares, over ten years."""
    lives = {number: Life(date(2015, 1, 1)) for number in range(1, 7)}
    links: list[Link] = []
    number = 10
    for year in range(2016, 2024):
        day = date(year, 7, 1)
        alive = sorted(unit for unit, life in lives.items() if life.closed_on is None)
        if draw(st.booleans()) and len(alive) > 2:
            gone = draw(st.lists(st.sampled_from(alive), min_size=2, max_size=3, unique=True))
            number += 1
            lives[number] = Life(day)
            back = draw(st.sampled_from([None, Fraction(1, len(gone))]))
            for unit in gone:
                lives[unit] = Life(lives[unit].opened_on, day)
                links.append(Link(unit, number, day, share_back=back))
        elif alive:
            unit = draw(st.sampled_from(alive))
            share = draw(st.sampled_from([None, Fraction(1, 2)]))
            lives[unit] = Life(lives[unit].opened_on, day)
            for _part in range(2):
                number += 1
                lives[number] = Life(day)
                links.append(Link(unit, number, day, share=share))
    values = [
        Value(unit, date(2022, 1, 1), Fraction(draw(st.integers(0, 1000))))
        for unit in draw(st.lists(st.sampled_from(sorted(lives)), min_size=1, max_size=12))
    ]
    return lives, links, values, date(draw(st.integers(2015, 2025)), 12, 31)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw reads all loaded code for constants
@given(histories())
def test_whatever_happened_the_sums_agree(
    history: tuple[dict[int, Life], list[Link], list[Value], date],
) -> None:
    lives, links, values, boundaries_on = history
    result = regroup(values, lives=lives, links=links, boundaries_on=boundaries_on)
    assert result.total(date(2022, 1, 1)) == sum(value.amount for value in values)
    for cell in result.cells:
        life = lives[cell.unit]
        assert life.opened_on <= boundaries_on
        assert life.closed_on is None or boundaries_on < life.closed_on
