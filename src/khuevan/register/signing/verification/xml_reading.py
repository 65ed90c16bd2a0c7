"""What stands in an XML signature, as values; nothing is believed here. Whoever wrote it: ours and others' forms."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _

from ..rules import xades
from .loading import Unreadable, certificates_of
from .wrapping import address

_D, _X, _A = (f"{{{one}}}" for one in (xades.DS, xades.XADES, xades.XADES141))


@dataclass(frozen=True)
class Reference:
    uri: str
    kind: str
    transforms: tuple[str, ...]
    digest_method: str
    digest: bytes
    id: str


@dataclass(frozen=True)
class XmlSignature:
    """element: where it stands. signed_at: as the signer says. bound: digests of certificates named inside (SHA-256)."""

    element: Any
    id: str
    canonicalization: str
    algorithm: str
    references: tuple[Reference, ...]
    value: bytes
    certificates: tuple[x509.Certificate, ...]
    signed_at: datetime | None
    signed_at_text: str
    role: str
    bound: tuple[bytes, ...]
    stamps: tuple[bytes, ...]
    evidence: xades.Evidence
    archive: tuple[bytes, ...]

    @cached_property
    def where(self) -> str:
        """Its address."""
        return address(self.element)

    @property
    def contents(self) -> list[Reference]:
        """References to what is signed, without that to the signature's own properties."""
        return [one for one in self.references if one.kind != xades.SIGNED_PROPERTIES]

    def form(self) -> xades.Form | None:
        """As we would have written it; None where it has parts that we do not write."""
        if len(self.contents) != 1 or len(self.stamps) > 1 or not self.contents[0].uri.startswith("#"):
            return None
        claims = xades.Claims(self.signed_at_text, self.bound, self.role) if self.bound else None
        return xades.Form(
            self.id,
            self.contents[0].uri[1:],
            self.contents[0].digest,
            self.algorithm,
            claims,
            tuple(one.public_bytes(Encoding.DER) for one in self.certificates),
            self.value,
            self.stamps[0] if self.stamps else b"",
            self.evidence,
            self.archive,
        )


def signatures_of(root: Any) -> list[Any]:
    """The signature elements, in document order."""
    return list(root.iter(f"{_D}Signature"))


def read(element: Any) -> XmlSignature:
    """Raises Unreadable where the signature's own structure is broken."""
    info = _child(element, f"{_D}SignedInfo")
    properties = element.find(f"{_D}Object/{_X}QualifyingProperties")
    signed = (
        None if properties is None else properties.find(f"{_X}SignedProperties/{_X}SignedSignatureProperties")
    )
    unsigned = (
        None if properties is None
        else properties.find(f"{_X}UnsignedProperties/{_X}UnsignedSignatureProperties")
    )  # fmt: skip
    if properties is not None and properties.get("Target") != f"#{element.get('Id')}":
        raise Unreadable(_("Thuộc tính của chữ ký thuộc về một chữ ký khác."))
    moment = "" if signed is None else (signed.findtext(f"{_X}SigningTime") or "")
    return XmlSignature(
        element,
        element.get("Id") or "",
        _child(info, f"{_D}CanonicalizationMethod").get("Algorithm") or "",
        _child(info, f"{_D}SignatureMethod").get("Algorithm") or "",
        tuple(_reference(one) for one in info.findall(f"{_D}Reference")),
        _bytes(_child(element, f"{_D}SignatureValue")),
        certificates_of(
            _bytes(one) for one in element.iterfind(f"{_D}KeyInfo/{_D}X509Data/{_D}X509Certificate")
        ),
        _moment(moment),
        moment,
        "" if signed is None else "".join(signed.itertext(f"{_X}ClaimedRole", with_tail=False)),
        _bound(signed),
        _tokens(unsigned, f"{_X}SignatureTimeStamp"),
        _evidence(unsigned),
        _tokens(unsigned, f"{_A}ArchiveTimeStamp"),
    )


def _reference(element: Any) -> Reference:
    return Reference(
        element.get("URI") or "",
        element.get("Type") or "",
        tuple(one.get("Algorithm") or "" for one in element.iterfind(f"{_D}Transforms/{_D}Transform")),
        _child(element, f"{_D}DigestMethod").get("Algorithm") or "",
        _bytes(_child(element, f"{_D}DigestValue")),
        element.get("Id") or "",
    )


def _bound(signed: Any) -> tuple[bytes, ...]:
    """Only SHA-256 is taken; SigningCertificate of the first XAdES version has the same shape."""
    if signed is None:
        return ()
    found = []
    for name in ("SigningCertificateV2", "SigningCertificate"):
        for digest in signed.iterfind(f"{_X}{name}/{_X}Cert/{_X}CertDigest"):
            if _child(digest, f"{_D}DigestMethod").get("Algorithm") == xades.SHA256:
                found.append(_bytes(_child(digest, f"{_D}DigestValue")))
    return tuple(found)


def _tokens(unsigned: Any, name: str) -> tuple[bytes, ...]:
    if unsigned is None:
        return ()
    return tuple(
        _bytes(one)
        for stamp in unsigned.iterfind(name)
        for one in stamp.iterfind(f"{_X}EncapsulatedTimeStamp")
    )


def _evidence(unsigned: Any) -> xades.Evidence:
    if unsigned is None:
        return xades.Evidence()
    return xades.Evidence(
        tuple(_bytes(one) for one in unsigned.iterfind(f"{_X}CertificateValues/{_X}EncapsulatedX509Certificate")),
        tuple(_bytes(one) for one in unsigned.iterfind(f"{_X}RevocationValues/{_X}CRLValues/{_X}EncapsulatedCRLValue")),
        tuple(_bytes(one) for one in unsigned.iterfind(f"{_X}RevocationValues/{_X}OCSPValues/{_X}EncapsulatedOCSPValue")),
    )  # fmt: skip


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None or not 1990 <= found.year <= 2200:
        return None
    return found.astimezone(UTC)


def _child(element: Any, name: str) -> Any:
    found = element.findall(name)
    if len(found) != 1:
        raise Unreadable(_("Chữ ký thiếu hoặc lặp phần %(name)s.") % {"name": name.rpartition("}")[2]})
    return found[0]


def _bytes(element: Any) -> bytes:
    if len(element):
        raise Unreadable(_("Chữ ký có dữ liệu không đọc được."))
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise Unreadable(_("Chữ ký có dữ liệu không đọc được.")) from broken
