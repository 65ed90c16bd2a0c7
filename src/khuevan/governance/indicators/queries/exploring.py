"""Several indicators at several units in several states at once, taken apart by one split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Indicator, Split
from khuevan.register.organisations import queries as organisations

from ..permissions import VIEW_VALUES
from ..rules import Asked, Figure, asked_of, figure_of
from ..rules.exploring import Bounds, Found
from .boundaries import members_within
from .computing import figures
from .places import Place
from .states import State, can_be_asked


@dataclass(frozen=True)
class Explored:
    """found: in the order of indicators, states, units, values. left_out: units that today's tree cannot place.
    silent: states that do not serve an indicator that was asked."""

    found: Sequence[Found]
    left_out: Sequence[int]
    silent: Sequence[tuple[Indicator, str]]


def explored(
    actor: Actor, indicators: Sequence[Indicator], units: Sequence[int], place: Place, words: Mapping[str, str],
    states: Sequence[tuple[str, State]], bounds: Bounds, *, today: date,
) -> Explored:  # fmt: skip
    """units: of the place, below or above it. Raises access.Refused for one outside the scope."""
    for unit in units:
        access.demand(actor, VIEW_VALUES, on=unit)
    found: list[Found] = []
    left_out: dict[int, None] = {}
    silent = []
    for name, state in states:
        members = members_within(actor, units, place.line, state, bounds, today)
        left_out |= dict.fromkeys(members.left_out)
        for indicator in indicators:
            read = state.read(indicator)
            if read is None:
                silent.append((indicator, name))
                continue
            asked = asked_of(read, words)
            cells = figures(state.store, state.manifest, read, members.frame, asked)
            values = sorted({value for _unit, value in cells}, key=str) if asked.by else [None]
            nothing = figure_of(read.measure, {})
            found += [
                Found(indicator, name, unit, value, cells.get((unit, value), nothing))
                for unit in units
                for value in values
            ]
    order = {one.code: place for place, one in enumerate(indicators)}
    found.sort(key=lambda one: order[one.indicator.code])
    return Explored(found, list(left_out), silent)


def pyramid(
    actor: Actor, indicator: Indicator, place: Place, up: Split, sides: Sequence[tuple[Split, Any]], state: State,
    bounds: Bounds, *, today: date,
) -> list[tuple[Any, list[Figure]]]:  # fmt: skip
    """By the value of `up`, a figure for each side (a split held at a value). Raises access.Refused."""
    access.demand(actor, VIEW_VALUES, on=place.id)
    read = state.read(indicator)
    if read is None or not all(can_be_asked(read, Asked((side,), up)) for side in sides):
        return []
    members = members_within(actor, [place.id], place.line, state, bounds, today)
    rows: dict[Any, dict[int, Figure]] = {}
    for number, side in enumerate(sides):
        asked = Asked((side,), up)
        found = figures(state.store, state.manifest, read, members.frame, asked)
        for (_unit, value), figure in found.items():
            rows.setdefault(value, {})[number] = figure
    nothing = figure_of(read.measure, {})
    known = sorted(
        (value for value in rows if value is not None), key=lambda one: (isinstance(one, str), one)
    )
    return [(value, [rows[value].get(number, nothing) for number in range(len(sides))]) for value in known]


def positions(actor: Actor, place: Place, *, on: date) -> dict[int, tuple[float, float]]:
    """Latitude and longitude of the units below: a school's own, else the middle of the schools under it."""
    wanted = organisations.SchoolFilter(under_id=place.id)
    points = {one.id: (one.latitude, one.longitude) for one in organisations.map_points(actor, wanted, on=on)}
    gathered: dict[int, list[tuple[float, float]]] = {}
    for unit, school in organisations.under([one.id for one in place.below], on=on, line=place.line):
        if school in points:
            gathered.setdefault(unit, []).append(points[school])
    return {
        unit: (sum(lat for lat, _lon in every) / len(every), sum(lon for _lat, lon in every) / len(every))
        for unit, every in gathered.items()
    }
