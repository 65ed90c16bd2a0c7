"""Charts and maps declared once: drawn by ECharts where scripts run, read as a table or list everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS = frozenset({"bar", "line", "stacked", "pie", "pyramid", "radar"})


@dataclass(frozen=True)
class Series:
    """One value per category of the chart, None where nothing is known."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """`kind`: bar, line, stacked (bars), pie (the first series only), pyramid (two series, the first to the left) or
    radar (an axis for each category, all alike: 0 to 100 where the unit is %). `decimals` rules the table."""

    title: str
    categories: Sequence[str]
    series: Sequence[Series]
    kind: str = "bar"
    unit: str = ""
    category_label: str = _("Mục")  # type: ignore[assignment]
    decimals: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a chart is one of {sorted(KINDS)}, not {self.kind!r}")
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"series {series.name!r} has {len(series.values)} values for {len(self.categories)} categories"
                )

    def table(self) -> Iterator[tuple[Any, ...]]:
        """The same figures as rows: category, then one value per series."""
        columns = [series.values for series in self.series]
        yield from zip(self.categories, *columns, strict=True)

    def lines(self, width: int = 240, height: int = 48) -> Iterator[str]:
        """The first series as corners of lines in a picture of that size, a line for each stretch without a gap: from the
        least value at the bottom to the greatest at the top."""
        values = [None if one is None else float(one) for one in self.series[0].values]
        known = [one for one in values if one is not None]
        if not known:
            return
        least, span = min(known), (max(known) - min(known)) or 1.0
        step = width / max(len(values) - 1, 1)
        stretch: list[str] = []
        for place, value in enumerate([*values, None]):
            if value is not None:
                up = (value - least) / span if max(known) > least else 0.5
                stretch.append(f"{place * step:.1f},{2 + (height - 4) * (1 - up):.1f}")
            elif stretch:
                yield " ".join(stretch if len(stretch) > 1 else [stretch[0], stretch[0]])
                stretch = []

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "unit": str(self.unit),
            "categories": [str(name) for name in self.categories],
            "series": [
                {"name": str(s.name), "values": [None if v is None else float(v) for v in s.values]}
                for s in self.series
            ],
        }


@dataclass(frozen=True)
class Point:
    """`lat`, `lon` in degrees (WGS 84); points of one `group` share a colour and a shape. `size`: 0 to 1, where groups
    are ranges of a number and the larger is to look it; None: all alike."""

    lat: float
    lon: float
    label: str
    url: str = ""
    detail: str = ""
    group: str = ""
    size: float | None = None


@dataclass(frozen=True)
class Map:
    title: str
    points: Sequence[Point] = field(default_factory=tuple)

    def as_dict(self) -> dict[str, Any]:
        return {
            "points": [
                {
                    "at": [p.lon, p.lat],
                    "label": str(p.label),
                    "url": p.url,
                    "detail": str(p.detail),
                    "group": str(p.group),
                    "size": p.size,
                }
                for p in self.points
            ]
        }


@dataclass(frozen=True)
class Tile:
    """A square of a schematic map. `column`, `row`: from 0 at the upper left; `short`: what fits into it; `step`: which
    of the ranges its number is in, from 1."""

    column: int
    row: int
    short: str
    label: str
    url: str
    detail: str
    step: int


@dataclass(frozen=True)
class Tiles:
    """Squares of one size, each near to where its unit is: a map without lines. `ranges`: words of the steps, up to four,
    from the lowest. Drawn in the page itself, so it needs no program and is walked by keyboard."""

    title: str
    tiles: Sequence[Tile] = field(default_factory=tuple)
    ranges: Sequence[str] = field(default_factory=tuple)

    @property
    def columns(self) -> int:
        return max((tile.column for tile in self.tiles), default=-1) + 1

    @property
    def rows(self) -> int:
        return max((tile.row for tile in self.tiles), default=-1) + 1
