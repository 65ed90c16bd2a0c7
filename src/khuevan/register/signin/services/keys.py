"""The keys that sign id tokens: RSA files in DATA/keys, named by the moment from which they sign.

The files are the only state: every worker reads the folder again when it changed, so that a rotation needs no
restart and a backup of the data folder carries the keys. Mode 0600 in a folder 0700.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from allauth.idp.oidc.models import PrivateKey
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from khuevan.register.signin.rules import KEY_LEAD, key_terms

_STAMP = "%Y%m%dT%H%M%S.%fZ"
_PREFIX = "oidc-"
BITS = 2048

_read: tuple[tuple[tuple[str, int], ...], list[PrivateKey]] | None = None


def folder() -> Path:
    return Path(settings.KEYS_ROOT)


def private_keys(at: datetime) -> list[PrivateKey]:
    """Every key that is published or will sign, oldest first; makes the first one."""
    global _read
    seen = tuple((file.name, file.stat().st_mtime_ns) for file in _files())
    if not seen:
        with _locked():
            if not _files():
                _write(at)
        seen = tuple((file.name, file.stat().st_mtime_ns) for file in _files())
    if _read is None or _read[0] != seen:
        _read = (seen, _load())
    return _read[1]


def rotate(*, at: datetime, immediately: bool = False) -> tuple[datetime, list[str]]:
    """Makes the next key and deletes keys whose term is over. Returns when it begins to sign, and the deleted names.

    `immediately`: the old key is known to somebody else: the new one signs from now on and the old ones go at once.
    """
    with _locked():
        signs_from = at if immediately else at + KEY_LEAD
        if not _files() and not immediately:
            signs_from = at
        kept = _write(signs_from)
        starts = [_start(file) for file in _files()]
        gone = []
        for file, term in zip(_files(), key_terms(starts), strict=True):
            over = term.until is not None and term.until <= at
            if file != kept and (over or immediately):
                file.unlink()
                gone.append(file.name)
    return signs_from, gone


def _load() -> list[PrivateKey]:
    files = _files()
    terms = key_terms([_start(file) for file in files])
    return [
        PrivateKey(
            pem=file.read_text("ascii"),
            issued_at=term.signs_from,
            not_before=term.signs_from,
            expires_at=term.until,
        )
        for file, term in zip(files, terms, strict=True)
    ]


def _files() -> list[Path]:
    return sorted(folder().glob(f"{_PREFIX}*.pem"))


def _start(file: Path) -> datetime:
    return datetime.strptime(file.stem.removeprefix(_PREFIX), _STAMP).replace(tzinfo=UTC)


def _write(signs_from: datetime) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder() / f"{_PREFIX}{signs_from.astimezone(UTC).strftime(_STAMP)}.pem"
    unfinished = file.with_suffix(".new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    unfinished.rename(file)
    return file


@contextmanager
def _locked() -> Iterator[None]:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
