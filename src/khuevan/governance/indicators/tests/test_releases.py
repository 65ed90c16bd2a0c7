"""Figures published one after another: few of them, and what one withheld the next does not tell."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from khuevan.governance.indicators import queries, services
from khuevan.governance.indicators.rules.releases import Candidate, bound, releases
from khuevan.governance.indicators.rules.suppression import Tree, withheld_cells, withheld_units
from khuevan.governance.indicators.store import frozen_store
from khuevan.kernel import clock
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import client_for

from .builders import AT, World, child
from .test_suppression import LEAST, determined

ALL, GIRLS = "schoolyear.student:all", "schoolyear.student:girls"
SEX = ("f", "m")
Counts = dict[int, dict[str, int]]
"""School -> how many there are of each sex."""


@pytest.mark.parametrize(
    ("frozen", "days", "seen"),
    [
        ([], 90, []),
        ([(1, 0, 0)], 90, [1]),
        ([(1, 0, 0), (2, 30, 30)], 90, [1]),
        ([(1, 0, 0), (2, 30, 30), (3, 90, 90)], 90, [1, 3]),
        ([(1, 0, 0), (2, 0, 200)], 90, [1]),
        ([(1, 100, 100), (2, 5, 300), (3, 310, 310)], 90, [1, 3]),
        ([(1, 0, 0), (2, 89, 89), (3, 95, 95), (4, 179, 179), (5, 185, 185)], 90, [1, 3, 5]),
        ([(1, 0, 0), (2, 1, 1)], 1, [1, 2]),
    ],
    ids=["none", "one", "too soon", "then", "a correction of the same day", "an older day", "counted from the last",
         "every day"],
)  # fmt: skip
def test_what_the_public_comes_to_see(frozen: list[tuple[int, int, int]], days: int, seen: list[int]) -> None:
    first = date(2026, 1, 1)
    known = [Candidate(number, first + timedelta(of), first + timedelta(on)) for number, of, on in frozen]
    assert [one.number for one in releases(known, lambda _day: days)] == seen


@st.composite
def two_years(draw: st.DrawFn) -> tuple[Tree, list[Counts]]:
    """Communes with schools, and two counts: most schools change by few, some by many."""
    below: dict[int, list[int]] = {0: []}
    number, schools = 0, []
    for _commune in range(draw(st.integers(1, 3))):
        number += 1
        commune = number
        below[0].append(commune)
        below[commune] = []
        for _school in range(draw(st.integers(1, 3))):
            number += 1
            below[commune].append(number)
            schools.append(number)
    first = {one: {sex: draw(st.integers(0, 14)) for sex in SEX} for one in schools}
    moves = st.integers(-4, 4) | st.just(0) | st.integers(-12, 12)
    second = {one: {sex: max(0, n + draw(moves)) for sex, n in row.items()} for one, row in first.items()}
    return Tree(0, below), [first, second]


ALONE = (
    Tree(0, {0: [1, 4], 1: [2, 3], 4: [5]}),
    [
        {2: {"f": 0, "m": 5}, 3: {"f": 0, "m": 0}, 5: {"f": 9, "m": 1}},
        {2: {"f": 0, "m": 5}, 3: {"f": 0, "m": 0}, 5: {"f": 0, "m": 0}},
    ],
)
"""In the second year nobody is left beside those who were withheld."""


@settings(max_examples=60, deadline=None)
@given(two_years())
@example(ALONE)
def test_what_was_withheld_is_not_told_by_the_next(made: tuple[Tree, list[Counts]]) -> None:
    """Who keeps the first table and thinks that little changed learns nothing true from the second: what it shows of
    what was withheld moved by as much as is no small number; and in itself the second is as closed as the first."""
    tree, years = made
    units = [0, *tree.within(0)]
    kept_units: frozenset[int] = frozenset()
    kept_cells: frozenset[tuple[int, str]] = frozenset()
    before: tuple[dict[int, int], Counts] = ({}, {})
    for year in years:
        whole = {unit: [unit, *tree.within(unit)] for unit in units}
        cells = {
            unit: {sex: sum(year.get(one, {}).get(sex, 0) for one in whole[unit]) for sex in SEX}
            for unit in units
        }
        totals = {unit: sum(cells[unit].values()) for unit in units}
        then_totals, then_cells = before
        stay = bound({u: (then_totals[u],) for u in kept_units}, {u: (n,) for u, n in totals.items()}, LEAST)
        now = {(u, s): (n,) for u, row in cells.items() for s, n in row.items()}
        stay_cells = bound({(u, s): (then_cells[u][s],) for u, s in kept_cells}, now, LEAST)
        gone_units = withheld_units(tree, totals, LEAST, stay)
        gone = withheld_cells(tree, cells, gone_units, LEAST, split_leaves=True, bound=stay_cells)
        for unit in kept_units - gone_units:
            assert abs(totals[unit] - then_totals[unit]) >= LEAST
        for unit, sex in kept_cells - gone:
            assert abs(cells[unit][sex] - then_cells[unit][sex]) >= LEAST
        _holds_together(tree, gone_units, gone, cells)
        kept_units, kept_cells, before = gone_units, gone, (totals, cells)


def _holds_together(
    tree: Tree, gone_units: frozenset[int], gone: frozenset[tuple[int, str]], cells: Counts
) -> None:
    """No withheld number follows from the published ones of the same release, but nobody where it is told that nobody is:
    in a whole unit, or of a kind in a unit above."""
    unknown = {(unit, "") for unit in gone_units} | set(gone)
    equations = []
    for unit in (0, *tree.within(0)):
        terms = {(unit, ""): -1, **{(unit, sex): 1 for sex in SEX}}
        equations.append({key: sign for key, sign in terms.items() if key in unknown})
        if below := tree.below.get(unit, []):
            for value in ("", *SEX):
                terms = {(unit, value): -1, **{(one, value): 1 for one in below}}
                equations.append({key: sign for key, sign in terms.items() if key in unknown})
    empty = {
        (unit, value)
        for unit in cells
        for value in SEX
        if not sum(cells[unit].values()) and unit not in gone_units
    }
    empty |= {
        (one, value)
        for unit in cells
        for value in SEX
        if not cells[unit][value] and (unit, value) not in gone
        for one in tree.within(unit)
    }
    assert determined(equations) & unknown <= empty


# --- with the database ------------------------------------------------------------------------------


@pytest.fixture
def world(db: None) -> World:
    """Kim Đồng has 3 children, Lê Lợi 20: neither is told, as the one follows from the other."""
    made = World()
    for number in range(19):
        child(made.near, f"Phan Văn {'ABCDEGHIKLMNOPQRSTU'[number]}", "male")
    for number in range(10):
        child(made.other, f"Lê Thị {'ABCDEGHIKL'[number]}", "female")
    services.rebuild(actor=made.officer, at=AT)
    services.freeze(actor=made.officer, at=AT, period="Kỳ một")
    services.publish(actor=made.officer, at=AT, code=ALL, splits=[], reason="Công khai số học sinh")
    return made


def moment(days: int) -> datetime:
    return AT + timedelta(days=days)


def seen(world: World, days: int) -> dict[int, float | None]:
    found = queries.published(ALL, on=moment(days).date())
    assert found is not None
    return {
        unit: one and one.value
        for unit, one in found.totals.items()
        if unit in (world.commune, world.school, world.near)
    }


def frozen_again(world: World, days: int, period: str) -> None:
    services.rebuild(actor=world.officer, at=moment(days))
    services.freeze(actor=world.officer, at=moment(days), period=period)


def test_what_is_frozen_soon_after_waits_for_its_turn(world: World) -> None:
    assert seen(world, 0) == {world.commune: 23, world.school: None, world.near: None}
    child(world.school, "Lò Thị Mới", "female")
    frozen_again(world, 30, "Kỳ sửa")
    assert seen(world, 30)[world.commune] == 23, "nobody sees one child come by itself"
    frozen_again(world, 95, "Kỳ hai")
    assert seen(world, 95)[world.commune] == 24
    page = client_for(world.officer)
    with clock.frozen(moment(40)):
        said = page.get("/indicators/publishing").content.decode()
    assert "Kỳ một" in said
    assert "Đã chốt mà chưa công bố" in said


def test_what_was_withheld_stays_so_until_it_moved_enough(world: World) -> None:
    for number in range(3):
        child(world.school, f"Lò Thị {'ABC'[number]}", "female")
    frozen_again(world, 95, "Kỳ hai")
    assert seen(world, 95) == {world.commune: 26, world.school: None, world.near: None}, (
        "six are no small number, but with Lê Lợi's twenty of before they would tell the three of before"
    )
    for number in range(6):
        child(world.school, f"Vi Thị {'ABCDEG'[number]}", "female")
        child(world.near, f"Vi Văn {'ABCDEG'[number]}", "male")
    frozen_again(world, 190, "Kỳ ba")
    assert seen(world, 190) == {world.commune: 38, world.school: 12, world.near: 26}


def test_a_lower_threshold_opens_nothing_of_what_was_published(world: World) -> None:
    services.set_threshold(
        actor=world.officer, at=AT, least=3, days=30, valid_from=moment(5).date(), source="QĐ 3", trust="-"
    )
    assert seen(world, 10) == {world.commune: 23, world.school: None, world.near: None}
    services.set_threshold(
        actor=world.officer, at=AT, least=30, days=30, valid_from=moment(6).date(), source="QĐ 4", trust="-"
    )
    assert seen(world, 10)[world.commune] is None, "a higher one holds at once"


def test_nothing_in_service_is_public(world: World) -> None:
    child(world.other, "Ka Thị Mới", "female")
    services.follow(at=AT)
    assert seen(world, 1)[world.commune] == 23
    found = queries.published(ALL, on=moment(1).date())
    assert found is not None
    assert found.totals[world.far].value == 11  # type: ignore[union-attr]
    assert found.period == "Kỳ một"


def test_what_was_taken_back_is_not_forgotten_by_who_kept_it(world: World) -> None:
    listed = queries.publications(on=AT.date())[0]
    services.stop_publishing(
        actor=world.officer, at=moment(3), publication_id=listed.pk, reason="Công bố số khác thay vào"
    )
    with pytest.raises(Invalid, match="Chờ kỳ công bố sau"):
        services.publish(
            actor=world.officer, at=moment(3), code=GIRLS, splits=[], reason="Công khai số học sinh nữ"
        )
    services.publish(
        actor=world.officer, at=moment(3), code=ALL, splits=["sex"], reason="Công khai theo giới"
    )
    services.stop_publishing(
        actor=world.officer, at=moment(4), publication_id=queries.publications(on=moment(4).date())[0].pk,
        reason="Công bố số khác thay vào",
    )  # fmt: skip
    frozen_again(world, 95, "Kỳ hai")
    services.publish(
        actor=world.officer, at=moment(95), code=GIRLS, splits=[], reason="Công khai số học sinh nữ"
    )


def test_an_altered_release_is_passed_over(world: World) -> None:
    """Nobody is shown a figure whose file was touched; the one before stands."""
    for number in range(9):
        child(world.school, f"Vi Thị {'ABCDEGHIK'[number]}", "female")
    frozen_again(world, 95, "Kỳ hai")
    assert seen(world, 95)[world.commune] == 32
    folder = frozen_store(queries.snapshots()[0].folder).root
    file = next(one for one in folder.iterdir() if one.name.startswith("schoolyear.student-"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert seen(world, 95)[world.commune] == 23
