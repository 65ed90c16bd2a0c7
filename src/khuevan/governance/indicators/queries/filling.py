"""A month's figures of every unit, computed out of a state: what is kept of it for the years to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce

import polars as pl

from khuevan.kernel.facts import Facts
from khuevan.kernel.measures import Distinct, Indicator, Median, Part, parts_of
from khuevan.register.organisations.choices import Line

from ..rules import Asked
from ..store.months import KeptMonth
from ..store.series import UNITS, Filled
from ..store.slots import slots_of
from .computing import added_up
from .engines import Question, Row, from_rows
from .states import State


def filled(state: State, indicators: Mapping[str, Indicator], month: KeptMonth) -> Filled:
    """On the tree of the state's day, by its formulas. Parts as whole numbers; medians and distinct counts as they are.
    Indicators that the state does not hold are left out."""
    slots, members = slots_of(state.pairs(Line.MANAGING), state.pairs(Line.PROFESSIONAL))
    measures = [read.measure for one in indicators.values() if (read := state.read(one)) is not None]
    parts: dict[Facts, dict[str, Part]] = {}
    of_rows: dict[Facts, dict[str, Median | Distinct]] = {}
    for measure in measures:
        if isinstance(measure, Median | Distinct):
            of_rows.setdefault(measure.facts, {})[measure.name] = measure
        for part in parts_of(measure):
            parts.setdefault(part.facts, {})[part.name] = part
    frames = []
    for facts, named in parts.items():
        question = Question(state.store, state.manifest, facts, members, Asked())
        frames.append(_frame(added_up(question, tuple(named.values())), dict.fromkeys(named, pl.Int64)))
    for facts, wanted in of_rows.items():
        question = Question(state.store, state.manifest, facts, members, Asked())
        frames.append(_frame(from_rows(question, list(wanted.values())), dict.fromkeys(wanted, pl.Float64)))
    under = members.group_by("place").len(UNITS).with_columns(pl.col(UNITS).cast(pl.Int32))
    whole = reduce(lambda one, other: one.join(other, on="place", how="left"), frames, under)
    keys = (
        slots.select("unit_id", "kind").with_row_index("place").with_columns(pl.col("place").cast(pl.Int32))
    )
    return Filled(month, slots, keys.join(whole, on="place", how="left", maintain_order="left").drop("place"))


def _frame(rows: Iterator[Row], columns: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    listed = [(place, *(row[name] for name in columns)) for (place, _value), row in rows]
    return pl.DataFrame(listed, schema={"place": pl.Int32, **columns}, orient="row")
