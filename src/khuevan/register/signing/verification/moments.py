"""When something was signed: by a time stamp where there is a good one, else as the signer claims."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from django.utils.translation import gettext as _

from ..formats.xml import canonical
from ..rules import xades
from . import paths
from .cms import StampRead, read_stamp
from .loading import Unreadable
from .report import Finding, doubt, note, wrong
from .revocation import Sources, findings_of
from .trust import Trust
from .xml_reading import XmlSignature

SLACK: Final = timedelta(minutes=10)
"""How far the signer's clock may be from the authority's before it is said."""
FAR: Final = timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    """at: the moment to judge certificates by. path: that of the time stamp's certificate."""

    at: datetime
    is_stamped: bool
    path: tuple[x509.Certificate, ...] = ()
    findings: tuple[Finding, ...] = ()


def moment_of(
    signature: XmlSignature,
    sources: Sources,
    pool: tuple[x509.Certificate, ...],
    trust: Trust,
    *,
    at: datetime,
) -> Moment:
    """at: when it is verified."""
    covered = canonical(signature.element.find(f"{{{xades.DS}}}SignatureValue"))
    return moment_by(signature.stamps, covered, signature.signed_at, sources, pool, trust, at=at)


def moment_by(
    stamps: tuple[bytes, ...], covered: bytes, claimed: datetime | None, sources: Sources,
    pool: tuple[x509.Certificate, ...], trust: Trust, *, at: datetime,
) -> Moment:  # fmt: skip
    """The same for any format: `covered` is what the first time stamp must be over."""
    if not stamps:
        return _claimed(claimed, at)
    stamp, path, findings = stamp_of(stamps[0], covered, sources, pool, trust, at=at)
    if stamp is None:
        return Moment(claimed or at, False, path, tuple(findings))
    findings.extend(_clock(stamp.at, claimed))
    return Moment(stamp.at, True, path, tuple(findings))


def stamp_of(
    token: bytes,
    covered: bytes,
    sources: Sources,
    pool: tuple[x509.Certificate, ...],
    trust: Trust,
    *,
    at: datetime,
) -> tuple[StampRead | None, tuple[x509.Certificate, ...], list[Finding]]:
    """A time stamp that holds, or None; its certificates; what is to be said."""
    try:
        stamp = read_stamp(token)
    except Unreadable as broken:
        return None, (), [wrong("stamp", broken.reason)]
    if not stamp.covers(covered):
        return None, (), [wrong("stamp", _("Dấu thời gian thuộc về một chữ ký khác."))]
    signed = stamp.signed
    path = paths.path_of(signed.signer, (*signed.certificates, *pool), trust, at=stamp.at, purpose="stamp")
    findings = list(path.findings)
    findings.extend(findings_of(path.certificates[:2], sources, trust, at=stamp.at, is_proven=True))
    if not signed.is_exact or any(one not in path.certificates for one in signed.certificates):
        findings.append(doubt("stamp_form", _("Dấu thời gian có phần không được chính nó bảo vệ.")))
    if stamp.at > at + SLACK:
        findings.append(wrong("future", _("Dấu thời gian ở tương lai.")))
    return stamp, path.certificates, findings


def _claimed(claimed: datetime | None, at: datetime) -> Moment:
    if claimed is None:
        text = _("Chữ ký không có dấu thời gian và không nêu ngày ký.")
        return Moment(at, False, findings=(doubt("no_time", text),))
    if claimed > at + SLACK:
        text = _("Ngày ký ở tương lai: đồng hồ của máy ký sai.")
        return Moment(at, False, findings=(wrong("future", text),))
    return Moment(
        claimed,
        False,
        findings=(doubt("no_stamp", _("Chữ ký không có dấu thời gian: ngày ký do máy ký tự ghi.")),),
    )


def _clock(stamped: datetime, claimed: datetime | None) -> Iterable[Finding]:
    if claimed is None:
        return
    apart = abs(stamped - claimed)
    if apart > FAR - SLACK:
        yield doubt("clock", _("Ngày ký do máy ký ghi lệch %(hours)s giờ so với dấu thời gian: đồng hồ của máy ký sai.")
                    % {"hours": round(apart.total_seconds() / 3600)})  # fmt: skip
    elif apart > SLACK:
        yield note("clock", _("Đồng hồ của máy ký lệch %(minutes)s phút so với dấu thời gian.")
                   % {"minutes": round(apart.total_seconds() / 60)})  # fmt: skip


def archive_findings(
    form: xades.Form,
    content: bytes,
    sources: Sources,
    pool: tuple[x509.Certificate, ...],
    trust: Trust,
    *,
    at: datetime,
) -> Iterable[Finding]:
    """Each archive time stamp is over everything that stood before it. content: the signed element, canonical."""
    properties = b""
    if form.claims:
        properties = hashlib.sha256(xades.signed_properties(form, alone=True).encode()).digest()
    for number, token in enumerate(form.archive):
        covered = xades.archived(form, content, properties, before=number)
        # Where its own certificate's status is not in what it covers, the source of statuses is asked.
        _stamp, _path, findings = stamp_of(token, covered, sources, pool, trust, at=at)
        yield from findings
