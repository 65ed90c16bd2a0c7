"""CMS signed data (RFC 5652) with the signing certificate named inside the signature (RFC 5035, CAdES, EN 319 122-1):
the container of time stamps and of signatures in PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from . import der


@dataclass(frozen=True)
class Named:
    """A certificate as CMS repeats it: made once for each, as a class is signed with the same one."""

    der: bytes
    issuer_and_serial: bytes
    named_inside: bytes
    algorithm: str


@lru_cache(maxsize=512)
def named(certificate: x509.Certificate) -> Named:
    whole = certificate.public_bytes(Encoding.DER)
    issuer, serial = certificate.issuer.public_bytes(), der.integer(certificate.serial_number)
    is_rsa = isinstance(certificate.public_key(), rsa.RSAPublicKey)
    general_name = der.tagged(4, issuer)
    certificate_id = der.sequence(
        der.octets(hashlib.sha256(whole).digest()), der.sequence(der.sequence(general_name), serial)
    )
    return Named(
        whole,
        der.sequence(issuer, serial),
        der.attribute("signing_certificate_v2", der.sequence(der.sequence(certificate_id))),
        "sha256_rsa" if is_rsa else "sha256_ecdsa",
    )


def signed_attributes(certificate: x509.Certificate, content_type: str, digest: bytes, *more: bytes) -> bytes:
    """The SET whose SHA-256 is signed. `digest` is the SHA-256 of the content."""
    return der.set_of(
        der.attribute("content_type", der.oid(content_type)),
        der.attribute("message_digest", der.octets(digest)),
        named(certificate).named_inside,
        *more,
    )


def signed_data(
    attributes: bytes,
    signature: bytes,
    certificates: Sequence[x509.Certificate],
    *,
    content_type: str = "data",
    content: bytes | None = None,
    time_stamp: bytes = b"",
) -> bytes:
    """ContentInfo around one signature. certificates: the signer's first. content: None where it stands elsewhere."""
    signer = named(certificates[0])
    info = der.sequence(
        der.integer(1),
        signer.issuer_and_serial,
        der.algorithm("sha256"),
        b"\xa0" + attributes[1:],
        der.algorithm(signer.algorithm),
        der.octets(signature),
        der.tagged(1, der.attribute("signature_time_stamp", time_stamp)) if time_stamp else b"",
    )
    encapsulated = der.sequence(
        der.oid(content_type), b"" if content is None else der.tagged(0, der.octets(content))
    )
    data = der.sequence(
        der.integer(1 if content_type == "data" else 3),
        der.set_of(der.algorithm("sha256")),
        encapsulated,
        der.tagged(0, *sorted(named(one).der for one in certificates)),
        der.set_of(info),
    )
    return der.sequence(der.oid("signed_data"), der.tagged(0, data))
