"""Certificates from bytes that anybody may have written."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext as _


class Unreadable(Exception):
    """Something that we cannot or will not take; the sentence says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def certificates_of(ders: Iterable[bytes]) -> tuple[x509.Certificate, ...]:
    """Raises Unreadable."""
    found = [_certificate(one) for one in ders]
    if any(one is None for one in found):
        raise Unreadable(_("Chứng thư kèm theo bị hỏng."))
    return tuple(one for one in found if one is not None)


_NOT_READABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


def certificates_in(content: bytes) -> tuple[x509.Certificate, ...]:
    """PEM (one or several) or DER. Empty where it is neither."""
    try:
        if b"-----BEGIN" in content:
            return certificates_of(
                one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(content)
            )
        return certificates_of([content])
    except (ValueError, Unreadable):
        return ()


@lru_cache(maxsize=4096)
def _certificate(content: bytes) -> x509.Certificate | None:
    """The library reads each part when it is asked for, so all are asked for here: what comes out is readable."""
    try:
        one = x509.load_der_x509_certificate(content)
        read = (
            one.public_key(),
            one.signature_hash_algorithm,
            one.not_valid_before_utc,
            one.not_valid_after_utc,
            list(one.extensions),
            one.issuer.rfc4514_string(),
            one.issuer.public_bytes(),
            *(str(part.value) for part in one.subject),
            *one.subject.get_attributes_for_oid(NameOID.COMMON_NAME),
        )
        return one if read else None
    except _NOT_READABLE:
        return None
