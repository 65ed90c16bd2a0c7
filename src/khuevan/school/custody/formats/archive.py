"""The archive: `goi.xml`, one file a card, and what issuers said of the certificates (OCSP answers, which prove
themselves and stand in no list). Read with suspicion and one member at a time, so that a province's package needs no
more memory than one card."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Final

from khuevan.kernel.files import archives

from ..rules.manifest import FOLDER

MANIFEST: Final = "goi.xml"
_CARD: Final = re.compile(rf"{FOLDER}/[A-Za-z0-9][A-Za-z0-9.\-]{{0,69}}\.xml\Z")
_ANSWER: Final = re.compile(r"tinh-trang/[0-9a-f]{64}\.ocsp\Z")


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


_WHY: Final = {
    one: Why.TOO_LARGE if one == archives.Flaw.TOO_MANY else Why(one.value) for one in archives.Flaw
}


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
        except archives.BROKEN as broken:
            raise ArchiveRefused(Why.DAMAGED, name) from broken
        if len(content) > limit:
            raise ArchiveRefused(Why.TOO_LARGE, name)
        return content


def write_archive(
    stream: IO[bytes], manifest: bytes, cards: Iterable[tuple[str, bytes]], answers: Iterable[bytes] = ()
) -> None:
    """The same contents give the same bytes: no time of day, members as they come, the manifest first."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(archives.member(MANIFEST), manifest)
        for name, content in cards:
            archive.writestr(archives.member(name), content)
        for answer in answers:
            archive.writestr(archives.member(f"tinh-trang/{hashlib.sha256(answer).hexdigest()}.ocsp"), answer)


def open_archive(stream: IO[bytes], limits: Limits | None = None) -> Opened:
    """Raises ArchiveRefused for what can be seen from the archive's own list."""
    limits = limits or Limits()
    try:
        archive = archives.weighed(
            stream, members=limits.members, unpacked=limits.unpacked, is_expected=_is_expected
        )
    except archives.Flawed as flawed:
        raise ArchiveRefused(_WHY[flawed.flaw], flawed.name) from flawed
    if MANIFEST not in archive.NameToInfo:
        raise ArchiveRefused(Why.NO_MANIFEST)
    return Opened(archive, limits)


def _is_expected(name: str) -> bool:
    return name == MANIFEST or bool(_CARD.match(name) or _ANSWER.match(name))
