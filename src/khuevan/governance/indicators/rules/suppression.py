"""Which numbers about persons the public does not see: those that are small, and enough others that no withheld one
can be worked out from totals, over units and over splits. docs/rulebook/suppression.md explains it with examples.

What is published of one number: the total of each unit of a tree, and for units that have others below them the total
taken apart by a split. A unit that is withheld is withheld with all below it; a cell too. So each unit, seen with those
directly below, is a table of two directions whose margins are known at worst, and no withheld cell of such a table
follows from the others exactly if, drawn as lines between its row and its column, none of them is a bridge.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = tuple[Hashable, Hashable]
"""Row (a unit, or REST) and column (a value of the split)."""
REST = "rest"
"""What a unit has besides the units that are shown below it: not published, but the difference of what is."""


@dataclass(frozen=True)
class Tree:
    """Units of one line of the register; `below` only of those that have any."""

    root: int
    below: Mapping[int, Sequence[int]]

    def within(self, unit: int) -> Iterator[int]:
        """Everything under the unit, without itself."""
        for one in self.below.get(unit, ()):
            yield one
            yield from self.within(one)

    def downward(self) -> Iterator[int]:
        """Units with others below, each before those."""
        waiting = [self.root]
        while waiting:
            unit = waiting.pop(0)
            if unit in self.below:
                yield unit
                waiting.extend(self.below[unit])


def is_small(number: float, least: int) -> bool:
    """Nobody is no small number: it says nothing about a person who is there."""
    return 0 < number < least


def withheld_units(
    tree: Tree, totals: Mapping[int, float], least: int, bound: Collection[int] = ()
) -> frozenset[int]:
    """Units whose total is withheld. bound: those that stay withheld whatever they count; where nobody beside one is
    left to hide it, the unit above is withheld too."""
    kept, open_above = set(bound), {tree.root}
    while open_above:
        if tree.root in kept or is_small(totals.get(tree.root, 0), least):
            return frozenset([tree.root, *tree.within(tree.root)])
        withheld: set[int] = set()
        open_above = set()
        for unit in tree.downward():
            if unit in withheld:
                continue
            line: dict[Hashable, float] = {one: totals.get(one, 0) for one in tree.below[unit]}
            line[REST] = totals.get(unit, 0) - sum(line.values())
            gone = _withheld_of_line(line, least, kept)
            if _is_open([line[one] for one in gone], least):
                open_above.add(unit)
            for one in gone:
                if isinstance(one, int):
                    withheld.update([one, *tree.within(one)])
        kept |= open_above
    return frozenset(withheld)


def withheld_cells(
    tree: Tree,
    cells: Mapping[int, Mapping[Any, float]],
    units: Collection[int],
    least: int,
    *,
    split_leaves: bool = False,
    bound: Collection[tuple[int, Any]] = (),
) -> frozenset[tuple[int, Any]]:
    """(unit, value of the split) that are withheld, of units that have others below (`split_leaves`: of all).

    units: whose totals are withheld; all their cells are. bound: cells that stay withheld whatever they count; where
    nobody beside one is left to hide it, those that it would follow from are withheld too.
    """
    shown = {one: dict(cells.get(one, {})) for one in (tree.root, *tree.within(tree.root))}
    if not split_leaves:
        shown = {one: row for one, row in shown.items() if one in tree.below or one == tree.root}
    kept = set(bound)
    while True:
        withheld, told = _withheld_cells(tree, shown, units, least, kept)
        if not told:
            return frozenset(withheld)
        if any(unit == tree.root for unit, _value in told & kept):
            return frozenset((one, value) for one, row in shown.items() for value in row)
        kept |= told


def _withheld_cells(
    tree: Tree,
    shown: Mapping[int, Mapping[Any, float]],
    units: Collection[int],
    least: int,
    bound: Collection[tuple[int, Any]],
) -> tuple[set[tuple[int, Any]], set[tuple[int, Any]]]:
    """(withheld, those published from which a withheld one would follow all the same)."""
    withheld = {(one, value) for one in units if one in shown for value in shown[one]}
    told: set[tuple[int, Any]] = set()
    if tree.root not in units:
        whole_line = shown[tree.root]
        found = _withheld_of_line(whole_line, least, {value for unit, value in bound if unit == tree.root})
        withheld |= {(tree.root, value) for value in found}
        if _is_open([whole_line[value] for value in found], least):
            told |= {(tree.root, value) for value in whole_line}
    for unit in tree.downward():
        rows = [one for one in tree.below[unit] if one in shown]
        table: dict[Cell, float] = {
            (one, value): shown[one].get(value, 0) for one in rows for value in shown[unit]
        }
        for value, whole in shown[unit].items():
            table[REST, value] = whole - sum(shown[one].get(value, 0) for one in rows)
        gone = {value for value in shown[unit] if (unit, value) in withheld}
        forced = {cell for cell in table if cell[0] in units or cell[1] in gone or cell in bound}
        found_cells = withheld_of_table(table, least, forced)
        for side, key in _open_lines(table, found_cells, least):
            if side == 1:
                told |= {(unit, key)} if key not in gone else set()
            elif key not in units:
                told |= {(unit, value) for value in shown[unit] if value not in gone}
        for row, value in found_cells:
            if isinstance(row, int):
                withheld.add((row, value))
    return withheld, told


def _is_open(gone: Sequence[float], least: int) -> bool:
    """A withheld number that follows from the sum of its line: alone, or among too few persons."""
    return bool(gone) and (len(gone) < 2 or sum(gone) < least)


def _open_lines(
    table: Mapping[Cell, float], withheld: Collection[Cell], least: int
) -> set[tuple[int, Hashable]]:
    """(0 and a row, or 1 and a column) in which a withheld cell of somebody follows from the sum."""
    lines: dict[tuple[int, Hashable], list[float]] = {}
    for cell, number in _without_empty_lines(table).items():
        if cell in withheld:
            for side in (0, 1):
                lines.setdefault((side, cell[side]), []).append(number)
    return {line for line, gone in lines.items() if _is_open(gone, least)}


def withheld_of_table(
    table: Mapping[Cell, float], least: int, forced: Iterable[Cell] = ()
) -> frozenset[Cell]:
    """Of a table whose margins are known: the small cells, those that are withheld anyway, and what those need."""
    withheld = {cell for cell, number in table.items() if is_small(number, least)} | set(forced)
    kept = _without_empty_lines(table)
    while True:
        if _fill_lines(kept, withheld, least):
            continue
        found = _beside_a_bridge(kept, withheld)
        if found is None:
            return frozenset(withheld)
        withheld.add(found)


def _withheld_of_line(
    line: Mapping[Any, float], least: int, bound: Collection[Hashable] = ()
) -> frozenset[Hashable]:
    """Of numbers whose sum is known: at least two, which together are no small number."""
    withheld = {one for one, number in line.items() if is_small(number, least) or one in bound}
    while withheld and (len(withheld) < 2 or sum(line[one] for one in withheld) < least):
        others = [one for one, number in line.items() if one not in withheld and number > 0]
        if not others:
            break
        withheld.add(min(others, key=lambda one: (line[one], str(one))))
    return frozenset(withheld)


def _without_empty_lines(table: Mapping[Cell, float]) -> dict[Cell, float]:
    """Rows and columns of nobody hide nothing: their cells are known."""
    rows: dict[Hashable, float] = {}
    columns: dict[Hashable, float] = {}
    for (row, column), number in table.items():
        rows[row] = rows.get(row, 0) + number
        columns[column] = columns.get(column, 0) + number
    return {cell: number for cell, number in table.items() if rows[cell[0]] > 0 and columns[cell[1]] > 0}


def _fill_lines(table: Mapping[Cell, float], withheld: set[Cell], least: int) -> bool:
    """Withholds more where a row or column has one withheld cell only, or a small sum of them. True where it did."""
    lines: dict[tuple[int, Hashable], list[Cell]] = {}
    for cell in table:
        lines.setdefault((0, cell[0]), []).append(cell)
        lines.setdefault((1, cell[1]), []).append(cell)
    before = len(withheld)
    touched = {(side, cell[side]) for cell in table if cell in withheld for side in (0, 1)}
    for key, cells in lines.items():
        gone = [cell for cell in cells if cell in withheld]
        while gone and (len(gone) < 2 or sum(table[cell] for cell in gone) < least):
            others = [cell for cell in cells if cell not in withheld]
            if not others:
                break
            chosen = min(others, key=lambda cell: _dearness(cell, table, touched, 1 - key[0]))
            gone.append(chosen)
            withheld.add(chosen)
            touched |= {(0, chosen[0]), (1, chosen[1])}
    return len(withheld) > before


def _dearness(
    cell: Cell, table: Mapping[Cell, float], touched: Collection[tuple[int, Hashable]], across: int
) -> tuple[bool, bool, float, str]:
    """What it costs to withhold a cell: one of nobody, one whose other line has none yet, a large one."""
    return table[cell] == 0, (across, cell[across]) not in touched, table[cell], str(cell)


def _beside_a_bridge(table: Mapping[Cell, float], withheld: Collection[Cell]) -> Cell | None:
    """A cell that makes a circle through a line that has none; None where each has one."""
    edges = [cell for cell in table if cell in withheld]
    bridge = _bridge(edges)
    if bridge is None:
        return None
    near = _reached(("row", bridge[0]), [cell for cell in edges if cell != bridge])
    others = [
        cell
        for cell in table
        if cell not in withheld
        and (("row", cell[0]) in near or ("column", cell[1]) in near)
        and not (("row", cell[0]) in near and ("column", cell[1]) in near)
        and _joins(cell, edges)
    ]
    return min(others, key=lambda cell: (table[cell] == 0, table[cell], str(cell))) if others else None


def _joins(cell: Cell, edges: Sequence[Cell]) -> bool:
    """Whether both its row and its column have withheld cells already."""
    return any(edge[0] == cell[0] for edge in edges) and any(edge[1] == cell[1] for edge in edges)


Node = tuple[str, Hashable]


def _reached(start: Node, edges: Sequence[Cell]) -> set[Node]:
    found, waiting, beside = {start}, [start], _beside(edges)
    while waiting:
        for node in beside.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def _beside(edges: Sequence[Cell]) -> dict[Node, list[Node]]:
    beside: dict[Node, list[Node]] = {}
    for row, column in edges:
        beside.setdefault(("row", row), []).append(("column", column))
        beside.setdefault(("column", column), []).append(("row", row))
    return beside


def _bridge(edges: Sequence[Cell]) -> Cell | None:
    """A line on no circle (Tarjan 1974), None where there is none. Without recursion: a province has 130 communes."""
    beside = _beside(edges)
    order: dict[Node, int] = {}
    low: dict[Node, int] = {}
    for start in beside:
        if start in order:
            continue
        order[start] = low[start] = len(order)
        path: list[tuple[Node, Node | None, Iterator[Node]]] = [(start, None, iter(beside[start]))]
        while path:
            node, before, left = path[-1]
            step = next(left, None)
            if step is None:
                path.pop()
                if before is not None:
                    low[before] = min(low[before], low[node])
                    if low[node] > order[before]:
                        return (before[1], node[1]) if before[0] == "row" else (node[1], before[1])
            elif step not in order:
                order[step] = low[step] = len(order)
                path.append((step, node, iter(beside[step])))
            elif step != before:
                low[node] = min(low[node], order[step])
    return None
