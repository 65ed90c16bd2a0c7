"""The records behind a figure: rows of its facts, of the units in the reader's scope and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Condition, Indicator, Part, Ratio, both, columnar, parts_of

from ..permissions import VIEW_RECORDS
from ..rules import Asked
from .places import Place
from .states import State, can_be_asked, current

UPPER, LOWER = "upper", "lower"


@dataclass(frozen=True)
class Behind:
    """number: of all rows; rows: those of one page, a mapping each by column; part: what they were taken for."""

    number: int
    rows: Sequence[Mapping[str, Any]]
    part: Part


def part_of(indicator: Indicator, word: str) -> Part | None:
    """The part whose rows are asked for: the upper one of a ratio unless the word says lower."""
    parts = parts_of(indicator.measure)
    if not parts:
        return None
    return parts[1] if word == LOWER and isinstance(indicator.measure, Ratio) else parts[0]


def behind(
    actor: Actor, indicator: Indicator, place: Place, asked: Asked, which: str, *, on: date, first: int, most: int,
    state: State | None = None,
) -> Behind | None:  # fmt: skip
    """Rows in the order of units and names; of a frozen state those of then, by the formula and on the tree of then.
    None: not computed yet, or nothing adds up there.

    Raises access.Refused where the actor may not open records of the place.
    """
    access.demand(actor, VIEW_RECORDS, on=place.id)
    state = state or current()
    part = part_read(state, indicator, asked, which) if state else None
    if part is None or state is None:
        return None
    taken = rows_of_part(state, part, asked, units_of(actor, place, state, on=on))
    number = int(taken.select(pl.len()).collect(engine="streaming").item())
    page = taken.sort("unit_id", "title", "id").slice(first, most).collect(engine="streaming")
    return Behind(number, page.to_dicts(), part)


def part_read(state: State, indicator: Indicator, asked: Asked, which: str) -> Part | None:
    """The part by the state's own formula, over facts in the state's own shape; None where these cannot be asked."""
    read = state.read(indicator)
    return part_of(read, which) if read is not None and can_be_asked(read, asked) else None


def units_of(actor: Actor, place: Place, state: State, *, on: date) -> list[int]:
    """Those under the place, on the state's tree, whose records the actor may open."""
    scope = access.scope(actor, VIEW_RECORDS)
    pairs = state.under([place.id], place.line, on=state.day(on))
    return sorted(unit for _place, unit in pairs if unit in scope)


def conditions_of(part: Part, asked: Asked) -> list[Condition]:
    """What a row must be to be counted: by the part's own condition, and by the question's."""
    return [one for one in (part.where, asked.condition) if one is not None]


def rows_of_part(state: State, part: Part, asked: Asked, units: list[int]) -> pl.LazyFrame:
    rows = state.store.rows(state.manifest, part.facts)
    return rows.filter(pl.col("unit_id").is_in(units) & columnar.chosen(both(*conditions_of(part, asked))))
