"""Which units stand under a place, on the tree of the day that figures are of or on today's.

A school that was closed since is followed to the one that took it over; where several did, its rows cannot be divided
among them, and it is left out and named.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from .states import State

FURTHEST = 8
"""Successions that are followed one after the other."""


@dataclass(frozen=True)
class Members:
    """left_out: units of then that have no one heir today."""

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
    is_then = state.snapshot is not None and bounds is Bounds.THEN
    pairs = state.under(places, line, on=day) if is_then else organisations.under(places, on=day, line=line)
    left_out: list[int] = []
    if state.snapshot is not None and bounds is Bounds.NOW and state.manifest.as_of < today:
        heirs, left_out = _heirs(places, line, state.manifest.as_of, today)
        by_unit: dict[int, list[int]] = {}
        for place, unit in pairs:
            by_unit.setdefault(unit, []).append(place)
        pairs = [*pairs, *((place, gone) for gone, heir in heirs.items() for place in by_unit.get(heir, ()))]
    within = [(place, unit) for place, unit in pairs if unit in scope]
    return Members(members_of(dict.fromkeys(within)), [one for one in left_out if one in scope])


def _heirs(places: Sequence[int], line: Line, then: date, today: date) -> tuple[dict[int, int], list[int]]:
    """Units of then that are in no tree of today, with the one that took each over; and those with several or none."""
    roots = [one.id for one in organisations.roots(on=today, line=line)]
    before = [one.id for one in organisations.roots(on=then, line=line)]
    now = {unit for _root, unit in organisations.under(roots, on=today, line=line)}
    was = {unit for _root, unit in organisations.under([*before, *places], on=then, line=line)}
    heirs, without = {}, []
    for unit in sorted(was - now):
        heir = _heir(unit, now)
        if heir is None:
            without.append(unit)
        else:
            heirs[unit] = heir
    return heirs, without


def _heir(unit: int, now: set[int]) -> int | None:
    for _step in range(FURTHEST):
        kin = {one.id for one in organisations.successors(unit)}
        if len(kin) != 1:
            return None
        unit = kin.pop()
        if unit in now:
            return unit
    return None
