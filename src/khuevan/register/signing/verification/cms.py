"""Reading CMS: time stamps and the signatures of PDF. Only DER, only one signer, only SHA-256 or longer, only with the
signing certificate named inside."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.utils.translation import gettext as _

from ..rules import cms as writing
from ..rules import der
from ..rules.der import Part
from .loading import Unreadable, certificates_of

HASHES: Final[dict[str, Any]] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_DIGESTS: Final = {
    der.oid("sha256"): "sha256",
    der.oid("2.16.840.1.101.3.4.2.2"): "sha384",
    der.oid("2.16.840.1.101.3.4.2.3"): "sha512",
}
_RSA: Final = {
    der.oid("1.2.840.113549.1.1.1"): "",
    der.oid("sha256_rsa"): "sha256",
    der.oid("1.2.840.113549.1.1.12"): "sha384",
    der.oid("1.2.840.113549.1.1.13"): "sha512",
}
_ECDSA: Final = {
    der.oid("sha256_ecdsa"): "sha256",
    der.oid("1.2.840.10045.4.3.3"): "sha384",
    der.oid("1.2.840.10045.4.3.4"): "sha512",
}
"""Algorithm -> the digest that it fixes; "" none."""
_TYPES: Final = {der.oid("data"): "data", der.oid("tst_info"): "tst_info"}
_NULL: Final = der.tlv(der.NULL)


@dataclass(frozen=True)
class SignedData:
    """certificates: as they came. holds: the key confirms the attributes. names_signer: the certificate is the one
    named inside. is_exact: nothing in it is unaccounted for (the certificates have to be looked at by the caller)."""

    signer: x509.Certificate
    certificates: tuple[x509.Certificate, ...]
    content_type: str
    content: bytes | None
    digest_name: str
    message_digest: bytes
    holds: bool
    names_signer: bool
    signature: bytes
    stamps: tuple[bytes, ...]
    is_exact: bool


def read(content: bytes) -> SignedData:
    """Raises Unreadable."""
    try:
        return _read(content)
    except (ValueError, IndexError, KeyError, UnicodeDecodeError) as broken:
        raise Unreadable(_("Cấu trúc chữ ký (CMS) bị hỏng.")) from broken


def _read(content: bytes) -> SignedData:
    kind, wrapped = der.whole(content, der.SEQUENCE).parts()
    if kind.whole != der.oid("signed_data"):
        raise ValueError("no signed data")
    fields = der.whole(wrapped.only(0xA0), der.SEQUENCE).parts()
    _version, digests, encapsulated, certificate_set = fields[:4]
    signer_infos = fields[-1].only(der.SET)
    signer_info = der.parts(signer_infos)
    if len(signer_info) != 1:
        raise Unreadable(_("Cấu trúc chữ ký (CMS) phải có đúng một người ký."))
    info = signer_info[0].parts()
    ders = [one.whole for one in der.parts(certificate_set.only(0xA0))]
    certificates = certificates_of(ders)
    signer = _signer(info[1], certificates)
    attributes = _attributes(info[3])
    digest_name = _DIGESTS.get(info[2].parts()[0].whole, "")
    if not digest_name:
        raise Unreadable(_("Chữ ký dùng thuật toán băm yếu hoặc không hỗ trợ."))
    content_type, body = _content(encapsulated)
    if attributes[der.oid("content_type")].whole != der.oid(content_type):
        raise Unreadable(_("Cấu trúc chữ ký (CMS) tự mâu thuẫn về loại nội dung."))
    signed_attributes = b"\x31" + info[3].whole[1:]
    value = info[5].only(der.OCTET_STRING)
    stamps = _stamps(info[6:])
    named = writing.named((signer, *(one for one in certificates if one != signer)))
    ours = writing.signed_data(
        signed_attributes, value, named,
        content_type=content_type, content=body, time_stamp=stamps[0] if stamps else b"",
    )  # fmt: skip
    return SignedData(
        signer,
        certificates,
        content_type,
        body,
        digest_name,
        attributes[der.oid("message_digest")].only(der.OCTET_STRING),
        _holds(signer, signed_attributes, value, info[4], digest_name),
        _names(signer, attributes),
        value,
        stamps,
        ours == content or _has_no_loose_ends(fields, info, digests, stamps, content_type),
    )


def _signer(named: Part, certificates: tuple[x509.Certificate, ...]) -> x509.Certificate:
    if named.tag != der.SEQUENCE:
        raise Unreadable(_("Chữ ký không nêu chứng thư theo cách được hỗ trợ."))
    for one in certificates:
        if writing.named((one,)).issuer_and_serial == named.whole:
            return one
    raise Unreadable(_("Chữ ký không kèm chứng thư của người ký."))


def _attributes(held: Part) -> dict[bytes, Part]:
    """Name -> its one value."""
    found: dict[bytes, Part] = {}
    for one in der.parts(held.only(0xA0)):
        name, values = one.parts()
        value = der.parts(values.only(der.SET))
        if name.whole in found or len(value) != 1:
            raise Unreadable(_("Cấu trúc chữ ký (CMS) lặp một thuộc tính."))
        found[name.whole] = value[0]
    return found


def _content(encapsulated: Part) -> tuple[str, bytes | None]:
    fields = encapsulated.parts()
    content_type = _TYPES[fields[0].whole]
    if len(fields) == 1:
        return content_type, None
    return content_type, der.whole(fields[1].only(0xA0), der.OCTET_STRING).body


def _holds(signer: x509.Certificate, signed: bytes, value: bytes, algorithm: Part, digest_name: str) -> bool:
    key, named = signer.public_key(), algorithm.parts()
    digest = HASHES[digest_name]
    try:
        if isinstance(key, rsa.RSAPublicKey) and _RSA.get(named[0].whole) in ("", digest_name):
            key.verify(value, signed, padding.PKCS1v15(), digest)
            return True
        if isinstance(key, ec.EllipticCurvePublicKey) and _ECDSA.get(named[0].whole) == digest_name:
            key.verify(value, signed, ec.ECDSA(digest))
            return True
    except InvalidSignature:
        return False
    return False


def _names(signer: x509.Certificate, attributes: dict[bytes, Part]) -> bool:
    """RFC 5035: the certificate is bound into what was signed; the digest is SHA-256 where none is named."""
    held = attributes.get(der.oid("signing_certificate_v2"))
    if held is None:
        return False
    first = der.parts(held.parts()[0].only(der.SEQUENCE))[0].parts()
    name = "sha256"
    if first[0].tag == der.SEQUENCE:
        name = _DIGESTS.get(first[0].parts()[0].whole, "")
        first = first[1:]
    return bool(name) and signer.fingerprint(HASHES[name]) == first[0].only(der.OCTET_STRING)


def _stamps(rest: Sequence[Part]) -> tuple[bytes, ...]:
    """Time stamp tokens among the unsigned attributes."""
    found: list[bytes] = []
    for held in rest:
        for one in der.parts(held.only(0xA1)):
            name, values = one.parts()
            if name.whole == der.oid("signature_time_stamp"):
                found.extend(value.whole for value in der.parts(values.only(der.SET)))
    return tuple(found)


def _has_no_loose_ends(
    fields: Sequence[Part], info: Sequence[Part], digests: Part, stamps: Sequence[bytes], content_type: str
) -> bool:
    """Of others' making: nothing but what we read, algorithms named alike, plain parameters; the version that goes with
    the content (RFC 5652, 5.1: no other certificates, lists or signers are read here)."""
    unsigned = [one for held in info[6:] for one in der.parts(held.body)]
    digest = info[2].parts()
    parameters = [one.whole for field in (info[2], info[4]) for one in field.parts()[1:]]
    return (
        len(fields) == 5
        and fields[0].whole == der.integer(1 if content_type == "data" else 3)
        and info[0].whole == der.integer(1)
        and [one.parts()[0].whole for one in der.parts(digests.only(der.SET))] == [digest[0].whole]
        and all(one == _NULL for one in parameters)
        and len(unsigned) == len(stamps) <= 1
    )


@dataclass(frozen=True)
class StampRead:
    """A time stamp's content: when, over which digest. nonce: 0 where it has none."""

    at: datetime
    digest_name: str
    imprint: bytes
    nonce: int
    signed: SignedData

    def covers(self, content: bytes) -> bool:
        return hashlib.new(self.digest_name, content).digest() == self.imprint


def read_stamp(token: bytes) -> StampRead:
    """A TimeStampToken whose signature and content agree. Raises Unreadable."""
    signed = read(token)
    if signed.content_type != "tst_info" or signed.content is None:
        raise Unreadable(_("Dấu thời gian bị hỏng."))
    if hashlib.new(signed.digest_name, signed.content).digest() != signed.message_digest:
        raise Unreadable(_("Dấu thời gian đã bị sửa."))
    if not signed.holds or not signed.names_signer:
        raise Unreadable(_("Chữ ký của dấu thời gian không đúng."))
    try:
        info = der.whole(signed.content, der.SEQUENCE).parts()
        algorithm, imprint = info[2].parts()
        nonces = [int.from_bytes(one.body, "big", signed=True) for one in info[5:] if one.tag == der.INTEGER]
        return StampRead(
            der.moment(info[4]),
            _DIGESTS[algorithm.parts()[0].whole],
            imprint.only(der.OCTET_STRING),
            nonces[0] if nonces else 0,
            signed,
        )
    except (ValueError, IndexError, KeyError, OverflowError) as broken:
        raise Unreadable(_("Dấu thời gian bị hỏng.")) from broken
