"""A unit's dashboard: some indicators over the months that were kept, and one of them at the units below.

All of it is read from the series: nothing is computed from rows while somebody waits. A total is shown to whom the unit
and everything under it belongs; who sees only some of it is given the sum of those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.measures import Indicator, Measure, Part, parts_of, worth, worth_of_rows
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Line

from ..permissions import VIEW_VALUES
from ..rules import Figure, figure_of
from ..rules.dashboard import MONTHS, MOST_TILES, USUAL, USUAL_TILES, Seen, added, says_something
from ..store.months import Block, KeptMonth, Month, Months, earlier
from ..store.series import Values, series
from ..store.slots import ALONE, MANAGING, OWN, PROFESSIONAL, Index, Slot, units_in
from . import keeping
from .indicators import indicators
from .places import Place

_KINDS = {Line.MANAGING: MANAGING, Line.PROFESSIONAL: PROFESSIONAL}


@dataclass(frozen=True)
class Tile:
    """figures: of the months of the dashboard, in their order; None where nothing is kept. versions: of the formula."""

    indicator: Indicator
    figures: Sequence[Figure | None]
    versions: Sequence[int | None]

    @property
    def seen(self) -> Seen:
        return seen_of(self.figures)


@dataclass(frozen=True)
class Below:
    node: organisations.Node
    seen: Seen


@dataclass(frozen=True)
class Dashboard:
    """months: one after the other, the last is the latest kept. latest: of that. is_partial: the reader sees only some of
    what is under the unit, and sums of that. ranked: the indicator of the units below."""

    months: Sequence[Month]
    latest: KeptMonth
    tiles: Sequence[Tile]
    ranked: Indicator | None
    below: Sequence[Below]
    is_partial: bool


def dashboard(actor: Actor, place: Place, codes: Sequence[str], ranked: str, *, on: date) -> Dashboard | None:
    """codes: of the tiles; none: the usual ones. ranked: one of them, else the first. None before anything was kept.
    Raises access.Refused for a place outside the scope; Damaged."""
    access.demand(actor, VIEW_VALUES, on=place.id)
    kept = series().current()
    if not kept.blocks:
        return None
    latest = list(kept.kept.values())[-1]
    months = [earlier(latest.month, by) for by in range(MONTHS - 1, -1, -1)]
    months = months[months.index(max(months[0], next(iter(kept.kept)))) :]
    every = indicators(on=on)
    asked = [every[code] for code in dict.fromkeys(codes) if code in every][:MOST_TILES]
    offered = asked or [every[code] for code in USUAL if code in every]
    reading = _Reading(kept, access.scope(actor, VIEW_VALUES), place.line)
    tiles = reading.tiles(place.id, offered, months)
    if not asked:
        tiles = [one for one in tiles if says_something(one.figures[-1])][:USUAL_TILES]
    shown = next((one.indicator for one in tiles if one.indicator.code == ranked), None)
    shown = shown or (tiles[0].indicator if tiles else None)
    below = reading.below([one.id for one in place.below], shown, months) if shown else {}
    return Dashboard(
        months, latest, tiles, shown, [Below(one, below[one.id]) for one in place.below if one.id in below],
        reading.is_partial,
    )  # fmt: skip


def seen_of(figures: Sequence[Figure | None]) -> Seen:
    """Of months one after the other."""
    back = [figures[-1 - by] if len(figures) > by else None for by in (0, 1, 12)]
    return Seen(*back)


@dataclass(frozen=True)
class _Formula:
    version: int
    measure: Measure
    parts: tuple[Part, ...]

    @property
    def names(self) -> list[str]:
        return [part.name for part in self.parts] or [self.measure.name]  # type: ignore[union-attr]

    def figure(self, row: Values) -> Figure:
        if self.parts:
            return figure_of(
                self.measure, {part.name: worth(part, row.get(part.name)) for part in self.parts}
            )
        return figure_of(self.measure, {"value": worth_of_rows(self.measure, row.get(self.names[0]))})  # type: ignore[arg-type]


class _Reading:
    """One reader's look into the series."""

    def __init__(self, state: Months, scope: Reach, line: Line) -> None:
        self.state, self.scope, self.kind = state, scope, _KINDS[line]
        self.is_partial = False
        self._formulas: dict[tuple[str, str], _Formula | None] = {}

    def tiles(self, unit: int, every: Sequence[Indicator], months: Sequence[Month]) -> list[Tile]:
        rows = dict(self._rows([unit], every, months)).get(unit, {})
        kept = self.state.kept
        tiles = []
        for one in every:
            formulas = [self._formula(kept[month], one) if month in kept else None for month in months]
            figures = [
                formula.figure(rows[month]) if formula is not None and month in rows else None
                for month, formula in zip(months, formulas, strict=True)
            ]
            tiles.append(Tile(one, figures, [formula.version if formula else None for formula in formulas]))
        return tiles

    def below(self, units: Sequence[int], ranked: Indicator, months: Sequence[Month]) -> dict[int, Seen]:
        wanted = [earlier(months[-1], by) for by in (0, 1, 12)]
        formulas = {
            month: self._formula(self.state.kept[month], ranked)
            for month in wanted
            if month in self.state.kept
        }
        found = {}
        for unit, rows in self._rows(units, [ranked], wanted, is_asked=False):
            figures = [
                formula.figure(rows[month]) if (formula := formulas.get(month)) and month in rows else None
                for month in wanted
            ]
            found[unit] = Seen(*figures)
        return found

    def _formula(self, month: KeptMonth, indicator: Indicator) -> _Formula | None:
        """As it was computed then."""
        key = (month.formulas, indicator.code)
        if key not in self._formulas:
            said = keeping.formulas_in(series().formulas(month), month.formulas).get(indicator.code)
            self._formulas[key] = (
                _Formula(said.version, said.measure, parts_of(said.measure)) if said else None
            )
        return self._formulas[key]

    def _rows(
        self,
        units: Sequence[int],
        every: Sequence[Indicator],
        months: Collection[Month],
        *,
        is_asked: bool = True,
    ) -> Iterable[tuple[int, dict[Month, Values]]]:
        """By unit and month, the parts of the indicators; of a unit that the reader sees whole, or of what is seen of it.
        is_asked: whether the page says that it shows only some."""
        found: dict[int, dict[Month, Values]] = {unit: {} for unit in units}
        for block in self.state.blocks.values():
            if not any(one.month in months for one in block.months):
                continue
            columns = self._columns(block, every, months)
            index = series().index(block)
            taken = {unit: self._taken(index, unit, is_asked=is_asked) for unit in units}
            read = series().read(
                block, {slot for slots, _whole in taken.values() for slot in slots}, columns, months
            )
            for unit, (slots, whole) in taken.items():
                found[unit] |= _together([read[slot] for slot in slots if slot in read], columns, whole=whole)
        return found.items()

    def _columns(self, block: Block, every: Sequence[Indicator], months: Collection[Month]) -> list[str]:
        read = {one.formulas: one for one in block.months if one.month in months}
        formulas = [self._formula(month, one) for month in read.values() for one in every]
        return list(dict.fromkeys(name for one in formulas if one for name in one.names))

    def _taken(self, index: Index, unit: int, *, is_asked: bool) -> tuple[list[Slot], bool]:
        """The slots that make up the unit for this reader, and whether it is whole."""
        if self.scope.is_everything:
            return [(unit, ALONE), (unit, self.kind)], True
        reach = index.reach(unit, self.kind)
        within = reach & self.scope
        if len(within) == len(reach):
            return [(unit, ALONE), (unit, self.kind)], True
        self.is_partial = self.is_partial or is_asked
        return [(one, kind) for one in units_in(within) for kind in (ALONE, OWN)], False


def _together(
    rows: Sequence[Mapping[Month, Values]], columns: Sequence[str], *, whole: bool
) -> dict[Month, Values]:
    """Of one unit, or added up over several: medians and distinct counts do not add up, and are left out."""
    if whole:
        return {month: row for one in rows for month, row in one.items()}
    parts = [name for name in columns if name[:2] not in ("m_", "d_")]
    months = {month for one in rows for month in one}
    return {month: dict(added([one[month] for one in rows if month in one], parts)) for month in months}
