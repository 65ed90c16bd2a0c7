"""The unit whose figures are asked for, and what stands under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import Line

from ..permissions import VIEW_VALUES


@dataclass(frozen=True)
class Place:
    """above: units above it within the scope, the highest first; below: units directly under it."""

    id: int
    name: str
    line: Line
    above: tuple[organisations.Node, ...]
    below: tuple[organisations.Node, ...]


def under(places: Sequence[int], line: Line, *, on: date) -> list[tuple[int, int]]:
    """(place, unit) of everything whose rows count for a place on the day: what stands under it, and what was merged
    into one of these before, as long as it has records of its own."""
    return organisations.under(places, on=on, line=line, with_merged=True)


def place_of(actor: Actor, unit_id: int | None, line: Line, *, on: date) -> Place | None:
    """The unit, or without one where the actor is at home. None: not there, or outside the scope."""
    scope = access.scope(actor, VIEW_VALUES)
    wanted = unit_id
    if wanted is None:
        wanted = organisations.home_or_root(actor, everything=scope.is_everything, on=on, line=line)
    if wanted is None or wanted not in scope:
        return None
    unit = organisations.unit_if_seen(actor, wanted)
    if unit is None:
        return None
    above = organisations.ancestors(wanted, on=on, line=line)
    within = [one for one in above if one.id in scope]
    below = [one for one in organisations.children(wanted, on=on, line=line) if one.id in scope]
    return Place(wanted, unit.name, line, tuple(within), tuple(below))
