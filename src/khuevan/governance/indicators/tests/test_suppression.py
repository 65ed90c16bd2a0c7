"""What is withheld, and that nobody can work it out: published numbers as equations, withheld ones as unknowns."""

from __future__ import annotations

import doctest
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khuevan.governance.indicators.rules.suppression import (
    Cell,
    Tree,
    withheld_cells,
    withheld_of_table,
    withheld_units,
)

RULEBOOK = Path(__file__).parents[5] / "docs" / "rulebook" / "suppression.md"
LEAST = 5
SPLITS = (("f", "m"), ("a", "b", "c"))
Unknown = tuple[int, str]
"""A unit and a value of a split, "" its total."""


def determined(equations: list[dict[Unknown, int]]) -> set[Unknown]:
    """Unknowns that a linear system fixes, whatever its right side: rows of the reduced form with one unknown."""
    rows = [{key: Fraction(one) for key, one in row.items()} for row in equations if row]
    done: list[tuple[Unknown, dict[Unknown, Fraction]]] = []
    while rows:
        row = rows.pop()
        for pivot, other in done:
            if factor := row.get(pivot, Fraction(0)):
                row = _minus(row, other, factor)
        if not row:
            continue
        pivot = next(iter(row))
        row = {key: one / row[pivot] for key, one in row.items()}
        done = [(key, _minus(other, row, other.get(pivot, Fraction(0)))) for key, other in done]
        done.append((pivot, row))
    return {next(iter(row)) for _pivot, row in done if len(row) == 1}


def _minus(
    row: dict[Unknown, Fraction], other: dict[Unknown, Fraction], factor: Fraction
) -> dict[Unknown, Fraction]:
    keys = dict.fromkeys([*row, *other])
    found = {key: row.get(key, Fraction(0)) - factor * other.get(key, Fraction(0)) for key in keys}
    return {key: one for key, one in found.items() if one}


@st.composite
def provinces(draw: st.DrawFn) -> tuple[Tree, dict[int, dict[tuple[str, str], int]]]:
    """A department, communes, schools; of each school how many there are of each pair of values. Some directly above."""
    below, people, number = {0: []}, {}, 0
    counts = st.integers(0, 4) | st.integers(0, 20) | st.just(0)
    for _commune in range(draw(st.integers(1, 4))):
        number += 1
        commune, below[0] = number, [*below[0], number]
        schools = draw(st.integers(0, 3))
        if schools:
            below[commune] = []
        for _school in range(schools):
            number += 1
            below[commune].append(number)
    for unit in range(number + 1):
        if unit not in below or draw(st.booleans()):
            people[unit] = {pair: draw(counts) for pair in product(*SPLITS)}
    return Tree(0, below), people


@settings(max_examples=70, deadline=None)
@given(provinces(), st.booleans())
def test_no_withheld_number_follows_from_the_published_ones(
    made: tuple[Tree, dict[int, dict[tuple[str, str], int]]], split_leaves: bool
) -> None:
    tree, people = made
    units = [0, *tree.within(0)]
    whole = {unit: [unit, *tree.within(unit)] for unit in units}
    totals = {unit: sum(sum(people.get(one, {}).values()) for one in whole[unit]) for unit in units}
    gone_units = withheld_units(tree, totals, LEAST)
    assert {unit for unit in units if 0 < totals[unit] < LEAST} <= gone_units
    unknown: set[Unknown] = {(unit, "") for unit in gone_units}
    equations: list[dict[Unknown, int]] = []

    def said(*terms: tuple[Unknown, int]) -> None:
        equations.append({key: sign for key, sign in terms if key in unknown})

    tables = []
    for place in range(len(SPLITS)):
        cells = {
            unit: {
                value: sum(n for one in whole[unit] for pair, n in people.get(one, {}).items() if pair[place] == value)
                for value in SPLITS[place]
            }
            for unit in units
        }  # fmt: skip
        gone = withheld_cells(tree, cells, gone_units, LEAST, split_leaves=split_leaves)
        shown = [unit for unit in units if split_leaves or unit in tree.below or unit == 0]
        small = {(u, v) for u in shown for v, n in cells[u].items() if 0 < n < LEAST}
        assert small <= gone
        unknown |= gone
        tables.append((place, shown))
    exact = all(unit not in people for unit in tree.below)
    for unit in tree.below:
        if exact:
            said(((unit, ""), -1), *(((one, ""), 1) for one in tree.below[unit]))
    for place, shown in tables:
        for unit in shown:
            said(((unit, ""), -1), *(((unit, value), 1) for value in SPLITS[place]))
            below = tree.below.get(unit, [])
            if exact and below and all(one in shown for one in below):
                for value in SPLITS[place]:
                    said(((unit, value), -1), *(((one, value), 1) for one in below))
    assert not determined(equations) & unknown


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 8), min_size=3, max_size=3), min_size=2, max_size=3))
def test_nor_does_it_for_who_knows_that_nobody_is_less_than_nobody(rows: list[list[int]]) -> None:
    """Every table of whole numbers with the same margins and published cells: two of them differ in each small cell."""
    table: dict[Cell, float] = {(r, c): n for r, row in enumerate(rows) for c, n in enumerate(row)}
    sums = [sum(row) for row in rows], [sum(column) for column in zip(*rows, strict=True)]
    if any(0 < one < LEAST for line in sums for one in line):
        return  # such a line is withheld with its margin: units and values of the table above
    gone = withheld_of_table(table, LEAST)
    found: dict[Cell, set[int]] = {cell: set() for cell in gone}
    for candidate in _tables(rows, gone):
        for row, column in gone:
            found[row, column].add(candidate[row][column])  # type: ignore[index, call-overload]
    for (row, column), values in found.items():
        if table[row, column]:
            assert len(values) > 1, (rows, row, column)


def _tables(rows: list[list[int]], gone: frozenset[Cell]) -> list[list[list[int]]]:
    """All tables like this one but for the withheld cells."""
    columns = [sum(column) for column in zip(*rows, strict=True)]
    lines = []
    for place, row in enumerate(rows):
        free = [c for c in range(len(row)) if (place, c) in gone]
        left = sum(row[c] for c in free)
        ways = [way for way in product(range(left + 1), repeat=max(len(free) - 1, 0)) if sum(way) <= left]
        made = []
        for way in ways:
            line = list(row)
            for c, n in zip(free, [*way, left - sum(way)], strict=False):
                line[c] = n
            made.append(line)
        lines.append(made)
    return [list(one) for one in product(*lines) if [sum(c) for c in zip(*one, strict=True)] == columns]


@pytest.mark.parametrize(
    ("line", "withheld"),
    [
        ({1: 40, 2: 60}, set()),
        ({1: 3, 2: 60, 3: 20}, {1, 3}),
        ({1: 1, 2: 2, 3: 60, 4: 20}, {1, 2, 4}),
        ({1: 0, 2: 60, 3: 20}, set()),
        ({1: 4, 2: 4, 3: 60}, {1, 2}),
    ],
)
def test_units_that_are_withheld(line: dict[int, int], withheld: set[int]) -> None:
    assert withheld_units(Tree(0, {0: list(line)}), {0: sum(line.values()), **line}, LEAST) == withheld


def test_the_examples_of_the_rulebook() -> None:
    result = doctest.testfile(str(RULEBOOK), module_relative=False)
    assert result.attempted > 6
    assert result.failed == 0
