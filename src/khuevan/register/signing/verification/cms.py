"""Reading CMS: time stamps and the signatures of PDF. Only one signer, only SHA-256 or longer, only with the signing
certificate named inside."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.utils.translation import gettext as _

from ..rules import cms as writing
from .loading import Unreadable, certificates_of

HASHES: dict[str, Any] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


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
    signing_time: datetime | None
    is_exact: bool


def read(content: bytes) -> SignedData:
    """Raises Unreadable."""
    try:
        return _read(content)
    except Unreadable:
        raise
    except Exception as broken:  # asn1crypto answers strange bytes with a dozen kinds of exceptions
        raise Unreadable(_("Cấu trúc chữ ký (CMS) bị hỏng.")) from broken


def _read(content: bytes) -> SignedData:
    info = cms.ContentInfo.load(content, strict=True)
    if info["content_type"].native != "signed_data":
        raise Unreadable(_("Cấu trúc chữ ký (CMS) bị hỏng."))
    data = info["content"]
    if len(data["signer_infos"]) != 1:
        raise Unreadable(_("Cấu trúc chữ ký (CMS) phải có đúng một người ký."))
    signer_info = data["signer_infos"][0]
    certificates = certificates_of(one.chosen.dump() for one in data["certificates"])
    signer = _signer(signer_info, certificates)
    attributes = {one["type"].native: one["values"] for one in signer_info["signed_attrs"]}
    if len(attributes) != len(signer_info["signed_attrs"]):
        raise Unreadable(_("Cấu trúc chữ ký (CMS) lặp một thuộc tính."))
    digest_name = signer_info["digest_algorithm"]["algorithm"].native
    if digest_name not in HASHES:
        raise Unreadable(_("Chữ ký dùng thuật toán băm yếu hoặc không hỗ trợ."))
    raw = b"\x31" + signer_info["signed_attrs"].dump()[1:]
    encapsulated = data["encap_content_info"]
    body = None if isinstance(encapsulated["content"], core.Void) else bytes(encapsulated["content"])
    if attributes["content_type"][0].native != encapsulated["content_type"].native:
        raise Unreadable(_("Cấu trúc chữ ký (CMS) tự mâu thuẫn về loại nội dung."))
    times = attributes.get("signing_time")
    return SignedData(
        signer,
        certificates,
        encapsulated["content_type"].native,
        body,
        digest_name,
        attributes["message_digest"][0].native,
        _holds(signer, raw, signer_info, HASHES[digest_name]),
        _names(signer, attributes),
        signer_info["signature"].native,
        _stamps(signer_info),
        times[0].native if times is not None else None,
        _is_exact(content, info, raw, signer, certificates, signer_info, body),
    )


def _signer(signer_info: Any, certificates: tuple[x509.Certificate, ...]) -> x509.Certificate:
    named = signer_info["sid"]
    if named.name != "issuer_and_serial_number":
        raise Unreadable(_("Chữ ký không nêu chứng thư theo cách được hỗ trợ."))
    issuer, serial = named.chosen["issuer"].dump(), named.chosen["serial_number"].native
    for one in certificates:
        if one.serial_number == serial and one.issuer.public_bytes() == issuer:
            return one
    raise Unreadable(_("Chữ ký không kèm chứng thư của người ký."))


def _holds(signer: x509.Certificate, raw: bytes, signer_info: Any, digest: Any) -> bool:
    key, value = signer.public_key(), signer_info["signature"].native
    algorithm = signer_info["signature_algorithm"]
    if algorithm.signature_algo in ("rsassa_pkcs1v15", "ecdsa") and algorithm["algorithm"].native not in (
        "rsassa_pkcs1v15", "ecdsa",
    ) and algorithm.hash_algo != signer_info["digest_algorithm"]["algorithm"].native:  # fmt: skip
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm.signature_algo == "rsassa_pkcs1v15":
            key.verify(value, raw, padding.PKCS1v15(), digest)
            return True
        if isinstance(key, ec.EllipticCurvePublicKey) and algorithm.signature_algo == "ecdsa":
            key.verify(value, raw, ec.ECDSA(digest))
            return True
    except InvalidSignature:
        return False
    return False


def _names(signer: x509.Certificate, attributes: dict[str, Any]) -> bool:
    """RFC 5035: the certificate is bound into what was signed."""
    if "signing_certificate_v2" not in attributes:
        return False
    first = attributes["signing_certificate_v2"][0]["certs"][0]
    algorithm = first["hash_algorithm"]["algorithm"].native
    digest = HASHES.get(algorithm)
    return digest is not None and signer.fingerprint(digest) == first["cert_hash"].native


def _stamps(signer_info: Any) -> tuple[bytes, ...]:
    unsigned = signer_info["unsigned_attrs"]
    if isinstance(unsigned, core.Void):
        return ()
    return tuple(
        value.dump()
        for one in unsigned
        if one["type"].native == "signature_time_stamp_token"
        for value in one["values"]
    )


def _is_exact(
    content: bytes,
    info: Any,
    raw: bytes,
    signer: x509.Certificate,
    certificates: Any,
    signer_info: Any,
    body: Any,
) -> bool:
    """Equal to what we would write from its parts; else, of others' making, at least without loose ends."""
    stamps = _stamps(signer_info)
    kind = info["content"]["encap_content_info"]["content_type"].native
    ours = writing.signed_data(
        raw,
        signer_info["signature"].native,
        [signer, *(one for one in certificates if one != signer)],
        content_type=kind,
        content=body,
        time_stamp=stamps[0] if stamps else b"",
    )
    if ours == content:
        return True
    digests = [one["algorithm"].native for one in info["content"]["digest_algorithms"]]
    unsigned = signer_info["unsigned_attrs"]
    return (
        digests == [signer_info["digest_algorithm"]["algorithm"].native]
        and (isinstance(unsigned, core.Void) or len(unsigned) == len(stamps) == 1)
        and isinstance(info["content"]["crls"], core.Void)
        and cms.ContentInfo.load(content).dump(force=True) == content
    )


@dataclass(frozen=True)
class StampRead:
    """A time stamp's content: when, over which digest."""

    at: datetime
    digest_name: str
    imprint: bytes
    signed: SignedData

    def covers(self, content: bytes) -> bool:
        if self.digest_name not in HASHES:
            return False
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
        info = tsp.TSTInfo.load(signed.content, strict=True)
        imprint = info["message_imprint"]
        return StampRead(
            info["gen_time"].native,
            imprint["hash_algorithm"]["algorithm"].native,
            imprint["hashed_message"].native,
            signed,
        )
    except (ValueError, TypeError, KeyError) as broken:
        raise Unreadable(_("Dấu thời gian bị hỏng.")) from broken
