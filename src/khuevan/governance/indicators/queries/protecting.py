"""All figures of one indicator over the whole tree, and which of them are withheld beside those of earlier releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from khuevan.kernel import access, database
from khuevan.kernel.measures import Indicator, Part, Ratio, Split
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Line

from ..rules import Asked, Figure, figure_of
from ..rules.publishing import is_share, person_parts
from ..rules.releases import bound
from ..rules.suppression import Tree, withheld_cells, withheld_units
from .computing import figures, members_of
from .states import State


@dataclass(frozen=True)
class Counted:
    """Before anything is withheld. totals: of every unit; apart: by column of a split, of units with others below."""

    indicator: Indicator
    splits: Sequence[Split]
    roots: Sequence[int]
    names: Mapping[int, str]
    below: Mapping[int, Sequence[int]]
    above: Mapping[int, int]
    totals: Mapping[int, Figure]
    apart: Mapping[str, Mapping[int, Mapping[Any, Figure]]]


@dataclass(frozen=True)
class Gone:
    """What is withheld: units with all their cells, and by column of a split (unit, value)."""

    units: frozenset[int]
    cells: Mapping[str, frozenset[tuple[int, Any]]]


def counted_for_all(
    state: State, indicator: Indicator, splits: Sequence[Split], *, with_leaves: bool = False
) -> Counted:
    """On the tree of the state; the indicator as `State.read` gives it. with_leaves: units that have nobody below are
    taken apart too."""
    on = state.manifest.as_of
    with database.acting(access.system()):
        roots = [one.id for one in organisations.roots(on=on)]
        every = sorted({unit for _root, unit in state.under(roots, Line.MANAGING, on=on)})
        pairs = state.under(every, Line.MANAGING, on=on)
        merged = organisations.closed_among(every, on=on)
        names = organisations.names(every)
    every = [unit for unit in every if unit not in merged]
    above = _parents([pair for pair in pairs if merged.isdisjoint(pair)])
    below: dict[int, list[int]] = {}
    for unit in sorted(above, key=lambda one: names.get(one, "")):
        below.setdefault(above[unit], []).append(unit)
    members = members_of(pair for pair in pairs if pair[0] not in merged)
    found = figures(state.store, state.manifest, indicator, members, Asked())
    nothing = figure_of(indicator.measure, {})
    inner = members_of(pair for pair in pairs if pair[0] in below or (with_leaves and pair[0] not in merged))
    taken = {
        split.column: _by_unit(figures(state.store, state.manifest, indicator, inner, Asked(by=split)))
        for split in splits
    }
    totals = {unit: found.get((unit, None), nothing) for unit in every}
    return Counted(indicator, splits, roots, names, below, above, totals, taken)


def withheld(
    counted: Counted, least: int, past: Sequence[tuple[Counted, Gone]], *, with_leaves: bool = False
) -> Gone:
    """past: earlier releases of the same figures, with what was withheld of them. with_leaves: as they were counted."""
    indicator = counted.indicator
    parts = {unit: _numbers(indicator, figure) for unit, figure in counted.totals.items()}
    kept: set[int] = set()
    for before, gone in past:
        then = {unit: _numbers(before.indicator, before.totals[unit]) for unit in gone.units}
        kept |= bound(then, parts, least)
    units: set[int] = set()
    cells: dict[str, frozenset[tuple[int, Any]]] = {}
    for root in counted.roots:
        units |= _withheld_units(Tree(root, counted.below), indicator, counted.totals, least, kept)
    for column, rows in counted.apart.items():
        cells[column] = frozenset()
        if person_parts(indicator.measure):
            numbers = {unit: _values(row) for unit, row in rows.items()}
            stay = _cells_bound(column, numbers, least, past)
            for root in counted.roots:
                tree = Tree(root, counted.below)
                cells[column] |= withheld_cells(
                    tree, numbers, units, least, bound=stay, split_leaves=with_leaves
                )
    return Gone(frozenset(units), cells)


def _cells_bound(
    column: str, numbers: Mapping[int, Mapping[Any, float]], least: int, past: Sequence[tuple[Counted, Gone]]
) -> frozenset[tuple[int, Any]]:
    """A value that nobody has in one of the two counts nobody there."""
    stay: frozenset[tuple[int, Any]] = frozenset()
    for before, gone in past:
        if column in before.apart:
            then = {
                (unit, value): (one.value or 0,)
                for unit, row in before.apart[column].items()
                for value, one in row.items()
                if unit in gone.units or (unit, value) in gone.cells[column]
            }
            now = {(unit, value): (numbers[unit].get(value, 0),) for unit, value in then if unit in numbers}
            stay |= bound(then, now, least)
    return stay


def _withheld_units(
    tree: Tree, indicator: Indicator, whole: Mapping[int, Figure], least: int, kept: set[int]
) -> set[int]:
    """A ratio with a withheld part is withheld; a share also where those of whom it is not so are few."""
    measure, gone = indicator.measure, set[int]()
    for part in person_parts(measure):
        numbers = {unit: _number(part, measure, one) for unit, one in whole.items()}
        gone |= withheld_units(tree, numbers, least, kept)
    if is_share(measure):
        of_all = {unit: one.lower or 0 for unit, one in whole.items()}
        lower = withheld_units(tree, of_all, least, kept)
        halves = {
            unit: {"upper": one.upper or 0, "rest": (one.lower or 0) - (one.upper or 0)}
            for unit, one in whole.items()
        }
        if any(half["rest"] < 0 for half in halves.values()):
            return set(whole)
        stay = {(unit, half) for unit in kept for half in ("upper", "rest")}
        apart = withheld_cells(tree, halves, lower, least, split_leaves=True, bound=stay)
        gone = set(lower) | {unit for unit, _half in apart}
    return gone


def _numbers(indicator: Indicator, figure: Figure) -> tuple[float, ...]:
    """Of persons, that a published figure tells: of a share also those of whom it is not so."""
    measure = indicator.measure
    found = tuple(_number(part, measure, figure) for part in person_parts(measure))
    return (*found, (figure.lower or 0) - (figure.upper or 0)) if is_share(measure) else found


def _number(part: Part, measure: object, figure: Figure) -> float:
    if isinstance(measure, Ratio) and measure.lower.name == part.name:
        return figure.lower or 0
    return figure.upper or 0


def _values(row: Mapping[Any, Figure]) -> dict[Any, float]:
    return {value: one.value or 0 for value, one in row.items()}


def _parents(pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """(body, unit) pairs as the parent of each unit: of the bodies above it the one with the most above itself."""
    bodies: dict[int, list[int]] = {}
    for body, unit in pairs:
        if body != unit:
            bodies.setdefault(unit, []).append(body)
    return {unit: max(found, key=lambda body: len(bodies.get(body, ()))) for unit, found in bodies.items()}


def _by_unit(found: Mapping[tuple[int, Any], Figure]) -> dict[int, dict[Any, Figure]]:
    rows: dict[int, dict[Any, Figure]] = {}
    for (unit, value), figure in found.items():
        rows.setdefault(unit, {})[value] = figure
    return rows
