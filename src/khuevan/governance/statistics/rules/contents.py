"""What a report keeps when it is sent: its cells, remarks and parts as one text with a hash, never touched again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True)
class Part:
    """A report from below that was added in."""

    report_id: int
    unit_id: int
    name: str
    revision: int
    digest: str


@dataclass(frozen=True)
class Contents:
    """header: what form, whose, of when, from where. remarks: by cell. note: of the sender. frozen: of cells that were
    corrected after the day of the form, what the records said when that day ended."""

    header: Mapping[str, str]
    cells: Mapping[str, float]
    remarks: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    note: str = ""
    frozen: Mapping[str, float] = field(default_factory=dict)


def written(contents: Contents) -> str:
    """The same contents always give the same bytes."""
    told = {
        "header": dict(contents.header), "cells": {key: _plain(value) for key, value in contents.cells.items()},
        "remarks": dict(contents.remarks), "parts": [vars(part) for part in contents.parts], "note": contents.note,
    }  # fmt: skip
    if contents.frozen:
        told["frozen"] = {key: _plain(value) for key, value in contents.frozen.items()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_contents(text: str) -> Contents:
    """What `written` wrote. Raises ValueError for anything else."""
    told = json.loads(text)
    try:
        return Contents(
            told["header"],
            told["cells"],
            told["remarks"],
            tuple(Part(**part) for part in told["parts"]),
            told["note"],
            told.get("frozen", {}),
        )
    except (KeyError, TypeError) as broken:
        raise ValueError("not the contents of a report") from broken


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def added_up(keys: Iterable[str], below: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The form of a body: each cell is the sum of that cell below. A cell that an older layout did not have
    adds nothing."""
    listed = list(below)
    return {key: _plain(sum(cells.get(key, 0) for cells in listed)) for key in keys}


def added_frozen(parts: Iterable[Contents], cells: Mapping[str, float]) -> dict[str, float]:
    """Of a body: what its cells would be without what was corrected below, where that differs. cells: their sums."""
    listed = list(parts)
    before = added_up(cells, ({**one.cells, **one.frozen} for one in listed))
    return {key: value for key, value in before.items() if value != cells[key]}


def changed_cells(
    before: Mapping[str, float], now: Mapping[str, float]
) -> list[tuple[str, float | None, float | None]]:
    """(key, before, now) of the cells that differ; None where there was no such cell."""
    keys = dict.fromkeys((*now, *before))
    return [(key, before.get(key), now.get(key)) for key in keys if before.get(key) != now.get(key)]


def _plain(value: float) -> float:
    """Counts as whole numbers, areas to two decimals."""
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded
