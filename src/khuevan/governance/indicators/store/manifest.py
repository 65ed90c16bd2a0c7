"""Which files hold the facts now. One file of JSON, exchanged as a whole: a reader sees the old state or the new one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from khuevan.kernel.facts import Facts


@dataclass(frozen=True)
class Piece:
    """Rows of facts in one file. units: these rows are all that the units have, and replace what earlier pieces say of
    them; None: of every unit."""

    file: str
    rows: int
    sha256: str
    units: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Kept:
    """Facts as they are stored: the first piece is of every unit, later ones of some. shape: of the declaration they were
    read under."""

    shape: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Manifest:
    """number grows with every change; as_of: the day that was asked about; marks: up to where the log was read."""

    number: int
    as_of: date
    made_at: datetime
    marks: Mapping[int, int]
    facts: Mapping[str, Kept]

    def files(self) -> set[str]:
        return {piece.file for kept in self.facts.values() for piece in kept.pieces}

    def holds(self, facts: Facts) -> bool:
        """Whether the facts are there, in the shape of their present declaration."""
        kept = self.facts.get(facts.code)
        return kept is not None and kept.shape == shape_of(facts)


@cache
def shape_of(facts: Facts) -> str:
    """Another statement or other columns give another shape: what was read under the old one is not used any more."""
    said = [facts.statement, facts.whole, [(one.name, one.kind.value) for one in facts.every]]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def written(manifest: Manifest) -> str:
    said = {
        "number": manifest.number,
        "as_of": manifest.as_of.isoformat(),
        "made_at": manifest.made_at.isoformat(),
        "marks": {str(lane): seq for lane, seq in manifest.marks.items()},
        "facts": {
            code: {"shape": kept.shape, "pieces": [_piece(one) for one in kept.pieces]}
            for code, kept in sorted(manifest.facts.items())
        },
    }
    return json.dumps(said, indent=1)


def read(text: str) -> Manifest:
    """Raises ValueError or KeyError for what no manifest is."""
    said = json.loads(text)
    return Manifest(
        number=int(said["number"]),
        as_of=date.fromisoformat(said["as_of"]),
        made_at=datetime.fromisoformat(said["made_at"]),
        marks={int(lane): int(seq) for lane, seq in said["marks"].items()},
        facts={
            code: Kept(kept["shape"], tuple(_read_piece(one) for one in kept["pieces"]))
            for code, kept in said["facts"].items()
        },
    )


def _piece(one: Piece) -> dict[str, Any]:
    return {"file": one.file, "rows": one.rows, "sha256": one.sha256, "units": one.units}


def _read_piece(said: Mapping[str, Any]) -> Piece:
    units = None if said["units"] is None else tuple(int(unit) for unit in said["units"])
    return Piece(str(said["file"]), int(said["rows"]), str(said["sha256"]), units)
