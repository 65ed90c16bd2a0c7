"""What a report keeps when it is sent: fields, words and parts as one text with a hash, never touched again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True)
class Part:
    """A report from below that is quoted."""

    report_id: int
    unit_id: int
    name: str
    edition: int
    digest: str


@dataclass(frozen=True)
class Contents:
    """header: whose, on which figures. values: field as the template writes it -> (as it is printed, address
    of its page).
    sections, entries: what people wrote, by label. note: why it was sent although something was missing."""

    header: Mapping[str, str]
    values: Mapping[str, tuple[str, str]]
    sections: Mapping[str, str]
    entries: Mapping[str, str]
    aims: tuple[Mapping[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    note: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


def written(contents: Contents) -> str:
    """The same contents always give the same text."""
    told = {
        "header": dict(contents.header),
        "values": {key: list(one) for key, one in contents.values.items()},
        "sections": dict(contents.sections),
        "entries": dict(contents.entries),
        "aims": [dict(one) for one in contents.aims],
        "parts": [vars(one) for one in contents.parts],
        "note": contents.note,
        "files": dict(contents.files),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_contents(text: str) -> Contents:
    """What `written` wrote. Raises ValueError for anything else."""
    try:
        told = json.loads(text)
        return Contents(
            told["header"],
            {key: (one[0], one[1]) for key, one in told["values"].items()},
            told["sections"],
            told["entries"],
            tuple(told["aims"]),
            tuple(Part(**part) for part in told["parts"]),
            told["note"],
            told["files"],
        )
    except (KeyError, TypeError, IndexError) as broken:
        raise ValueError("not the contents of a report") from broken


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()
