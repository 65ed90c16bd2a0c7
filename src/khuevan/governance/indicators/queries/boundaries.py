"""Which units stand under a place, on the tree of the day that figures are of or on today's.

A school that was merged since counts for the one that took it over; one that was divided or closed is under none, and is
left out and named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Line

from ..permissions import VIEW_VALUES
from ..rules.exploring import Bounds
from .computing import members_of
from .places import under
from .states import State


@dataclass(frozen=True)
class Members:
    """left_out: units of then that count for nobody today."""

    frame: pl.DataFrame
    left_out: Sequence[int] = ()


def tree_day(state: State, bounds: Bounds, today: date) -> date:
    """The day whose tree is asked: of a frozen state its own, unless today's is wanted."""
    return state.day(today) if bounds is Bounds.THEN else today


def members_within(
    actor: Actor, places: Sequence[int], line: Line, state: State, bounds: Bounds, today: date
) -> Members:
    """Pairs (place, unit) of units in the actor's scope. Raises nothing: what is outside is not among them."""
    scope = access.scope(actor, VIEW_VALUES)
    day = tree_day(state, bounds, today)
    if state.snapshot is not None and bounds is Bounds.THEN:
        pairs, left_out = state.under(places, line, on=day), list[int]()
    else:
        pairs = under(places, line, on=day)
        left_out = _lost(state, line, today) if state.snapshot is not None else []
    within = members_of((place, unit) for place, unit in pairs if unit in scope)
    return Members(within, [one for one in left_out if one in scope])


def _lost(state: State, line: Line, today: date) -> list[int]:
    """Units of the state's tree that today's does not have, nor count for one of it."""
    then = state.manifest.as_of
    return sorted(_every(state.under, line, then) - _every(under, line, today))


def _every(stand: Callable[..., list[tuple[int, int]]], line: Line, day: date) -> set[int]:
    roots = [one.id for one in organisations.roots(on=day, line=line)]
    return {unit for _root, unit in stand(roots, line, on=day)}
