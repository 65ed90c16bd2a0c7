"""The folder of contents: <root>/ab/cd/<sha256>, written once and never changed."""

from __future__ import annotations

import errno
import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from .errors import FileRefused, StorageFull

CHUNK = 1024**2
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Draft:
    """A content that has arrived completely but has no place yet."""

    path: Path
    sha256: str
    size: int


def root() -> Path:
    return Path(settings.FILES_ROOT)


def place(sha256: str) -> Path:
    return root() / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def draft(stream: BinaryIO, limit: int) -> Iterator[Draft]:
    """Receives the stream beside its later place; gone at the end of the block unless `keep` moved it.

    Raises FileRefused for an empty or too large file, StorageFull when the disk is.
    """
    arriving = root() / "arriving"
    path = arriving / uuid.uuid4().hex
    try:
        with _room():
            arriving.mkdir(parents=True, exist_ok=True)
            arrived = _receive(stream, path, limit)
        yield arrived
    finally:
        path.unlink(missing_ok=True)


def keep(arrived: Draft) -> None:
    """Moves the content to its place, durably; a content that is already there is not written again."""
    to = place(arrived.sha256)
    if to.exists() and to.stat().st_size == arrived.size:
        return
    with _room():
        to.parent.mkdir(parents=True, exist_ok=True)
        arrived.path.chmod(0o440)
        arrived.path.replace(to)
        for folder in (to.parent, to.parent.parent):
            _sync_folder(folder)


def digest(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stored() -> Iterator[Path]:
    """Every content in the folder."""
    yield from root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")


def _receive(stream: BinaryIO, path: Path, limit: int) -> Draft:
    hasher, size = hashlib.sha256(), 0
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise FileRefused(
                    _("Tệp quá lớn: tối đa %(limit)s MB. Hãy giảm dung lượng hoặc chia nhỏ tệp.")
                    % {"limit": limit // 1024**2}
                )
            hasher.update(chunk)
            file.write(chunk)
        if size == 0:
            raise FileRefused(_("Tệp rỗng, không có nội dung nào."))
        file.flush()
        os.fsync(file.fileno())
    return Draft(path, hasher.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as full:
        if full.errno in _NO_ROOM:
            raise StorageFull(
                _("Máy chủ đã hết chỗ lưu tệp. Chưa có gì được lưu; hãy báo quản trị viên rồi thử lại sau.")
            ) from full
        if full.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StorageFull(
                _("Máy chủ không ghi được vào kho tệp. Chưa có gì được lưu; hãy báo quản trị viên.")
            ) from full
        raise
