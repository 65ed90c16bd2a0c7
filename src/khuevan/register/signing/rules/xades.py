"""The exact text of our XML signatures (XML-DSig, XAdES of ETSI EN 319 132-1), in exclusive canonical form.

Because it is written canonical, what is signed and stamped is hashed as written, without canonicalising anything but
the document's own element. The verifier writes a signature anew from its parts and compares: equal means that no byte
of it is unaccounted for.
"""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
XADES141: Final = "http://uri.etsi.org/01903/v1.4.1#"
SIGNED_PROPERTIES: Final = "http://uri.etsi.org/01903#SignedProperties"
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
PREFIXES: Final = ("ds", "xades", "xades141")

_NS = f' xmlns:ds="{DS}"'
_CANONICAL = f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"></ds:CanonicalizationMethod>'
_TRANSFORMS = f'<ds:Transforms><ds:Transform Algorithm="{EXCLUSIVE}"></ds:Transform></ds:Transforms>'
_DIGEST = f'<ds:DigestMethod Algorithm="{SHA256}"></ds:DigestMethod>'
_DIGEST_ALONE = f'<ds:DigestMethod{_NS} Algorithm="{SHA256}"></ds:DigestMethod>'


def b64(value: bytes) -> str:
    return binascii.b2a_base64(value, newline=False).decode("ascii")


def text_of(value: str) -> str:
    """Text as canonical XML writes it (C14N 1.0, 2.3)."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")


def attribute_of(value: str) -> str:
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return escaped.replace("\t", "&#x9;").replace("\n", "&#xA;").replace("\r", "&#xD;")


@dataclass(frozen=True)
class Claims:
    """What the signer says inside the signature. at: UTC, to the second, "2026-11-26T01:00:00Z"; role: in words;
    certificates: SHA-256 of the signer's certificate and of those that go with it."""

    at: str
    certificates: tuple[bytes, ...]
    role: str = ""


@dataclass(frozen=True)
class Evidence:
    """What lets a signature be checked when certificates have expired (B-LT): certificates, CRLs, OCSP answers."""

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.certificates or self.lists or self.answers)

    def written(self) -> str:
        """CertificateValues and RevocationValues, inside an element where xades: is declared."""
        certificates = "".join(
            f"<xades:EncapsulatedX509Certificate>{b64(one)}</xades:EncapsulatedX509Certificate>"
            for one in self.certificates
        )
        lists = "".join(
            f"<xades:EncapsulatedCRLValue>{b64(one)}</xades:EncapsulatedCRLValue>" for one in self.lists
        )
        answers = "".join(
            f"<xades:EncapsulatedOCSPValue>{b64(one)}</xades:EncapsulatedOCSPValue>" for one in self.answers
        )
        revocation = (f"<xades:CRLValues>{lists}</xades:CRLValues>" if lists else "") + (
            f"<xades:OCSPValues>{answers}</xades:OCSPValues>" if answers else ""
        )
        return (
            f"<xades:CertificateValues>{certificates}</xades:CertificateValues>" if certificates else ""
        ) + (f"<xades:RevocationValues>{revocation}</xades:RevocationValues>" if revocation else "")


@dataclass(frozen=True)
class Form:
    """Everything in one signature. claims None: plain XML-DSig. archive: tokens of level LTA, oldest first."""

    id: str
    target: str
    digest: bytes
    algorithm: str
    claims: Claims | None
    certificates: tuple[bytes, ...]
    value: bytes = b""
    stamp: bytes = b""
    evidence: Evidence = field(default_factory=Evidence)
    archive: tuple[bytes, ...] = ()

    def with_value(self, value: bytes, stamp: bytes = b"") -> Form:
        return replace(self, value=value, stamp=stamp)


def signed_properties(form: Form, *, alone: bool) -> str:
    """alone: as it is hashed, out of its place, where each prefix is declared at its first use."""
    claims = form.claims
    assert claims is not None
    digest = _DIGEST_ALONE if alone else _DIGEST
    value = "ds:DigestValue" + (_NS if alone else "")
    certificates = "".join(
        f"<xades:Cert><xades:CertDigest>{digest}<{value}>{b64(one)}</ds:DigestValue></xades:CertDigest></xades:Cert>"
        for one in claims.certificates
    )
    role = (
        "<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>"
        f"{text_of(claims.role)}</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>"
        if claims.role
        else ""
    )
    declared = f' xmlns:xades="{XADES}"' if alone else ""
    return (
        f'<xades:SignedProperties{declared} Id="{form.id}-p"><xades:SignedSignatureProperties>'
        f"<xades:SigningTime>{claims.at}</xades:SigningTime>"
        f"<xades:SigningCertificateV2>{certificates}</xades:SigningCertificateV2>{role}"
        "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>"
        f'<xades:DataObjectFormat ObjectReference="#{form.id}-r"><xades:MimeType>text/xml</xades:MimeType>'
        "</xades:DataObjectFormat></xades:SignedDataObjectProperties></xades:SignedProperties>"
    )


