"""Growing a signed file to B-LT and B-LTA: what proves it later is put into it now, while it can still be had."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _

from ..formats import pdf, xml
from ..formats.xml import CannotSign, Stamp
from ..rules import xades
from ..rules.xades import Evidence
from ..verification import Trust, paths, xml_reading
from ..verification.cms import read_stamp
from ..verification.loading import Unreadable
from ..verification.pdf import signed_data_of

Signing = tuple[x509.Certificate, tuple[x509.Certificate, ...], str]
"""A certificate that signed or stamped, what came with it, and its purpose."""


def evidence_of(signings: Iterable[Signing], trust: Trust, *, at: datetime) -> Evidence:
    """Issuers and statuses of every certificate. Raises CannotSign where a status cannot be had now."""
    issuers: dict[bytes, None] = {}
    answers: dict[bytes, None] = {}
    for path in _paths(signings, trust, at):
        for one, answer in _answers(path, trust):
            if answer is None:
                text = _("Chưa kiểm tra được chứng thư của %(name)s có bị thu hồi hay không.")
                raise CannotSign(text % {"name": paths.name_of(one)})
            answers[answer] = None
        issuers.update((one.public_bytes(Encoding.DER), None) for one in path[1:] if one not in trust.roots)
    return Evidence(tuple(issuers), (), tuple(answers))


def answers_of(content: bytes, trust: Trust, *, at: datetime) -> list[bytes]:
    """What issuers say now (OCSP, DER) of every certificate of a signed XML, as far as they answer: to travel beside a
    file that must stay as it is. Raises CannotSign for what is no XML of ours."""
    try:
        elements = xml_reading.signatures_of(xml.XmlDocument(content).root)
        signings = [one for element in elements for one in _of_xml(xml_reading.read(element))]
    except Unreadable as broken:
        raise CannotSign(broken.reason) from broken
    found = (answer for path in _paths(signings, trust, at) for _one, answer in _answers(path, trust))
    return list(dict.fromkeys(answer for answer in found if answer is not None))


def _paths(signings: Iterable[Signing], trust: Trust, at: datetime) -> Iterable[tuple[x509.Certificate, ...]]:
    for certificate, others, purpose in signings:
        yield paths.path_of(certificate, others, trust, at=at, purpose=purpose).certificates


def _answers(
    path: tuple[x509.Certificate, ...], trust: Trust
) -> Iterable[tuple[x509.Certificate, bytes | None]]:
    for one, issuer in zip(path, path[1:], strict=False):
        if issuer not in trust.roots or one is path[0]:
            yield one, trust.status(one, issuer) if trust.status else None


def extend_xml(
    content: bytes, place: str, trust: Trust, *, at: datetime, stamp: Stamp | None = None
) -> bytes:
    """Evidence for every signature of the file goes into the one at `place` (the outermost); with `stamp` an archive
    time stamp over it. Raises CannotSign where that signature is covered by another, or a status is unknown."""
    document = xml.XmlDocument(content)
    slot = document.root.find(place)
    own = None if slot is None else slot.find(f"{{{xades.DS}}}Signature")
    if own is None:
        raise CannotSign(_("Không có ô ký %(place)s trong tệp.") % {"place": place})
    try:
        elements = xml_reading.signatures_of(document.root)
        signings = [one for element in elements for one in _of_xml(xml_reading.read(element))]
        form = xml_reading.read(own).form()
    except Unreadable as broken:
        raise CannotSign(broken.reason) from broken
    if form is None or form.claims is None:
        raise CannotSign(_("Chỉ bổ sung được cho chữ ký XAdES."))
    properties = hashlib.sha256(xades.signed_properties(form, alone=True).encode()).digest()
    document.extend(own, form, properties, evidence_of(signings, trust, at=at), stamp)
    return document.content()


def extend_pdf(
    content: bytes, trust: Trust, *, at: datetime, stamp: Stamp, field: str = "Khue-Van-Archive"
) -> bytes:
    """Evidence for every signature of the file, closed by a document time stamp (B-LTA). Raises CannotSign."""
    try:
        read = signed_data_of(content)
        signings: list[Signing] = []
        for one in read:
            signings.append(
                (one.signer, one.certificates, "stamp" if one.content_type == "tst_info" else "sign")
            )
            signings.extend(_of_stamps(one.stamps))
    except Unreadable as broken:
        raise CannotSign(broken.reason) from broken
    return pdf.add_archive_stamp(
        pdf.add_evidence(content, evidence_of(signings, trust, at=at)), stamp, field=field
    )


def _of_xml(signature: xml_reading.XmlSignature) -> Iterable[Signing]:
    if signature.certificates:
        yield signature.certificates[0], signature.certificates[1:], "sign"
    yield from _of_stamps((*signature.stamps, *signature.archive))


def _of_stamps(tokens: Sequence[bytes]) -> list[Signing]:
    read = [read_stamp(token).signed for token in tokens]
    return [(one.signer, one.certificates, "stamp") for one in read]
