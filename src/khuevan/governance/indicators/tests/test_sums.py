"""Stored sums say exactly what the rows say: whatever was changed, however it is asked."""

from __future__ import annotations

import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.governance.indicators import services
from khuevan.governance.indicators.queries import computing
from khuevan.governance.indicators.queries.computing import figures, members_of
from khuevan.governance.indicators.rules import Asked, Figure
from khuevan.governance.indicators.store import store, sums
from khuevan.kernel.facts import Column, Facts, Kind, frame_of
from khuevan.kernel.measures import Between, Count, Indicator, Sum, both, declared, is_one

from .builders import AT, COHO, World, changed, child

COWS = Facts(
    "indicators.cow", "Bò", "select 1 as id, 1 as unit_id, '' as title, 'x' as colour, 1.5 as weight, '' as village",
    (Column("colour", Kind.TEXT, "màu"), Column("weight", Kind.NUMBER, "cân nặng"), Column("village", Kind.TEXT, "làng")),
)  # fmt: skip
WEIGHT, HEAVY = Sum(COWS, "weight"), Count(COWS, both(Between("weight", 2), is_one("colour", "đỏ", "đen")))
RECIPE = sums.Recipe(("colour",), ("village",), (WEIGHT, HEAVY))
COW = st.tuples(
    st.integers(1, 3), st.sampled_from(["đỏ", "đen", "vàng"]), st.sampled_from([None, 0.1, 0.2, 0.7, 2.35])
)  # fmt: skip
HERD = st.dictionaries(st.integers(1, 8), COW, max_size=8)


def herd(cows: dict[int, tuple[int, str, float | None]]) -> pl.DataFrame:
    return frame_of(
        COWS,
        [
            {
                "id": number,
                "unit_id": unit,
                "title": "",
                "colour": colour,
                "weight": weight,
                "village": f"làng {unit}",
            }
            for number, (unit, colour, weight) in cows.items()
        ],
    )


@given(HERD, st.lists(HERD, max_size=4))
def test_gains_and_losses_of_rows_add_up_to_the_sums_of_what_is_there(
    first: dict[int, tuple[int, str, float | None]], changes: list[dict[int, tuple[int, str, float | None]]]
) -> None:
    pieces = [sums.summed(herd(first).lazy(), RECIPE, read_at_once=True)]
    now = dict(first)
    for change in changes:
        numbers = set(change) | {1}  # a cow that went, where the change does not name it
        before = {number: cow for number, cow in now.items() if number in numbers}
        pieces.append(sums.moved(herd(before).lazy(), herd(change).lazy(), RECIPE))
        now = {number: cow for number, cow in now.items() if number not in numbers} | change
    keys = ["unit_id", "colour", "village"]
    together = pl.concat(pieces, how="diagonal").group_by(keys).agg(pl.col(sums.ROWS, *RECIPE.names).sum())
    expected = (
        sums.summed(herd(now).lazy(), RECIPE).select(*keys, sums.ROWS, *RECIPE.names).sort(keys).collect()
    )
    assert together.filter(pl.col(sums.ROWS) != 0).sort(keys).collect().equals(expected)


def asked_of(indicator: Indicator, chance: random.Random) -> list[Asked]:
    """Plain; taken apart by a split; and held at what some child or school is, where it has such splits."""
    if not indicator.splits:
        return [Asked()]
    by = chance.choice(indicator.splits)
    held = [(one, value) for one in indicator.splits for column, value in HELD if one.column == column][:2]
    is_held = any(one.column == by.column for one, _value in held)
    return [Asked(), Asked((), by), Asked(tuple(held), None if is_held else by)]


HELD = (("sex", "female"), ("grade", "01"), ("area", "02"))


@pytest.mark.django_db
def test_every_indicator_says_the_same_by_sums_and_by_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    world, chance = World(), random.Random(5)
    services.rebuild(actor=world.officer, at=AT)
    for number, one in enumerate((world.anh, world.ka, world.binh, world.duc, world.anh)):
        changed(one, sex=chance.choice(["female", "male"]), ethnicity=COHO)
        child(chance.choice([world.school, world.other]), f"Trần Thị {'ABCDE'[number]}", "female")
        services.follow(at=AT)
    state = store().current()
    assert state is not None
    assert max(len(kept.pieces) for kept in state.facts.values()) > 1, "changes stand beside the rows"
    places = {
        world.department: [world.commune, world.far, world.school, world.near, world.other],
        world.commune: [world.school, world.near], world.other: [world.other],
    }  # fmt: skip
    members = members_of((place, unit) for place, units in places.items() for unit in units)
    every = [(one, asked) for one in declared().values() for asked in asked_of(one, chance)]
    questions = chance.sample(every, 200)

    def answers() -> list[dict[computing.Key, Figure]]:
        return [figures(store(), state, one, members, asked) for one, asked in questions]

    by_sums = answers()
    told = sum(asked.by is None or not asked.by.is_fine for _one, asked in questions)
    assert told > len(questions) // 2
    with monkeypatch.context() as patch:
        patch.setattr(computing, "_stored", lambda *_question: None)
        by_rows = answers()
    for (one, asked), sums_say, rows_say in zip(questions, by_sums, by_rows, strict=True):
        assert _said(sums_say) == _said(rows_say), (one.code, asked)


def _said(found: dict[computing.Key, Figure]) -> dict[computing.Key, Figure]:
    """A place whose every row went is no place with a figure."""
    return {key: figure for key, figure in found.items() if figure.value or figure.lower}
