"""The backup archive: one ZIP file that says about itself what must be in it.

Members are stored, not compressed again: `database.sql.zst` (PostgreSQL's own plain dump), `files/…`
(the stored files) and, last, `manifest.json` with size and SHA-256 of each member and with row count and
SHA-256 of each table. The list of members of a ZIP stands at its end, so a torn file cannot be opened at
all; and it is written under another name until it is whole. Anyone can open it in twenty years with
unzip, zstd and psql.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = "khuevan-backup"
FORMAT_VERSION = 1
DATABASE = "database.sql.zst"
MANIFEST = "manifest.json"
FILES = "files/"
SUFFIX = ".khuevan.zip"
_BLOCK = 1 << 20


class ArchiveIsDamaged(Exception):
    """The archive is not what was written: torn, changed, or no archive. The message says where."""


@dataclass(frozen=True)
class Content:
    """One member of the archive. `size` in bytes, `sha256` as hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True)
class TableState:
    """What a table held: number of rows, and the SHA-256 of all of them in the order of their key."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the archive promises. `guards` are the privileges, policies and triggers, one line each."""

    made_at: str
    software: str
    server: str
    owner: str
    app: str
    migrations: list[tuple[str, str]] = field(default_factory=list)
    tables: dict[str, TableState] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    guards: list[str] = field(default_factory=list)
    members: dict[str, Content] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def files(self) -> list[str]:
        return [name for name in self.members if name.startswith(FILES)]

    def to_json(self) -> bytes:
        words = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(self)}
        return json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Manifest:
        """Raises ArchiveIsDamaged."""
        try:
            words: dict[str, Any] = json.loads(raw)
            if words.pop("format") != FORMAT:
                raise ArchiveIsDamaged("the file is not a backup of this platform")
            version = words.pop("format_version")
            if version != FORMAT_VERSION:
                raise ArchiveIsDamaged(
                    f"the archive has format {version}, this version reads {FORMAT_VERSION}"
                )
            words["migrations"] = [(app, name) for app, name in words["migrations"]]
            words["tables"] = {name: TableState(**state) for name, state in words["tables"].items()}
            words["members"] = {name: Content(**content) for name, content in words["members"].items()}
            return cls(**words)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ArchiveIsDamaged(f"the manifest cannot be read: {error}") from error


class Member:
    """A member being written: counts and hashes what passes."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink, self._hash, self._size = sink, hashlib.sha256(), 0

    def write(self, block: bytes) -> int:
        self._hash.update(block)
        self._size += len(block)
        return self._sink.write(block)

    def flush(self) -> None:
        """Compressors call it; the archive is synchronised once, at its end."""

    @property
    def content(self) -> Content:
        return Content(self._size, self._hash.hexdigest())


class Writer:
    def __init__(self, target: zipfile.ZipFile) -> None:
        self._zip = target
        self.members: dict[str, Content] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[Member]:
        with self._zip.open(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), "w", force_zip64=True) as sink:
            member = Member(sink)
            yield member
        self.members[name] = member.content

    def copy(self, name: str, source: Path) -> None:
        with source.open("rb") as stream, self.member(name) as member:
            while block := stream.read(_BLOCK):
                member.write(block)

    def finish(self, manifest: Manifest) -> None:
        self._zip.writestr(zipfile.ZipInfo(MANIFEST, (1980, 1, 1, 0, 0, 0)), manifest.to_json())


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """The file gets its name only when it is whole and on the disk; after an error nothing is left.

    Readable by its owner only. Raises FileExistsError rather than replace an older backup.
    """
    if target.exists():
        raise FileExistsError(f"{target} exists; an older backup is never replaced")
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as target_zip:
                yield Writer(target_zip)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    _synchronise_folder(target.parent)


class Reader:
    """An opened archive whose manifest has been read. Nothing in it is believed before `verify`."""

    def __init__(self, source: zipfile.ZipFile) -> None:
        self._zip = source
        try:
            raw = source.read(MANIFEST)
        except KeyError:
            raise ArchiveIsDamaged("the archive has no manifest") from None
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise ArchiveIsDamaged(f"the manifest is damaged: {error}") from error
        self.manifest = Manifest.from_json(raw)
        self.manifest_sha256 = hashlib.sha256(raw).hexdigest()

    def verify(self) -> None:
        """Reads every byte. Raises ArchiveIsDamaged with the name of the first member that is wrong."""
        there = set(self._zip.namelist()) - {MANIFEST}
        promised = set(self.manifest.members)
        if missing := sorted(promised - there):
            raise ArchiveIsDamaged(f"{missing[0]} is missing from the archive ({len(missing)} in all)")
        if foreign := sorted(there - promised):
            raise ArchiveIsDamaged(f"{foreign[0]} does not belong to the archive")
        if DATABASE not in promised:
            raise ArchiveIsDamaged(f"{DATABASE} is missing from the archive")
        for name, content in self.manifest.members.items():
            if ".." in name.split("/") or name.startswith("/"):
                raise ArchiveIsDamaged(f"{name} would be written outside of its folder")
            found = Content(*self._measure(name))
            if found != content:
                raise ArchiveIsDamaged(
                    f"{name} was changed: {content.size} bytes with SHA-256 {content.sha256[:12]}… expected,"
                    f" {found.size} bytes with {found.sha256[:12]}… found"
                )

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        with self._zip.open(name) as stream:
            yield stream

    def _measure(self, name: str) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
                    size += len(block)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise ArchiveIsDamaged(f"{name} is damaged: {error}") from error
        return size, digest.hexdigest()


@contextmanager
def reading(source: Path) -> Iterator[Reader]:
    """Raises ArchiveIsDamaged, FileNotFoundError."""
    try:
        opened = zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise ArchiveIsDamaged(f"{source.name} is not a whole archive: {error}") from error
    with opened:
        yield Reader(opened)


def _synchronise_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
