"""The main figures of one unit, beside those of the units above it that the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Group, Indicator, Ratio, parts_of

from ..permissions import VIEW_VALUES
from ..rules import Figure, figure_of
from .computing import own_parts, plain_parts
from .indicators import indicators
from .places import Place
from .states import current
from .values import members

MOST_OF_GROUP = 8


@dataclass(frozen=True)
class ProfileRow:
    """figures: of the unit, then of those above it, the nearest first; only a ratio is comparable."""

    indicator: Indicator
    figures: Sequence[Figure]

    @property
    def is_comparable(self) -> bool:
        return isinstance(self.indicator.measure, Ratio)


@dataclass(frozen=True)
class Profile:
    """others: the units above, the nearest first. more: how many of a group are left out."""

    place: Place
    others: Sequence[tuple[int, str]]
    groups: Sequence[tuple[Group, Sequence[ProfileRow], int]]
    as_of: date


def profile(actor: Actor, place: Place, *, on: date) -> Profile | None:
    """None before anything was computed. One pass over the sums, for all units at once. Raises access.Refused."""
    access.demand(actor, VIEW_VALUES, on=place.id)
    state = current()
    if state is None:
        return None
    others = [(one.id, one.name) for one in reversed(place.above)]
    units = [place.id, *(unit for unit, _name in others)]
    within = members(actor, units, place.line, on=on)
    parts = plain_parts(state.store, state.manifest, within)
    every = indicators(on=on).values()
    own = own_parts(state.store, state.manifest, within, (one for one in every if one.is_own))
    groups: dict[Group, list[ProfileRow]] = {}
    for one in every:
        if parts_of(one.measure) and state.serves(one):
            added = own if one.is_own else parts
            figures = [figure_of(one.measure, added.get(unit, {})) for unit in units]
            if _says_something(figures[0]):
                groups.setdefault(one.group, []).append(ProfileRow(one, figures))
    return Profile(
        place,
        others,
        [
            (group, rows[:MOST_OF_GROUP], max(len(rows) - MOST_OF_GROUP, 0))
            for group, rows in sorted(groups.items(), key=lambda pair: (pair[0].order, pair[0].code))
        ],
        state.manifest.as_of,
    )


def _says_something(figure: Figure) -> bool:
    """A ratio over somebody, or a number of something: a primary school has no figures of kindergartens."""
    return bool(figure.lower) if figure.lower is not None else bool(figure.value)
