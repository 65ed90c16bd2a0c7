"""Which files hold the facts now. One file of JSON, exchanged as a whole: a reader sees the old state or the new one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from khuevan.kernel.facts import Facts

UNIT = "unit_id"


@dataclass(frozen=True)
class File:
    """A Parquet file as it was written."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Piece:
    """Rows of facts in one file. values: these rows are all whose `column` is one of them, and replace what earlier
    pieces say of such rows; None: these rows replace nothing. sums: what the stored sums gain by this piece, and lose;
    None where none are stored."""

    file: File
    column: str = UNIT
    values: tuple[int, ...] | None = None
    sums: File | None = None

    @property
    def files(self) -> tuple[File, ...]:
        return (self.file,) if self.sums is None else (self.file, self.sums)


@dataclass(frozen=True)
class Kept:
    """Facts as they are stored. shape: of the declaration they were read under; by, parts: what their stored sums can be
    taken apart by beside the unit, and which parts they name."""

    shape: str
    pieces: tuple[Piece, ...]
    by: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Of all files, replaced ones too."""
        return sum(piece.file.rows for piece in self.pieces)

    @property
    def has_sums(self) -> bool:
        return all(piece.sums is not None for piece in self.pieces)


@dataclass(frozen=True)
class Manifest:
    """number grows with every change; as_of: the day that was asked about; marks: up to where the log was read; beside:
    further files of a frozen state with their hashes."""

    number: int
    as_of: date
    made_at: datetime
    marks: Mapping[int, int]
    facts: Mapping[str, Kept]
    beside: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> Iterator[File]:
        for kept in self.facts.values():
            for piece in kept.pieces:
                yield from piece.files

    def names(self) -> set[str]:
        """Of the files of facts."""
        return {file.name for file in self.files()}

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
        "facts": {code: _kept(kept) for code, kept in sorted(manifest.facts.items())},
        "beside": dict(sorted(manifest.beside.items())),
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
        facts={code: _read_kept(kept) for code, kept in said["facts"].items()},
        beside={str(name): str(digest) for name, digest in said.get("beside", {}).items()},
    )


def _kept(kept: Kept) -> dict[str, Any]:
    return {
        "shape": kept.shape,
        "by": kept.by,
        "parts": kept.parts,
        "pieces": [_piece(one) for one in kept.pieces],
    }


def _read_kept(said: Mapping[str, Any]) -> Kept:
    pieces = tuple(_read_piece(one) for one in said["pieces"])
    return Kept(str(said["shape"]), pieces, _texts(said.get("by", ())), _texts(said.get("parts", ())))


def _piece(one: Piece) -> dict[str, Any]:
    sums = None if one.sums is None else _file(one.sums)
    return {**_file(one.file), "column": one.column, "values": one.values, "sums": sums}


def _file(one: File) -> dict[str, Any]:
    return {"file": one.name, "rows": one.rows, "sha256": one.sha256}


def _read_file(said: Mapping[str, Any]) -> File:
    return File(str(said["file"]), int(said["rows"]), str(said["sha256"]))


def _read_piece(said: Mapping[str, Any]) -> Piece:
    """States that were frozen before rows were exchanged by other columns name `units`, and store no sums."""
    values = said.get("values", said.get("units"))
    return Piece(
        _read_file(said),
        str(said.get("column", UNIT)),
        None if values is None else tuple(int(value) for value in values),
        _read_file(said["sums"]) if said.get("sums") else None,
    )


def _texts(said: Collection[Any]) -> tuple[str, ...]:
    return tuple(str(one) for one in said)
