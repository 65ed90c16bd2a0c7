"""Why a figure differs from the frozen one: which records came to be counted, which ceased, and what they say now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.facts import Column
from khuevan.kernel.measures import Indicator, Part, leaves

from ..permissions import VIEW_RECORDS
from ..rules import Asked
from .places import Place
from .records import conditions_of, part_read, rows_of_part, units_of
from .states import State

MOST = 200


@dataclass(frozen=True)
class Moved:
    """A record that is counted in one state and not in the other. then, now: what the columns of the condition hold, None
    where there is no such record in that state; a column that a state does not have is not among them. is_elsewhere: the
    unit of the record in the other state does not stand under the place there."""

    row: Mapping[str, Any]
    then: Mapping[str, Any] | None
    now: Mapping[str, Any] | None
    is_elsewhere: bool = False


@dataclass(frozen=True)
class Difference:
    """then, now: how many rows were counted. came, went: at most MOST of each, with their whole numbers. part_then: by
    the formula of then, which may be another one. columns: of the conditions of both."""

    part: Part
    part_then: Part
    then: int
    now: int
    came: Sequence[Moved]
    went: Sequence[Moved]
    came_number: int
    went_number: int
    columns: Sequence[Column]

    @property
    def is_of_another_formula(self) -> bool:
        return self.part.name != self.part_then.name


@dataclass(frozen=True)
class _Side:
    """One of the two states, with the part that it counts and the units that stand under the place there."""

    state: State
    part: Part
    units: Collection[int]
    columns: Sequence[str]
    rows: pl.DataFrame


def difference(
    actor: Actor,
    indicator: Indicator,
    place: Place,
    asked: Asked,
    which: str,
    then: State,
    now: State,
    *,
    on: date,
) -> Difference | None:
    """Each state by its own formula, on its own tree and in its own shape. None where one cannot be asked, or nothing
    adds up. Raises access.Refused."""
    access.demand(actor, VIEW_RECORDS, on=place.id)
    before = _side(actor, indicator, place, asked, which, then, on)
    after = _side(actor, indicator, place, asked, which, now, on)
    if before is None or after is None:
        return None
    came, went = _only_in(after, before), _only_in(before, after)
    facts = {**before.part.facts.by_name, **after.part.facts.by_name}
    return Difference(
        after.part, before.part, before.rows.height, after.rows.height,
        _moved(came, after, before, is_new=True), _moved(went, before, after, is_new=False),
        came.height, went.height, [facts[name] for name in dict.fromkeys((*after.columns, *before.columns))],
    )  # fmt: skip


def _side(
    actor: Actor, indicator: Indicator, place: Place, asked: Asked, which: str, state: State, on: date
) -> _Side | None:
    part = part_read(state, indicator, asked, which)
    if part is None:
        return None
    units = units_of(actor, place, state, on=on)
    rows = rows_of_part(state, part, asked, units).collect(engine="streaming")
    decides = (leaf.column for one in conditions_of(part, asked) for leaf in leaves(one))
    return _Side(state, part, frozenset(units), tuple(dict.fromkeys(decides)), rows)


def _only_in(one: _Side, other: _Side) -> pl.DataFrame:
    return one.rows.join(other.rows.select("id"), on="id", how="anti").sort("unit_id", "title", "id")


def _moved(rows: pl.DataFrame, own: _Side, other: _Side, *, is_new: bool) -> list[Moved]:
    """With what the same records say in the other state, wherever they stand there."""
    shown = rows.head(MOST)
    known = [
        name for name in dict.fromkeys((*own.columns, *other.columns)) if name in other.part.facts.by_name
    ]
    said = (
        other.state.store.rows(other.state.manifest, other.part.facts)
        .filter(pl.col("id").is_in(shown["id"].to_list()))
        .select("id", "unit_id", *known)
        .collect(engine="streaming")
    )
    elsewhere = {row["id"]: row for row in said.to_dicts()}
    moved = []
    for row in shown.to_dicts():
        there = elsewhere.get(row["id"])
        is_elsewhere = there is not None and there["unit_id"] not in other.units
        moved.append(Moved(row, there, row, is_elsewhere) if is_new else Moved(row, row, there, is_elsewhere))
    return moved
