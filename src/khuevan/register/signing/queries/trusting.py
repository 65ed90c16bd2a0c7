"""Whom this installation believes: the roots in <data>/signing/trust, those that the administrators added, and the
development authority where it is on."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from django.conf import settings

from .. import authority as development
from ..formats.stamping import StampingService
from ..formats.xml import Stamp
from ..models import TrustedAuthority
from ..verification import Trust
from ..verification.asking import StatusAsker
from ..verification.loading import certificates_in


def authority(at: datetime) -> development.Authority | None:
    """The development authority; None where it is off."""
    if not settings.SIGNING_AUTHORITY:
        return None
    return _opened(str(settings.SIGNING_ROOT), at)


def trust(at: datetime) -> Trust:
    """For verifying now. Statuses are asked over HTTP, of the development authority in the process."""
    roots, own, periods = roots_on_disk(), authority(at), _added()
    roots = (*roots, *(one for one in periods if one not in roots))
    if own is None:
        return Trust(roots, status=_asker(), periods=periods)
    asker = _asker()

    def status(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes | None:
        if issuer == own.issuing.certificate:
            return own.status(certificate, issuer, at=at)
        return asker(certificate, issuer)

    return Trust((*roots, own.root), own.chain, status, periods)


def stamp_source(at: datetime) -> Stamp | None:
    """Where time stamps come from: the configured service, else the development authority, else nowhere."""
    if settings.SIGNING_STAMP_URL:
        return StampingService(settings.SIGNING_STAMP_URL, at)
    own = authority(at)
    return None if own is None else lambda digest: own.stamp(digest, at=at)


def roots_on_disk() -> tuple[x509.Certificate, ...]:
    """Every *.pem, *.crt and *.cer of the trust folder that can be read."""
    folder = Path(settings.SIGNING_ROOT) / "trust"
    found: list[x509.Certificate] = []
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if file.suffix in (".pem", ".crt", ".cer"):
            found.extend(_in_file(file, file.stat().st_mtime_ns))
    return tuple(found)


def _added() -> dict[x509.Certificate, tuple[date, date | None]]:
    """Those on the page, with the days of signing for which they are believed."""
    rows = TrustedAuthority.objects.filter(ended_at=None).values_list("content", "valid_from", "valid_until")
    return {
        one: (first, until) for content, first, until in rows[:500] for one in certificates_in(bytes(content))
    }


@lru_cache(maxsize=256)
def _in_file(file: Path, changed: int) -> tuple[x509.Certificate, ...]:
    return certificates_in(file.read_bytes())


@lru_cache(maxsize=1)
def _asker() -> StatusAsker:
    return StatusAsker(lambda issuer: True)


_authorities: dict[str, development.Authority] = {}


def _opened(root: str, at: datetime) -> development.Authority:
    if root not in _authorities:
        _authorities[root] = development.opened(Path(root) / "authority", at=at)
    return _authorities[root]
