"""A schematic map without any line of the land: a square for each unit, all of the same size, near to where the unit is.

Nothing is drawn by chance: the same positions give the same squares.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Cell = tuple[int, int]
ROOM = 1.35
"""Squares of the whole field for each unit: with some to spare, neighbours stay beside each other."""


def tiles(places: Mapping[int, tuple[float, float]]) -> dict[int, Cell]:
    """Unit -> (column, row), from 0 at the upper left, no two alike. places: latitude and longitude in degrees.

    A unit's wish lies half by degrees and half by order, so that a crowd of small communes spreads and empty land takes
    few squares. Who is nearest to the middle chooses first, and takes the free square nearest to the wish.
    """
    if not places:
        return {}
    order = sorted(places)
    easts = _spread({unit: places[unit][1] for unit in order})
    souths = _spread({unit: -places[unit][0] for unit in order})
    columns, rows = _field(places)
    wishes = {unit: (easts[unit] * (columns - 1), souths[unit] * (rows - 1)) for unit in order}
    middle = ((columns - 1) / 2, (rows - 1) / 2)
    taken: dict[Cell, int] = {}
    for unit in sorted(order, key=lambda one: (math.dist(wishes[one], middle), one)):
        free = (
            (column, row) for row in range(rows) for column in range(columns) if (column, row) not in taken
        )
        taken[min(free, key=lambda cell: (math.dist(cell, wishes[unit]), cell))] = unit
    left, top = min(column for column, _row in taken), min(row for _column, row in taken)
    return {unit: (column - left, row - top) for (column, row), unit in taken.items()}


def initials(name: str) -> str:
    """At most three capitals that tell a square from its neighbours: without the words for the kind of unit; of a school
    the last two words."""
    words = name.split(" - ")[0].split()
    if words[:1] in (["Trường"], ["Trung"]):
        kept = words[-2:]
    elif words[:2] == ["Đặc", "khu"]:
        kept = words[2:]
    else:
        kept = words[1:] if words[:1] in (["Xã"], ["Phường"]) else words
    return "".join(word[0].upper() for word in kept or words)[:3]


def _spread(values: Mapping[int, float]) -> dict[int, float]:
    """Between 0 and 1: the mean of where the value lies and of its place in the order."""
    low, high = min(values.values()), max(values.values())
    ranked = sorted(values, key=lambda unit: (values[unit], unit))
    last = max(len(ranked) - 1, 1)
    return {
        unit: ((values[unit] - low) / (high - low) if high > low else 0.5) / 2 + place / last / 2
        for place, unit in enumerate(ranked)
    }


def _field(places: Mapping[int, tuple[float, float]]) -> Cell:
    """Columns and rows with room for all, about as wide to high as the land, never more than twice either way."""
    lats, lons = zip(*places.values(), strict=True)
    width = (max(lons) - min(lons)) * math.cos(math.radians(sum(lats) / len(lats)))
    height = max(lats) - min(lats)
    shape = min(max(width / height, 0.5), 2.0) if height and width else 1.0
    columns = max(1, round(math.sqrt(len(places) * ROOM * shape)))
    return columns, max(1, math.ceil(len(places) * ROOM / columns))
