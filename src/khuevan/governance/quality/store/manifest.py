"""Which files hold the rows and verdicts now: one file of JSON, exchanged as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

EDITION = 1
"""Raise it where rows are judged or kept otherwise: what was kept before is not used any more."""


@dataclass(frozen=True)
class File:
    """A file as it was written."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Kept:
    """Facts of one kind, and what the checks say of them.

    shape: of the declaration and the columns they were kept by. base: the rows as they were once read; fresh: rows that
    stand in place of those whose id is in `replaced`. faults, tallies: the verdict on the rows as they are now; asked:
    how each check was asked for it, by code.
    """

    shape: str
    rows: int
    base: File
    fresh: File
    replaced: File
    faults: File
    tallies: File
    asked: Mapping[str, str]

    @property
    def files(self) -> tuple[File, ...]:
        return (self.base, self.fresh, self.replaced, self.faults, self.tallies)


@dataclass(frozen=True)
class Manifest:
    """as_of: the day that was asked about. marks: up to where the log was read, seal: of the log up to there."""

    as_of: date
    marks: Mapping[int, int]
    seal: str
    facts: Mapping[str, Kept]

    def names(self) -> Iterator[str]:
        """Of all files."""
        for kept in self.facts.values():
            for file in kept.files:
                yield file.name


def written(state: Manifest) -> str:
    said = {
        "edition": EDITION,
        "as_of": state.as_of.isoformat(),
        "marks": {str(lane): seq for lane, seq in state.marks.items()},
        "seal": state.seal,
        "facts": {code: asdict(kept) for code, kept in sorted(state.facts.items())},
    }
    return json.dumps(said, indent=1)


def read(text: str) -> Manifest:
    """Raises ValueError, KeyError or TypeError for what is none of this edition."""
    said = json.loads(text)
    if said["edition"] != EDITION:
        raise ValueError(f"edition {said['edition']}")
    return Manifest(
        date.fromisoformat(said["as_of"]),
        {int(lane): int(seq) for lane, seq in said["marks"].items()},
        str(said["seal"]),
        {code: _kept(kept) for code, kept in said["facts"].items()},
    )


def _kept(said: Mapping[str, Any]) -> Kept:
    files = {name: File(**said[name]) for name in ("base", "fresh", "replaced", "faults", "tallies")}
    asked = {str(code): str(mark) for code, mark in said["asked"].items()}
    return Kept(str(said["shape"]), int(said["rows"]), asked=asked, **files)
