"""The counted package of a school: one manifest and one part for each kind of record, in a ZIP.

Written so that the same records at the same moment give the same bytes: members in the order of their names, the manifest
last, no time of day in the archive, keys of every object in order. Read back with suspicion: nothing that the archive
claims about itself is believed before it was counted.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import IO, Any
from uuid import UUID

from khuevan.kernel.files import archives

FORMAT, FORMAT_VERSION = "khuevan.school-package", 1
MANIFEST = "manifest.json"
_PART = re.compile(r"data/([a-z]+\.[a-z]+)\.jsonl")


class Reason(StrEnum):
    """Why a package is not taken."""

    NOT_AN_ARCHIVE = "not_an_archive"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    BAD_NAME = "bad_name"
    TWICE = "twice"
    NO_MANIFEST = "no_manifest"
    BAD_MANIFEST = "bad_manifest"
    OTHER_FORMAT = "other_format"
    MISSING_PART = "missing_part"
    STRAY_PART = "stray_part"
    WRONG_COUNT = "wrong_count"
    WRONG_DIGEST = "wrong_digest"
    BAD_ROW = "bad_row"


class PackageRefused(ValueError):  # noqa: N818 - the name is what happened
    """`facts` are what the sentence about it needs."""

    def __init__(self, reason: Reason, **facts: Any) -> None:
        super().__init__(f"{reason} {facts}")
        self.reason, self.facts = reason, facts


@dataclass(frozen=True)
class Limits:
    """Bytes, and numbers of members."""

    members: int = 200
    manifest: int = 1024**2
    unpacked: int = 512 * 1024**2
    line: int = 1024**2


@dataclass(frozen=True)
class Part:
    """kind: room.record; digest: SHA-256 of the lines as they stand in the archive."""

    kind: str
    rows: int
    bytes: int
    digest: str

    @property
    def file(self) -> str:
        return f"data/{self.kind}.jsonl"

    def written(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "file": self.file, "rows": self.rows, "bytes": self.bytes, "sha256": self.digest,
        }  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    """uid: the package's own number, the same nowhere else. cursor: the last change that it holds."""

    uid: str
    school_id: int
    school_code: str
    school_name: str
    school_year: str
    made_at: datetime
    cursor: int
    parts: tuple[Part, ...] = field(default=())

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def content_digest(self) -> str:
        """Of the parts alone: the same records give the same, whenever and by whomever they are packed."""
        return _digest(canonical([part.written() for part in self.parts]))

    @property
    def digest(self) -> str:
        return _digest(canonical(self._facts()))

    def written(self) -> bytes:
        return canonical({**self._facts(), "digest": self.digest})

    def _facts(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "uid": self.uid,
            "school": {"id": self.school_id, "code": self.school_code, "name": self.school_name},
            "school_year": self.school_year,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "cursor": self.cursor,
            "parts": [part.written() for part in self.parts],
            "rows": self.rows,
            "content_digest": self.content_digest,
        }


