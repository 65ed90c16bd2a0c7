"""The value of an indicator at a place, and at the places below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Indicator
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Line

from ..permissions import VIEW_VALUES
from ..rules import Asked, Figure, figure_of
from .computing import figures, members_of
from .places import Place, under
from .states import State, can_be_asked, current

__all__ = ["Answer", "Line", "answer", "values_at", "values_below"]


@dataclass(frozen=True)
class Answer:
    """as_of, made_at, number: of the state of the store that it was computed from."""

    figure: Figure
    split: Mapping[Any, Figure]
    below: Mapping[int, Figure]
    as_of: date
    made_at: datetime
    number: int


def answer(
    actor: Actor, indicator: Indicator, place: Place, asked: Asked, *, on: date, state: State | None = None
) -> Answer | None:
    """In the state given, else in the one in service; of a frozen one on the tree of its day.

    None: not computed yet, or not to be trusted there any more.

    Raises access.Refused for a place outside the scope.
    """
    access.demand(actor, VIEW_VALUES, on=place.id)
    state = state or current()
    read = state.read(indicator) if state else None
    if state is None or read is None or not can_be_asked(read, asked):
        return None
    indicator = read
    on = state.day(on)
    whole = members(actor, [place.id], place.line, on=on, state=state)
    plain = Asked(asked.chosen)
    nothing = figure_of(indicator.measure, {})
    total = figures(state.store, state.manifest, indicator, whole, plain)
    apart = figures(state.store, state.manifest, indicator, whole, asked) if asked.by else {}
    below = values_below(actor, indicator, place, plain, state, on=on) if place.below else {}
    return Answer(
        figure=total.get((place.id, None), nothing),
        split={value: figure for (_place, value), figure in apart.items()},
        below=below,
        as_of=state.manifest.as_of,
        made_at=state.manifest.made_at,
        number=state.manifest.number,
    )


def values_below(
    actor: Actor, indicator: Indicator, place: Place, asked: Asked, state: State, *, on: date
) -> dict[int, Figure]:
    """The units directly under the place; the indicator as `State.read` gives it."""
    under = members(actor, [one.id for one in place.below], place.line, on=on, state=state)
    found = figures(state.store, state.manifest, indicator, under, asked)
    nothing = figure_of(indicator.measure, {})
    return {one.id: found.get((one.id, None), nothing) for one in place.below}


def values_at(
    actor: Actor,
    wanted: Sequence[tuple[Indicator, Asked]],
    units: Collection[int],
    *,
    on: date,
    state: State | None = None,
) -> list[dict[int, Figure]]:
    """Of each of the units with everything under it, one answer for each that is asked, in their order: the tree is read
    once for all. For whoever follows many units, or much of one, at once.

    Units outside the scope are left out; nothing where it is not computed yet.
    """
    state = state or current()
    if state is None:
        return [{} for _one in wanted]
    if state.snapshot is not None:
        on = state.manifest.as_of
    within = access.scope(actor, VIEW_VALUES)
    seen = [one for one in dict.fromkeys(units) if one in within]
    under = members(actor, seen, Line.MANAGING, on=on, state=state)
    answers: list[dict[int, Figure]] = []
    for indicator, asked in wanted:
        read = state.read(indicator)
        if read is None or not can_be_asked(read, asked):
            answers.append({})
            continue
        found = figures(state.store, state.manifest, read, under, asked)
        nothing = figure_of(read.measure, {})
        answers.append({unit: found.get((unit, None), nothing) for unit in seen})
    return answers


def members(
    actor: Actor, places: list[int], line: Line, *, on: date, state: State | None = None
) -> pl.DataFrame:
    """The units under the places that are in the actor's scope too: on the tree of the state where it keeps one."""
    scope = access.scope(actor, VIEW_VALUES)
    pairs = state.under(places, line, on=on) if state else under(places, line, on=on)
    return members_of((place, unit) for place, unit in pairs if unit in scope)


def values_within(
    actor: Actor, indicator: Indicator, place: Place, asked: Asked, state: State, *, on: date
) -> dict[tuple[int, Any], Figure]:
    """Of the place and of every unit under it that has any rows, whatever its level (what was merged counts for who took
    it over, and is no line of its own); the indicator as `State.read` gives
    it. Raises access.Refused."""
    access.demand(actor, VIEW_VALUES, on=place.id)
    on = state.day(on)
    scope = access.scope(actor, VIEW_VALUES)
    every = {unit for _place, unit in state.under([place.id], place.line, on=on) if unit in scope}
    units = sorted(every - (organisations.closed_among(every, on=on) - {place.id}))
    within = members(actor, units, place.line, on=on, state=state)
    return figures(state.store, state.manifest, indicator, within, asked)


def values_of(
    actor: Actor,
    wanted: Sequence[Indicator],
    units: Sequence[int],
    state: State,
    *,
    on: date,
    line: Line = Line.MANAGING,
) -> dict[str, dict[int, Figure]]:
    """Code -> unit -> figure, of each of the units with all under it, as far as the actor may see: what reports are
    filled with. An indicator that the state cannot tell is left out."""
    if state.snapshot is not None:
        on = state.manifest.as_of
    under = members(actor, list(units), line, on=on, state=state)
    found: dict[str, dict[int, Figure]] = {}
    for one in wanted:
        read = state.read(one)
        if read is not None:
            told = figures(state.store, state.manifest, read, under, Asked())
            nothing = figure_of(read.measure, {})
            found[one.code] = {unit: told.get((unit, None), nothing) for unit in units}
    return found


def names_of(units: Iterable[int]) -> dict[int, str]:
    """Today's names, for tables."""
    return organisations.names(units)
