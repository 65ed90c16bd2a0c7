"""What everybody may see: listed indicators, over the whole tree, without the numbers that tell of single persons.

Figures are those frozen last; where nothing was frozen, those in service. All of one indicator is protected at once, for
every unit and split that is published, and kept in the process until state, list, threshold or tree change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any

from khuevan.kernel import access, database
from khuevan.kernel.measures import Indicator, Part, Ratio, Split
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Line

from ..models import Publication, Threshold
from ..rules import Asked, Figure, figure_of
from ..rules.publishing import LEAST, is_share, person_parts
from ..rules.suppression import Tree, withheld_cells, withheld_units
from .computing import figures, members_of
from .indicators import indicator_of
from .states import State, current, frozen, snapshots

Figures = Mapping[int, Figure | None]
KEPT = 64
_kept: dict[tuple[Any, ...], Published] = {}
_lock = Lock()


@dataclass(frozen=True)
class Published:
    """A figure that is None is withheld. totals: of every unit; apart: by column of a split, of units with others below.

    names: of the units; below: of those that have any; above: the parent of each but the highest.
    """

    indicator: Indicator
    splits: Sequence[Split]
    least: int
    as_of: date
    made_at: datetime
    period: str
    roots: Sequence[int]
    names: Mapping[int, str]
    below: Mapping[int, Sequence[int]]
    above: Mapping[int, int]
    totals: Figures
    apart: Mapping[str, Mapping[int, Mapping[Any, Figure | None]]]


def publications(*, on: date) -> list[Publication]:
    """In force on the day."""
    return list(Publication.objects.filter(valid_from__lte=on, valid_until=None).order_by("pk"))


def past_publications() -> list[Publication]:
    return list(Publication.objects.exclude(valid_until=None).order_by("-valid_until", "-pk"))


def thresholds() -> list[Threshold]:
    """The latest first."""
    return list(Threshold.objects.order_by("-valid_from"))


def least_on(on: date) -> int:
    found = Threshold.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return found.least if found else LEAST


def public_indicators(*, on: date) -> list[Indicator]:
    """Those that everybody may see."""
    found = (indicator_of(one.code, on=on) for one in publications(on=on))
    return [one for one in found if one is not None]


def published(code: str, *, on: date) -> Published | None:
    """None: not published, or not computed yet."""
    listed = next((one for one in publications(on=on) if one.code == code), None)
    indicator = indicator_of(code, on=on)
    state = public_state()
    read = state.read(indicator) if indicator and state else None
    if listed is None or state is None or read is None:
        return None
    least = least_on(on)
    key = (
        str(state.store.root), state.manifest.number, state.manifest.made_at, indicator, tuple(listed.splits), least, on,
        organisations.tree_version(),
    )  # fmt: skip
    with _lock:
        found = _kept.get(key)
    if found is None:
        splits = [one for one in read.splits if one.column in listed.splits]
        found = _computed(state, read, splits, least, on)
        with _lock:
            while len(_kept) >= KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[key] = found
    return found


def public_state() -> State | None:
    """The state frozen last that is whole, else the one in service."""
    for one in snapshots():
        state = frozen(one)
        if state is not None and not state.broken:
            return state
    return current()


def _computed(state: State, indicator: Indicator, splits: Sequence[Split], least: int, on: date) -> Published:
    on = state.day(on)
    with database.acting(access.system()):
        roots = [one.id for one in organisations.roots(on=on)]
        every = sorted({unit for _root, unit in state.under(roots, Line.MANAGING, on=on)})
        counted = state.under(every, Line.MANAGING, on=on)
        merged = organisations.closed_among(every, on=on)
        names = organisations.names(every)
    every = [unit for unit in every if unit not in merged]
    pairs = [pair for pair in counted if merged.isdisjoint(pair)]
    above = _parents(pairs)
    below: dict[int, list[int]] = {}
    for unit in sorted(above, key=lambda one: names.get(one, "")):
        below.setdefault(above[unit], []).append(unit)
    members = members_of(pair for pair in counted if pair[0] not in merged)
    found = figures(state.store, state.manifest, indicator, members, Asked())
    nothing = figure_of(indicator.measure, {})
    whole = {unit: found.get((unit, None), nothing) for unit in every}
    inner = members_of(pair for pair in counted if pair[0] in below)
    taken = {
        split.column: _by_unit(figures(state.store, state.manifest, indicator, inner, Asked(by=split)))
        for split in splits
    }
    gone_units: set[int] = set()
    gone_cells: set[tuple[str, int, Any]] = set()
    for root in roots:
        tree = Tree(root, below)
        gone = _withheld(tree, indicator, whole, least)
        gone_units |= gone
        if person_parts(indicator.measure):
            for column, cells in taken.items():
                numbers = {
                    unit: {value: one.value or 0 for value, one in row.items()} for unit, row in cells.items()
                }
                gone_cells |= {
                    (column, unit, value) for unit, value in withheld_cells(tree, numbers, gone, least)
                }
    return Published(
        indicator=indicator, splits=splits, least=least, as_of=state.manifest.as_of, made_at=state.manifest.made_at,
        period=str(state.snapshot) if state.snapshot else "", roots=roots, names=names, below=below, above=above,
        totals={unit: None if unit in gone_units else figure for unit, figure in whole.items()},
        apart={
            column: {
                unit: {value: None if (column, unit, value) in gone_cells or unit in gone_units else one
                       for value, one in row.items()}
                for unit, row in cells.items()
            }
            for column, cells in taken.items()
        },
    )  # fmt: skip


def _withheld(tree: Tree, indicator: Indicator, whole: Mapping[int, Figure], least: int) -> set[int]:
    """A ratio with a withheld part is withheld; a share also where those of whom it is not so are few."""
    measure, gone = indicator.measure, set[int]()
    for part in person_parts(measure):
        gone |= withheld_units(
            tree, {unit: _number(part, measure, one) for unit, one in whole.items()}, least
        )
    if is_share(measure):
        lower = withheld_units(tree, {unit: one.lower or 0 for unit, one in whole.items()}, least)
        halves = {
            unit: {"upper": one.upper or 0, "rest": (one.lower or 0) - (one.upper or 0)}
            for unit, one in whole.items()
        }
        if any(half["rest"] < 0 for half in halves.values()):
            return set(whole)
        gone = set(lower) | {
            unit for unit, _half in withheld_cells(tree, halves, lower, least, split_leaves=True)
        }
    return gone


def _number(part: Part, measure: object, figure: Figure) -> float:
    if isinstance(measure, Ratio) and measure.lower.name == part.name:
        return figure.lower or 0
    return figure.upper or 0


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
