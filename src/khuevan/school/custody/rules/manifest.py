"""What is packed: which cards, how many, with which digests, from whom to whom.

The sector's practice packs issued cards by class, signs the package and hands it to the department; a child who moves
takes theirs along. The official format was not found, so this one is ours, published in `schemas/card-package`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,59}\Z")
"""How cards and packages may be called: part of a file's name, so nothing else."""
DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")
FOLDER: Final = "hoc-ba"


class PackageKind(StrEnum):
    """submission: issued cards of a class for the department; handover: those of one learner for the next school."""

    SUBMISSION = "submission"
    HANDOVER = "handover"


@dataclass(frozen=True)
class Place:
    """A school or office, by its code in the sector's list ("" where it has none) and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class Entry:
    """One card. digest: SHA-256 of its file, hexadecimal; learner: the holder's sector number."""

    code: str
    version: int
    digest: str
    learner: str

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.code}-{self.version}.xml"


@dataclass(frozen=True)
class Manifest:
    """uid: the package's own number; entries in the order of their files."""

    uid: str
    kind: PackageKind
    sender: Place
    receiver: Place
    year: str
    class_name: str
    made_at: datetime
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Receipt:
    """The receiver's answer: what came, by the manifest's digest, when, and that it was taken over whole."""

    package: str
    digest: str
    sender: Place
    receiver: Place
    received_at: datetime
    cards: int
