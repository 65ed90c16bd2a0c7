"""CMS signed data (RFC 5652) with the signing certificate named inside the signature (RFC 5035, CAdES, EN 319 122-1):
the container of time stamps and of signatures in PDF."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from . import der


@dataclass(frozen=True)
class Named:
    """A signer as CMS repeats it: made once for each, as a class is signed with the same one. opening: of SignerInfo, up
    to the digest's algorithm; certificates: in DER, as they travel with a signature."""

    issuer_and_serial: bytes
    opening: bytes
    named_inside: bytes
    algorithm: bytes
    certificates: bytes


@lru_cache(maxsize=512)
def named(certificates: tuple[x509.Certificate, ...]) -> Named:
    """certificates: the signer's first."""
    own = certificates[0]
    ders = [one.public_bytes(Encoding.DER) for one in certificates]
    issuer, serial = own.issuer.public_bytes(), der.integer(own.serial_number)
    is_rsa = isinstance(own.public_key(), rsa.RSAPublicKey)
    own_name = der.sequence(issuer, serial)
    general_name = der.tagged(4, issuer)
    certificate_id = der.sequence(
        der.octets(hashlib.sha256(ders[0]).digest()), der.sequence(der.sequence(general_name), serial)
    )
    return Named(
        own_name,
        der.integer(1) + own_name + der.algorithm("sha256"),
        der.attribute("signing_certificate_v2", der.sequence(der.sequence(certificate_id))),
        der.algorithm("sha256_rsa" if is_rsa else "sha256_ecdsa"),
        der.tagged(0, *sorted(ders)),
    )


@cache
def _content_type(name: str) -> bytes:
    return der.attribute("content_type", der.oid(name))


@cache
def _sha256_alone() -> bytes:
    return der.set_of(der.algorithm("sha256"))


def signed_attributes(signer: Named, content_type: str, digest: bytes, *more: bytes) -> bytes:
    """The SET whose SHA-256 is signed. `digest` is the SHA-256 of the content."""
    return der.set_of(
        _content_type(content_type),
        der.attribute("message_digest", der.octets(digest)),
        signer.named_inside,
        *more,
    )


def signed_data(
    attributes: bytes,
    signature: bytes,
    signer: Named,
    *,
    content_type: str = "data",
    content: bytes | None = None,
    time_stamp: bytes = b"",
) -> bytes:
    """ContentInfo around one signature. content: None where it stands elsewhere."""
    info = der.sequence(
        signer.opening,
        b"\xa0" + attributes[1:],
        signer.algorithm,
        der.octets(signature),
        der.tagged(1, der.attribute("signature_time_stamp", time_stamp)) if time_stamp else b"",
    )
    encapsulated = der.sequence(
        der.oid(content_type), b"" if content is None else der.tagged(0, der.octets(content))
    )
    data = der.sequence(
        der.integer(1 if content_type == "data" else 3),
        _sha256_alone(),
        encapsulated,
        signer.certificates,
        der.tlv(der.SET, info),
    )
    return der.sequence(der.oid("signed_data"), der.tagged(0, data))
