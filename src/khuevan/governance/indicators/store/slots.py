"""What a row of kept figures is of, and the order of the rows.

A unit without others under it has one slot. One with others under it has three: its total on either line of the tree, and
what it has itself. All come in the order of the managing tree, level by level: the units under one unit stand together,
and so do all schools of a province.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import polars as pl

from khuevan.kernel.access import Reach

ALONE, MANAGING, PROFESSIONAL, OWN = 0, 1, 2, 3
"""Kinds of slots: of a unit with nothing under it; a total on a line; what a unit with others under it has itself."""
TOTALS = (MANAGING, PROFESSIONAL)
Slot = tuple[int, int]
"""Unit and kind."""
Pair = tuple[int, int]
SHAPE = {
    "unit_id": pl.Int32, "kind": pl.Int8, "managing_parent": pl.Int32, "professional_parent": pl.Int32,
}  # fmt: skip
_PARENT = {MANAGING: "managing_parent", PROFESSIONAL: "professional_parent"}


def slots_of(managing: Iterable[Pair], professional: Iterable[Pair]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Slots in their order, and the members of each: its place in the order, and a unit. Asked with all (place, unit) of
    the two lines, each unit with itself too."""
    lines = {MANAGING: _Tree(managing), PROFESSIONAL: _Tree(professional)}
    inner = {unit for tree in lines.values() for unit, every in tree.under.items() if len(every) > 1}
    found: list[Slot] = []
    for unit in lines[MANAGING].ordered:
        found += [(unit, MANAGING), (unit, OWN)] if unit in inner else [(unit, ALONE)]
    known = {unit for unit, _kind in found}
    for unit in lines[PROFESSIONAL].ordered:
        if unit in inner:
            found += [(unit, PROFESSIONAL), *([] if unit in known else [(unit, OWN)])]
        elif unit not in known:
            found.append((unit, ALONE))
    rows = [
        (*slot, lines[MANAGING].parent.get(slot[0]), lines[PROFESSIONAL].parent.get(slot[0]))
        for slot in found
    ]
    members = [
        (place, member)
        for place, (unit, kind) in enumerate(found)
        for member in (lines[kind].under[unit] if kind in TOTALS else [unit])
    ]
    return (
        pl.DataFrame(rows, schema=SHAPE, orient="row"),
        pl.DataFrame(members, schema={"place": pl.Int32, "unit_id": pl.Int32}, orient="row"),
    )


class _Tree:
    """under: by unit, itself and what stands under it; ordered: level by level."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.under: dict[int, list[int]] = {}
        above: dict[int, list[int]] = {}
        for place, unit in sorted(pairs):
            self.under.setdefault(place, []).append(unit)
            above.setdefault(unit, []).append(place)
        ways = {
            unit: sorted(every, key=lambda one: (-len(self.under[one]), one)) for unit, every in above.items()
        }
        self.parent = {unit: way[-2] for unit, way in ways.items() if len(way) > 1}
        self.ordered = sorted(ways, key=lambda unit: (len(ways[unit]), ways[unit]))


class Index:
    """Where slots stand, and which units are under one: of one order of slots, which never changes."""

    def __init__(self, slots: pl.DataFrame) -> None:
        self.slots = slots

    @cached_property
    def places(self) -> dict[Slot, int]:
        pairs = zip(self.slots["unit_id"].to_list(), self.slots["kind"].to_list(), strict=True)
        return {slot: place for place, slot in enumerate(pairs)}

    @cached_property
    def _children(self) -> dict[int, dict[int, list[int]]]:
        found: dict[int, dict[int, list[int]]] = {}
        for kind, column in _PARENT.items():
            once = self.slots.filter(pl.col(column).is_not_null()).select("unit_id", column).unique()
            for unit, parent in once.iter_rows():
                found.setdefault(kind, {}).setdefault(parent, []).append(unit)
        return found

    @cached_property
    def _reaches(self) -> dict[Slot, Reach]:
        return {}

    def reach(self, unit: int, kind: int) -> Reach:
        """The unit and everything under it on that line."""
        known = self._reaches.get((unit, kind))
        if known is None:
            children, found, wanted = self._children.get(kind, {}), {unit}, [unit]
            while wanted:
                below = [one for one in children.get(wanted.pop(), ()) if one not in found]
                found.update(below)
                wanted += below
            known = self._reaches[unit, kind] = Reach.of(found)
        return known


def units_in(reach: Reach) -> Sequence[int]:
    return [unit for first, past in reach.ranges for unit in range(first, past)]