def signed_info(form: Form, properties_digest: bytes, *, alone: bool) -> str:
    """What the key signs, when `alone`."""
    properties = (
        f'<ds:Reference Type="{SIGNED_PROPERTIES}" URI="#{form.id}-p">{_TRANSFORMS}{_DIGEST}'
        f"<ds:DigestValue>{b64(properties_digest)}</ds:DigestValue></ds:Reference>"
        if form.claims
        else ""
    )
    return (
        f"<ds:SignedInfo{_NS if alone else ''}>{_CANONICAL}"
        f'<ds:SignatureMethod Algorithm="{form.algorithm}"></ds:SignatureMethod>'
        f'<ds:Reference Id="{form.id}-r" URI="#{attribute_of(form.target)}">{_TRANSFORMS}{_DIGEST}'
        f"<ds:DigestValue>{b64(form.digest)}</ds:DigestValue></ds:Reference>{properties}</ds:SignedInfo>"
    )


def signature_value(form: Form, *, alone: bool) -> str:
    return value_alone(form.value) if alone else f"<ds:SignatureValue>{b64(form.value)}</ds:SignatureValue>"


def value_alone(value: bytes) -> str:
    """What the time stamp covers."""
    return f"<ds:SignatureValue{_NS}>{b64(value)}</ds:SignatureValue>"


def key_info(form: Form, *, alone: bool) -> str:
    certificates = "".join(
        f"<ds:X509Certificate>{b64(one)}</ds:X509Certificate>" for one in form.certificates
    )
    return f"<ds:KeyInfo{_NS if alone else ''}><ds:X509Data>{certificates}</ds:X509Data></ds:KeyInfo>"


def time_stamp(token: bytes, *, alone: bool) -> str:
    canonical = _CANONICAL.replace("<ds:CanonicalizationMethod", f"<ds:CanonicalizationMethod{_NS}", 1)
    return (
        f"<xades:SignatureTimeStamp{_XADES_NS if alone else ''}>{canonical if alone else _CANONICAL}"
        f"<xades:EncapsulatedTimeStamp>{b64(token)}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>"
    )


_XADES_NS = f' xmlns:xades="{XADES}"'


def _archive_stamp(token: bytes) -> str:
    return (
        f'<xades141:ArchiveTimeStamp xmlns:xades141="{XADES141}">{_CANONICAL}'
        f"<xades:EncapsulatedTimeStamp>{b64(token)}</xades:EncapsulatedTimeStamp></xades141:ArchiveTimeStamp>"
    )


@dataclass(frozen=True)
class Alike:
    """What signatures with the same id, claims and certificates have in common: SignedProperties and KeyInfo as they
    stand in place, and the digest of the former."""

    properties: str
    digest: bytes
    key: str


def alike(form: Form) -> Alike:
    """Of this form, whatever it signs."""
    key = key_info(form, alone=False)
    if form.claims is None:
        return Alike("", b"", key)
    digest = hashlib.sha256(signed_properties(form, alone=True).encode()).digest()
    return Alike(signed_properties(form, alone=False), digest, key)


def written(form: Form, digest: bytes, said: Alike | None = None) -> str:
    """The whole signature. digest: of its properties; said: where it was written for another one already."""
    key = key_info(form, alone=False) if said is None else said.key
    return (
        f'<ds:Signature{_NS} Id="{form.id}">{signed_info(form, digest, alone=False)}'
        f"{signature_value(form, alone=False)}{key}{_object(form, said)}</ds:Signature>"
    )


def _object(form: Form, said: Alike | None) -> str:
    if form.claims is None:
        return ""
    properties = signed_properties(form, alone=False) if said is None else said.properties
    unsigned = (
        (time_stamp(form.stamp, alone=False) if form.stamp else "")
        + form.evidence.written()
        + "".join(_archive_stamp(one) for one in form.archive)
    )
    if unsigned:
        unsigned = (
            "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
            f"{unsigned}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
        )
    return (
        f'<ds:Object><xades:QualifyingProperties{_XADES_NS} Target="#{form.id}">'
        f"{properties}{unsigned}</xades:QualifyingProperties></ds:Object>"
    )


def archived(form: Form, content: bytes, properties_digest: bytes, *, before: int) -> bytes:
    """What the archive time stamp number `before` covers (EN 319 132-1 5.5.2.2): the references as they were digested,
    SignedInfo, SignatureValue, KeyInfo, then the unsigned properties that stood before it, each canonical by itself."""
    parts: Sequence[str] = (
        signed_properties(form, alone=True),
        signed_info(form, properties_digest, alone=True),
        signature_value(form, alone=True),
        key_info(form, alone=True),
        time_stamp(form.stamp, alone=True) if form.stamp else "",
        _evidence_alone(form.evidence),
        *(_archive_alone(one) for one in form.archive[:before]),
    )
    return content + "".join(parts).encode()


def _evidence_alone(evidence: Evidence) -> str:
    text = evidence.written()
    for name in ("CertificateValues", "RevocationValues"):
        text = text.replace(f"<xades:{name}>", f"<xades:{name}{_XADES_NS}>")
    return text


def _archive_alone(token: bytes) -> str:
    """Exclusive canonical form declares each prefix where it is first used."""
    canonical = _CANONICAL.replace("<ds:CanonicalizationMethod", f"<ds:CanonicalizationMethod{_NS}", 1)
    return (
        f'<xades141:ArchiveTimeStamp xmlns:xades141="{XADES141}">{canonical}'
        f"<xades:EncapsulatedTimeStamp{_XADES_NS}>{b64(token)}</xades:EncapsulatedTimeStamp></xades141:ArchiveTimeStamp>"
    )
