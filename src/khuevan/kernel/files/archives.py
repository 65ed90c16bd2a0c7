"""ZIP archives that programs make for programs: written so that the same contents give the same bytes, and weighed before
anything in them is read. What an archive claims about itself is believed only where it speaks against it.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from enum import StrEnum
from typing import IO, Final

BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What reading a member of a damaged archive raises."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Flaw(StrEnum):
    """What an archive's own list says against it."""

    NOT_AN_ARCHIVE = "not_an_archive"
    DAMAGED = "damaged"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    BAD_NAME = "bad_name"
    TWICE = "twice"
    ENCRYPTED = "encrypted"


class Flawed(ValueError):  # noqa: N818 - the name is what happened
    """name: of the member that it is about, or ""."""

    def __init__(self, flaw: Flaw, name: str = "") -> None:
        super().__init__(f"{flaw} {name}")
        self.flaw, self.name = flaw, name


def weighed(
    stream: IO[bytes], *, members: int, unpacked: int, is_expected: Callable[[str], bool]
) -> zipfile.ZipFile:
    """The archive, of whose contents nothing was read. members, unpacked: how many at most, and bytes in all as the list
    says; is_expected: by a member's name. Raises Flawed.
    """
    try:
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
    except BROKEN as broken:
        stream.seek(0)
        looks_like_one = stream.read(2) == b"PK"
        raise Flawed(Flaw.DAMAGED if looks_like_one else Flaw.NOT_AN_ARCHIVE) from broken
    if len(entries) > members:
        raise Flawed(Flaw.TOO_MANY)
    if sum(one.file_size for one in entries) > unpacked:
        raise Flawed(Flaw.TOO_LARGE)
    seen: set[str] = set()
    for one in entries:
        name = one.orig_filename
        if not is_expected(name):
            raise Flawed(Flaw.BAD_NAME, name[:80])
        if name in seen:
            raise Flawed(Flaw.TWICE, name)
        seen.add(name)
        if one.flag_bits & 1:
            raise Flawed(Flaw.ENCRYPTED, name)
    if archive.comment or min((one.header_offset for one in entries), default=0) != 0:
        raise Flawed(Flaw.DAMAGED)
    return archive


def member(name: str) -> zipfile.ZipInfo:
    """Without a time of day and without anybody's rights."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
    return info
