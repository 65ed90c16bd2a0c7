"""Some indicators of many units at once, each unit by itself: one pass over the stored sums for each kind of facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from khuevan.kernel.measures import declared, parts_of, worth

from ..rules import Figure, figure_of
from .computing import totals
from .states import State


def figures_of_units(
    codes: Iterable[str], units: Collection[int], state: State
) -> dict[int, dict[str, Figure]]:
    """unit -> code -> figure, of every unit that was asked for. Only what adds up; what the state does not hold is left
    out. For whoever has decided who may read it: no scope is asked for here."""
    wanted = [declared()[code] for code in codes]
    kinds = dict.fromkeys(facts for one in wanted for facts in one.facts)
    parts: dict[int, dict[str, float | None]] = {unit: {} for unit in units}
    for facts in kinds:
        if not state.manifest.holds(facts):
            continue
        own = {part.name: part for one in wanted for part in parts_of(one.measure) if part.facts is facts}
        frame = totals(state.store, state.manifest, facts).filter(pl.col("unit_id").is_in(list(units)))
        for row in frame.group_by("unit_id").agg(pl.col(name).sum() for name in own).iter_rows(named=True):
            parts[row["unit_id"]].update({name: worth(part, row[name]) for name, part in own.items()})
    served = [one for one in wanted if parts_of(one.measure) and state.serves(one)]
    return {
        unit: {one.code: figure_of(one.measure, found) for one in served} for unit, found in parts.items()
    }
