"""What an address asks of the explorer, and how the answer is laid out: rows, columns, charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from khuevan.kernel.measures import Indicator

from .figures import Figure

MOST_INDICATORS = 3
MOST_UNITS = 40
MOST_STATES = 6
MOST_SERIES = 12
"""Lines of a chart; the table shows all."""


class Form(StrEnum):
    TABLE = "table"
    BAR = "bar"
    LINE = "line"
    PYRAMID = "pyramid"
    MAP = "map"


class Bounds(StrEnum):
    """On whose tree frozen figures are shown: that of their day, or today's."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True)
class Found:
    """One figure. state: "" for what is in service, else the number of a frozen one; value: of the split."""

    indicator: Indicator
    state: str
    unit: int
    value: Any
    figure: Figure


@dataclass(frozen=True)
class Pivot:
    """cells: by row and column, each a tuple of what it is of."""

    rows: Sequence[Any]
    columns: Sequence[tuple[Any, ...]]
    cells: Mapping[tuple[Any, tuple[Any, ...]], Figure]


def pivot(found: Sequence[Found], axis: str) -> Pivot:
    """axis: what stands in the rows: "unit", "state" or "value" of the split; the others make the columns."""
    rows: dict[Any, None] = {}
    columns: dict[tuple[Any, ...], None] = {}
    cells: dict[tuple[Any, tuple[Any, ...]], Figure] = {}
    for one in found:
        row = getattr(one, axis)
        column = (
            one.indicator, "" if axis == "unit" else one.unit, "" if axis == "state" else one.state,
            None if axis == "value" else one.value,
        )  # fmt: skip
        rows[row] = columns[column] = None
        cells[row, column] = one.figure
    return Pivot(list(rows), list(columns), cells)


def axis_of(*, split: bool, units: int, states: int) -> str:
    """What stands in the rows: the split where there is one, else what there is most of."""
    if split:
        return "value"
    return "state" if states > 1 and states >= units else "unit"


def classes(values: Sequence[float], most: int = 4) -> list[tuple[float, float]]:
    """Ranges that hold about as many of the values each, from the lowest; both ends are values."""
    known = sorted(values)
    if not known:
        return []
    cuts = sorted({known[(len(known) - 1) * place // most] for place in range(1, most)} | {known[-1]})
    ranges, low = [], known[0]
    for cut in cuts:
        inside = [one for one in known if low <= one <= cut]
        if not inside:
            continue
        ranges.append((inside[0], inside[-1]))
        later = [one for one in known if one > cut]
        if not later:
            break
        low = later[0]
    return ranges
