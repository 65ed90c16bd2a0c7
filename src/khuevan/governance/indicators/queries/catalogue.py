"""All indicators with their values at one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from khuevan.kernel import access, text
from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Group, Indicator, parts_of

from ..permissions import VIEW_VALUES
from ..rules import Asked, Figure, figure_of
from .computing import figures, own_parts, plain_parts
from .indicators import indicators
from .places import Place
from .states import current
from .values import members


@dataclass(frozen=True)
class CatalogueRow:
    """figure: None where it was not computed yet, or only its own page computes it: of very many rows themselves."""

    indicator: Indicator
    figure: Figure | None


def catalogue(actor: Actor, place: Place, words: str, *, on: date) -> list[tuple[Group, list[CatalogueRow]]]:
    """By group, in order; words: parts of names, without accents, or of codes. Raises access.Refused."""
    access.demand(actor, VIEW_VALUES, on=place.id)
    state = current()
    units = members(actor, [place.id], place.line, on=on)
    parts = plain_parts(state.store, state.manifest, units).get(place.id, {}) if state else {}
    listed = list(_found(words, on))
    if state is not None:
        own = [one for one in listed if one.is_own]
        parts = {**parts, **own_parts(state.store, state.manifest, units, own).get(place.id, {})}
    groups: dict[Group, list[CatalogueRow]] = {}
    for one in listed:
        figure = None
        if state is not None and state.serves(one):
            if parts_of(one.measure):
                figure = figure_of(one.measure, parts)
            elif one.is_own or not place.below:
                found = figures(state.store, state.manifest, one, units, Asked())
                figure = found.get((place.id, None), figure_of(one.measure, {}))
        groups.setdefault(one.group, []).append(CatalogueRow(one, figure))
    return sorted(groups.items(), key=lambda pair: (pair[0].order, pair[0].code))


def _found(words: str, on: date) -> Iterator[Indicator]:
    wanted = text.search_words(words)
    for one in indicators(on=on).values():
        if not wanted:
            yield one
            continue
        known = text.search_text(f"{one.label} {one.official} {one.code}")
        if all(word in known for word in wanted):
            yield one
