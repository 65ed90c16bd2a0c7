"""Why a figure differs from the frozen one: which records came to be counted, which ceased, and what they say now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Indicator, Part, leaves

from ..rules import Asked
from .places import Place
from .records import conditions_of, part_of, rows_of_part, units_of
from .states import State

MOST = 200


@dataclass(frozen=True)
class Moved:
    """A record that is counted in one state and not in the other. then, now: what the columns of the condition hold, None
    where there is no such record in that state."""

    row: Mapping[str, Any]
    then: Mapping[str, Any] | None
    now: Mapping[str, Any] | None


@dataclass(frozen=True)
class Difference:
    """then, now: how many rows were counted. came, went: at most MOST of each, with their whole numbers."""

    part: Part
    then: int
    now: int
    came: Sequence[Moved]
    went: Sequence[Moved]
    came_number: int
    went_number: int
    columns: Sequence[str]


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
    """None where a state does not serve the indicator, or nothing adds up. Raises access.Refused."""
    part = part_of(indicator, which)
    units = units_of(actor, place, on=on)
    if part is None or not then.serves(indicator) or not now.serves(indicator):
        return None
    before = rows_of_part(then, part, asked, units).collect(engine="streaming")
    after = rows_of_part(now, part, asked, units).collect(engine="streaming")
    came = after.join(before.select("id"), on="id", how="anti").sort("unit_id", "title", "id")
    went = before.join(after.select("id"), on="id", how="anti").sort("unit_id", "title", "id")
    columns = _columns(part, asked)
    return Difference(
        part, before.height, after.height,
        _moved(came, columns, then, part, is_new=True), _moved(went, columns, now, part, is_new=False),
        came.height, went.height, columns,
    )  # fmt: skip


def _columns(part: Part, asked: Asked) -> tuple[str, ...]:
    """What decides whether a row is counted."""
    return tuple(dict.fromkeys(leaf.column for one in conditions_of(part, asked) for leaf in leaves(one)))


def _moved(
    rows: pl.DataFrame, columns: Sequence[str], other: State, part: Part, *, is_new: bool
) -> list[Moved]:
    """With what the same records say in the other state, wherever they stand there."""
    shown = rows.head(MOST)
    said = (
        other.store.rows(other.manifest, part.facts)
        .filter(pl.col("id").is_in(shown["id"].to_list()))
        .select("id", "unit_id", *columns)
        .collect(engine="streaming")
    )
    elsewhere = {row["id"]: row for row in said.to_dicts()}
    moved = []
    for row in shown.to_dicts():
        there = elsewhere.get(row["id"])
        moved.append(Moved(row, there, row) if is_new else Moved(row, row, there))
    return moved
