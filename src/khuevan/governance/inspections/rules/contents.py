"""The minutes as one text, and its hash: what both sides signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """An item of the sheet as it was found. photos: their SHA-256."""

    place: int
    question: str
    result: str
    remark: str
    photos: Sequence[str] = ()


@dataclass(frozen=True)
class Demand:
    place: int
    text: str
    due_on: str


@dataclass(frozen=True)
class Contents:
    """header: body, unit, number, place, days, team, leader, head, edition and why it was made anew."""

    header: Mapping[str, str]
    team: Sequence[str]
    lines: Sequence[Line]
    demands: Sequence[Demand]
    remarks: str


def written(contents: Contents) -> str:
    """JSON with one spelling."""
    return json.dumps(asdict(contents), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Contents:
    said: dict[str, Any] = json.loads(text)
    return Contents(
        said["header"], said["team"], [Line(**one) for one in said["lines"]],
        [Demand(**one) for one in said["demands"]], said["remarks"],
    )  # fmt: skip


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
