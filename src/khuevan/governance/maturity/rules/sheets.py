"""The sheet that is handed in: everything it says as one text, and its hash."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Handed:
    """lines: of the index as it was, with points, reasons, proposals; evidence: (topic, title, sha256 or address)."""

    header: Mapping[str, str]
    lines: Sequence[Mapping[str, Any]]
    evidence: Sequence[Mapping[str, str]]


def written(one: Handed) -> str:
    """The same sheet, the same text."""
    said = {"header": dict(one.header), "lines": list(one.lines), "evidence": list(one.evidence)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def read_sheet(text: str, digest: str) -> Handed | None:
    """None where the text is no longer what was handed in."""
    if not text or digest_of(text) != digest:
        return None
    said = json.loads(text)
    return Handed(said["header"], said["lines"], said["evidence"])
