"""Which files hold the figures of which months: one file of JSON, exchanged as a whole.

A block is a calendar year. Its files hold a row for each slot and month; a year that is over is never written again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

Month = int
"""202611: as one writes and sorts it."""
RUNNING, FROZEN, RECORDS = "running", "frozen", "records"
"""What a month was computed from: the state in service on its last day so far, a frozen state, or later from what the
records say of that day."""


@dataclass(frozen=True)
class KeptMonth:
    """as_of: the day that the facts were asked about. mark: of what it was computed from, so that the same is not written
    twice. formulas: the file with the formulas of then."""

    month: Month
    as_of: date
    source: str
    mark: str
    formulas: str


@dataclass(frozen=True)
class Chunk:
    """A Parquet file; `footer` is the hash of its footer alone, which is compared before anything is read by it."""

    name: str
    rows: int
    sha256: str
    footer: str


@dataclass(frozen=True)
class Block:
    """slots: the file with the order of the slots; columns: parts and values that are there."""

    year: int
    months: tuple[KeptMonth, ...]
    slots: str
    columns: tuple[str, ...]
    chunks: tuple[Chunk, ...]

    def place_of(self, month: Month) -> int | None:
        return next((place for place, one in enumerate(self.months) if one.month == month), None)


@dataclass(frozen=True)
class Months:
    """The state in service: blocks by year. number grows with every change."""

    number: int = 0
    blocks: Mapping[int, Block] = field(default_factory=dict)

    @property
    def kept(self) -> dict[Month, KeptMonth]:
        """From the earliest to the latest."""
        every = [month for _year, block in sorted(self.blocks.items()) for month in block.months]
        return {one.month: one for one in every}

    def names(self) -> set[str]:
        """Of all files."""
        found: set[str] = set()
        for block in self.blocks.values():
            found |= {block.slots, *(chunk.name for chunk in block.chunks)}
            found |= {month.formulas for month in block.months}
        return found


def month_of(day: date) -> Month:
    return day.year * 100 + day.month


def earlier(month: Month, by: int) -> Month:
    """The month that many months before."""
    number = month // 100 * 12 + month % 100 - 1 - by
    return number // 12 * 100 + number % 12 + 1


def written(state: Months) -> str:
    blocks = {str(year): asdict(block) for year, block in sorted(state.blocks.items())}
    return json.dumps({"number": state.number, "blocks": blocks}, indent=1, default=date.isoformat)


def read(text: str) -> Months:
    """Raises ValueError, KeyError or TypeError for what is none."""
    said = json.loads(text)
    return Months(int(said["number"]), {int(year): _block(one) for year, one in said["blocks"].items()})


def _block(said: Mapping[str, Any]) -> Block:
    months = tuple(KeptMonth(**{**one, "as_of": date.fromisoformat(one["as_of"])}) for one in said["months"])
    chunks = tuple(Chunk(**one) for one in said["chunks"])
    return Block(int(said["year"]), months, str(said["slots"]), tuple(map(str, said["columns"])), chunks)
