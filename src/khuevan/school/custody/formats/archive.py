"""The archive: `goi.xml`, one file a card, and what issuers said of the certificates (OCSP answers, which prove
themselves and stand in no list). Read with suspicion and one member at a time, so that a province's package needs no
more memory than one card."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any, Final

from ..rules.manifest import FOLDER

MANIFEST: Final = "goi.xml"
_CARD: Final = re.compile(rf"{FOLDER}/[A-Za-z0-9][A-Za-z0-9.\-]{{0,69}}\.xml\Z")
_ANSWER: Final = re.compile(r"tinh-trang/[0-9a-f]{64}\.ocsp\Z")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class Why(StrEnum):
    """Why an archive is not read at all."""

    NOT_AN_ARCHIVE = "not_an_archive"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    BAD_NAME = "bad_name"
    TWICE = "twice"
    NO_MANIFEST = "no_manifest"


class ArchiveRefused(ValueError):  # noqa: N818 - the name is what happened
    """name: of the member that it is about."""

    def __init__(self, why: Why, name: str = "") -> None:
        super().__init__(f"{why} {name}")
        self.why, self.name = why, name


@dataclass(frozen=True)
class Limits:
    """Bytes, and numbers of members."""

    members: int = 200_001
    manifest: int = 32 * 1024**2
    card: int = 2 * 1024**2
    answers: int = 2000
    answer: int = 64 * 1024
    unpacked: int = 8 * 1024**3


class Opened:
    """An archive whose list was looked at; its contents were not."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive, self._limits = archive, limits

    def manifest(self) -> bytes:
        """Raises ArchiveRefused."""
        return self._read(MANIFEST, self._limits.manifest)

    def card(self, file: str) -> bytes:
        """The content of one card. Raises ArchiveRefused."""
        return self._read(file, self._limits.card)

    def cards(self) -> Iterator[tuple[str, bytes]]:
        """(file, content), in the archive's order. Raises ArchiveRefused at the one that is broken or too large."""
        for info in self._archive.infolist():
            if info.filename != MANIFEST and not _ANSWER.match(info.filename):
                yield info.filename, self.card(info.filename)

    def answers(self) -> list[bytes]:
        """What issuers said of certificates when the archive was made. Raises ArchiveRefused."""
        names = [one.filename for one in self._archive.infolist() if _ANSWER.match(one.filename)]
        if len(names) > self._limits.answers:
            raise ArchiveRefused(Why.TOO_LARGE, names[-1])
        return [self._read(name, self._limits.answer) for name in names]

    def _read(self, name: str, limit: int) -> bytes:
        """Counts what comes out: what the archive says of its sizes does not matter."""
        try:
            with self._archive.open(name) as member:
                content = member.read(limit + 1)
        except _BROKEN as broken:
            raise ArchiveRefused(Why.DAMAGED, name) from broken
        if len(content) > limit:
            raise ArchiveRefused(Why.TOO_LARGE, name)
        return content


def write_archive(
    stream: IO[bytes], manifest: bytes, cards: Iterable[tuple[str, bytes]], answers: Iterable[bytes] = ()
) -> None:
    """The same contents give the same bytes: no time of day, members as they come, the manifest first."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(_member(MANIFEST), manifest)
        for name, content in cards:
            archive.writestr(_member(name), content)
        for answer in answers:
            archive.writestr(_member(f"tinh-trang/{hashlib.sha256(answer).hexdigest()}.ocsp"), answer)


def open_archive(stream: IO[bytes], limits: Limits | None = None) -> Opened:
    """Raises ArchiveRefused for what can be seen from the archive's own list."""
    limits = limits or Limits()
    try:
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
    except _BROKEN as broken:
        stream.seek(0)
        looks_like_one = stream.read(2) == b"PK"
        raise ArchiveRefused(Why.DAMAGED if looks_like_one else Why.NOT_AN_ARCHIVE) from broken
    _weigh(archive, entries, limits)
    return Opened(archive, limits)


def _weigh(archive: zipfile.ZipFile, entries: list[Any], limits: Limits) -> None:
    if len(entries) > limits.members or sum(one.file_size for one in entries) > limits.unpacked:
        raise ArchiveRefused(Why.TOO_LARGE)
    seen: set[str] = set()
    for one in entries:
        name = one.orig_filename
        if name != MANIFEST and not _CARD.match(name) and not _ANSWER.match(name):
            raise ArchiveRefused(Why.BAD_NAME, name[:80])
        if name in seen:
            raise ArchiveRefused(Why.TWICE, name)
        seen.add(name)
        if one.flag_bits & 1:
            raise ArchiveRefused(Why.ENCRYPTED, name)
    if MANIFEST not in seen:
        raise ArchiveRefused(Why.NO_MANIFEST)
    if archive.comment or min(one.header_offset for one in entries) != 0:
        raise ArchiveRefused(Why.DAMAGED)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
    return info
