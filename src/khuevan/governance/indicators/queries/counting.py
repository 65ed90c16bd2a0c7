"""Many figures of one place at once, as of any day: what a form or a report is filled with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from khuevan.kernel import access, facts
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.facts import Facts
from khuevan.kernel.measures import Part, both, columnar, declared, worth
from khuevan.register.organisations.choices import Line

from ..permissions import VIEW_VALUES
from ..rules import asked_of
from .places import under
from .records import conditions_of, part_of
from .states import State


@dataclass(frozen=True)
class Wanted:
    """code: of an indicator whose parts add up; held: splits held fast, as in the address of its page; which: of a ratio
    the part that is meant, "upper" or "lower"."""

    code: str
    held: Mapping[str, str] = field(default_factory=dict)
    which: str = "upper"


class CannotCount(ValueError):  # noqa: N818 - the name is what happened
    """What is wanted is no sum of rows, holds what its indicator cannot be split by, or is not in the frozen state."""


def counted(
    actor: Actor,
    unit_id: int,
    wanted: Sequence[Wanted],
    *,
    on: date,
    line: Line = Line.MANAGING,
    state: State | None = None,
) -> list[float]:
    """A number for each of what is wanted, of the unit with everything that stood under it on the day: from the frozen
    state given, else from the records themselves as they tell of that day.

    Raises access.Refused outside the scope, CannotCount.
    """
    access.demand(actor, VIEW_VALUES, on=unit_id)
    scope = access.scope(actor, VIEW_VALUES)
    pairs = state.under([unit_id], line, on=on) if state else under([unit_id], line, on=on)
    units = sorted(unit for _place, unit in pairs if unit in scope)
    parts = [_part(one, state) for one in wanted]
    found: dict[str, float] = {}
    for kind in dict.fromkeys(part.facts for part in parts):
        own = {part.name: part for part in parts if part.facts is kind}
        rows = _rows(kind, units, on, state).select(columnar.added(part) for part in own.values())
        added = rows.collect().row(0, named=True)
        found |= {name: worth(part, added[name]) for name, part in own.items()}
    return [found[part.name] for part in parts]


def holds(state: State, wanted: Sequence[Wanted]) -> bool:
    """Whether the state tells, whole and by its own formulas, all that is wanted."""
    try:
        return all(_part(one, state) is not None for one in wanted)
    except CannotCount:
        return False


def _rows(kind: Facts, units: Sequence[int], on: date, state: State | None) -> pl.LazyFrame:
    if state is None:
        return facts.read(kind, on=on, units=Reach.of(units)).lazy()
    return state.store.rows(state.manifest, kind).filter(pl.col("unit_id").is_in(list(units)))


def _part(one: Wanted, state: State | None) -> Part:
    """The part of the indicator, with what is held fast among its conditions; of a frozen state by the formula of then.
    Raises CannotCount."""
    known = declared()[one.code]
    indicator = state.read(known) if state else known
    if indicator is None:
        raise CannotCount(f"{one.code} is not read in this state")
    asked = asked_of(indicator, one.held)
    part = part_of(indicator, one.which)
    if part is None or set(asked.words) != set(one.held):
        raise CannotCount(f"{one.code} {dict(one.held)!r}")
    return replace(part, where=both(*conditions_of(part, asked))) if asked.chosen else part