def canonical(value: Any) -> bytes:
    """JSON with one spelling: keys in order, no spaces, letters as they are."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def line_of(record_id: int, version: int, data: Mapping[str, Any]) -> bytes:
    """One record as it stands in a part."""
    return canonical({"id": record_id, "version": version, "data": dict(data)}) + b"\n"


def write_package(
    stream: IO[bytes], head: Manifest, parts: Iterable[tuple[str, Iterable[bytes]]]
) -> Manifest:
    """Writes the parts (kind, lines) in their order, then the manifest, and answers it."""
    written: list[Part] = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for kind, lines in parts:
            digest, rows, size = hashlib.sha256(), 0, 0
            with archive.open(archives.member(f"data/{kind}.jsonl"), "w") as member:
                for line in lines:
                    member.write(line)
                    digest.update(line)
                    rows, size = rows + 1, size + len(line)
            written.append(Part(kind, rows, size, digest.hexdigest()))
        whole = Manifest(**{**head.__dict__, "parts": tuple(written)})
        with archive.open(archives.member(MANIFEST), "w") as member:
            member.write(whole.written())
    return whole


class Opened:
    """A package whose every byte was counted and whose digests hold."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest, limits: Limits) -> None:
        self.manifest = manifest
        self._archive, self._limits = archive, limits

    def rows(self, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """(id, data) of the records of a kind, in the order of their ids; nothing where it has no such part."""
        if any(part.kind == kind for part in self.manifest.parts):
            for number, data, _line in _rows(self._archive, f"data/{kind}.jsonl", self._limits):
                yield number, data


def open_package(stream: IO[bytes], limits: Limits | None = None) -> Opened:
    """Reads and verifies the whole package. Raises PackageRefused."""
    limits = limits or Limits()
    try:
        archive = archives.weighed(
            stream, members=limits.members, unpacked=limits.unpacked, is_expected=_is_expected
        )
    except archives.Flawed as flawed:
        raise _refused(flawed, limits) from flawed
    try:
        manifest = _manifest(archive, limits)
        _parts_are_there(archive, manifest)
        left = limits.unpacked
        for part in manifest.parts:
            left = _verify(archive, part, limits, left)
    except PackageRefused:
        raise
    except archives.BROKEN as broken:
        raise PackageRefused(Reason.DAMAGED) from broken
    return Opened(archive, manifest, limits)


def _is_expected(name: str) -> bool:
    return name == MANIFEST or bool(_PART.fullmatch(name))


def _refused(flawed: archives.Flawed, limits: Limits) -> PackageRefused:
    facts = {
        archives.Flaw.TOO_MANY: {"most": limits.members},
        archives.Flaw.TOO_LARGE: {"most": limits.unpacked // 1024**2},
    }
    named = {"name": flawed.name} if flawed.name else {}
    return PackageRefused(Reason(flawed.flaw.value), **facts.get(flawed.flaw, named))


def _manifest(archive: zipfile.ZipFile, limits: Limits) -> Manifest:
    if MANIFEST not in archive.namelist():
        raise PackageRefused(Reason.NO_MANIFEST)
    with archive.open(MANIFEST) as member:
        content = member.read(limits.manifest + 1)
    if len(content) > limits.manifest:
        raise PackageRefused(Reason.TOO_LARGE, most=limits.manifest // 1024**2)
    told = _object(content)
    if told is None:
        raise PackageRefused(Reason.BAD_MANIFEST)
    if told.get("format") != FORMAT or told.get("format_version") != FORMAT_VERSION:
        raise PackageRefused(
            Reason.OTHER_FORMAT,
            format=str(told.get("format"))[:40],
            version=str(told.get("format_version"))[:10],
        )
    try:
        manifest = _taken(told)
    except (KeyError, TypeError, ValueError) as broken:
        raise PackageRefused(Reason.BAD_MANIFEST) from broken
    if content != manifest.written():
        raise PackageRefused(Reason.WRONG_DIGEST, name=MANIFEST)
    return manifest


def _taken(told: Mapping[str, Any]) -> Manifest:
    """Raises KeyError, TypeError or ValueError where something is absent or of another kind."""
    school = told["school"]
    made_at = datetime.fromisoformat(_text(told["made_at"]))
    if made_at.tzinfo is None:
        raise ValueError("a moment without a zone")
    parts = tuple(
        Part(_text(one["kind"]), _whole(one["rows"]), _whole(one["bytes"]), _text(one["sha256"]))
        for one in told["parts"]
    )
    if len({part.kind for part in parts}) != len(parts):
        raise ValueError("a kind twice")
    return Manifest(
        str(UUID(_text(told["uid"]))), _whole(school["id"]), _text(school["code"]), _text(school["name"]),
        _text(told["school_year"]), made_at, _whole(told["cursor"]), parts,
    )  # fmt: skip


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 300 or "\x00" in value:
        raise TypeError("not a short text")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise TypeError("not a whole number")
    return value


def _parts_are_there(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    there = set(archive.namelist()) - {MANIFEST}
    named = {part.file for part in manifest.parts}
    for name in sorted(named - there):
        raise PackageRefused(Reason.MISSING_PART, name=name)
    for name in sorted(there - named):
        raise PackageRefused(Reason.STRAY_PART, name=name)


def _verify(archive: zipfile.ZipFile, part: Part, limits: Limits, left: int) -> int:
    """Counts and digests one part, reading every line as a record; answers how many bytes are left for the others."""
    digest, rows, size, before = hashlib.sha256(), 0, 0, -1
    for number, _data, line in _rows(archive, part.file, limits):
        digest.update(line)
        rows, size = rows + 1, size + len(line)
        if size > left:
            raise PackageRefused(Reason.TOO_LARGE, most=limits.unpacked // 1024**2)
        if number <= before:
            raise PackageRefused(Reason.BAD_ROW, name=part.file, row=rows)
        before = number
    if (rows, size) != (part.rows, part.bytes):
        raise PackageRefused(Reason.WRONG_COUNT, name=part.file, claimed=part.rows, found=rows)
    if digest.hexdigest() != part.digest:
        raise PackageRefused(Reason.WRONG_DIGEST, name=part.file)
    return left - size


def _rows(archive: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[tuple[int, dict[str, Any], bytes]]:
    with archive.open(name) as member:
        count = 0
        while line := member.readline(limits.line + 1):
            count += 1
            if len(line) > limits.line:
                raise PackageRefused(Reason.BAD_ROW, name=name, row=count)
            told = _object(line)
            number, data = (told or {}).get("id"), (told or {}).get("data")
            if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**63:
                raise PackageRefused(Reason.BAD_ROW, name=name, row=count)
            if not isinstance(data, dict):
                raise PackageRefused(Reason.BAD_ROW, name=name, row=count)
            yield number, data, line


def _object(content: bytes) -> dict[str, Any] | None:
    """The JSON object, or None: nothing else is one, nor is one too deep, too long in its numbers or not in UTF-8."""
    try:
        told = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
