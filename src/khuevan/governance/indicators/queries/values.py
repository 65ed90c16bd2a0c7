"""The value of an indicator at a place, and at the places below."""

from __future__ import annotations

from collections.abc import Mapping
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
from ..store import Manifest, store
from .computing import figures, members_of
from .places import Place

__all__ = ["Answer", "Line", "answer", "values_below"]


@dataclass(frozen=True)
class Answer:
    """as_of, made_at, number: of the state of the store that it was computed from."""

    figure: Figure
    split: Mapping[Any, Figure]
    below: Mapping[int, Figure]
    as_of: date
    made_at: datetime
    number: int


def answer(actor: Actor, indicator: Indicator, place: Place, asked: Asked, *, on: date) -> Answer | None:
    """None: not computed yet. Raises access.Refused for a place outside the scope."""
    access.demand(actor, VIEW_VALUES, on=place.id)
    state = serving(indicator)
    if state is None:
        return None
    whole = members(actor, [place.id], place.line, on=on)
    plain = Asked(asked.chosen)
    shelf = store()
    nothing = figure_of(indicator.measure, {})
    total = figures(shelf, state, indicator, whole, plain)
    apart = figures(shelf, state, indicator, whole, asked) if asked.by else {}
    below = values_below(actor, indicator, place, plain, on=on) if place.below else {}
    return Answer(
        figure=total.get((place.id, None), nothing),
        split={value: figure for (_place, value), figure in apart.items()},
        below=below,
        as_of=state.as_of,
        made_at=state.made_at,
        number=state.number,
    )


def values_below(
    actor: Actor, indicator: Indicator, place: Place, asked: Asked, *, on: date
) -> dict[int, Figure]:
    """The units directly under the place."""
    state = serving(indicator)
    if state is None:
        return {}
    found = figures(
        store(), state, indicator, members(actor, [one.id for one in place.below], place.line, on=on), asked
    )
    nothing = figure_of(indicator.measure, {})
    return {one.id: found.get((one.id, None), nothing) for one in place.below}


def serving(indicator: Indicator) -> Manifest | None:
    """The state in service, where it holds what the indicator reads."""
    state = store().current()
    return state if state is not None and all(state.holds(facts) for facts in indicator.facts) else None


def members(actor: Actor, places: list[int], line: Line, *, on: date) -> pl.DataFrame:
    """The units under the places that are in the actor's scope too."""
    scope = access.scope(actor, VIEW_VALUES)
    pairs = organisations.under(places, on=on, line=line)
    return members_of((place, unit) for place, unit in pairs if scope.is_everything or unit in scope)
