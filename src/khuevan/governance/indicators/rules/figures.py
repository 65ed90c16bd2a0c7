"""A value with the parts that it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from khuevan.kernel.measures import Measure, Median, Ratio, parts_of


@dataclass(frozen=True)
class Figure:
    """value: None where there is nothing to say (a ratio over nothing, a median of no rows). upper, lower: the parts of a
    ratio; of anything else the value itself and None."""

    value: float | None
    upper: float | None = None
    lower: float | None = None


def figure_of(measure: Measure, found: Mapping[str, float | None]) -> Figure:
    """found: parts by their names, or "value" of what is computed from rows. A part
    that is missing has no rows, so it is 0."""
    if isinstance(measure, Ratio):
        upper = found.get(measure.upper.name) or 0.0
        lower = found.get(measure.lower.name) or 0.0
        return Figure(upper * measure.scale / lower if lower else None, upper, lower)
    parts = parts_of(measure)
    value = found.get(parts[0].name if parts else "value")
    if value is None and not isinstance(measure, Median):
        value = 0.0
    return Figure(value, value)
