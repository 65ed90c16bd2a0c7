"""What every signer does, and the ways in which it fails, each a sentence for its user."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from django.utils.translation import gettext as _

PREHASHED = utils.Prehashed(hashes.SHA256())


@dataclass(frozen=True)
class Batch:
    """What became of a list of digests: the first `len(values)` are signed; the rest waits because of `waits`.

    Nothing that was signed is thrown away because of what came after it.
    """

    values: tuple[bytes, ...]
    waits: str = ""


class Signer(Protocol):
    """certificate: whose signature it will be; chain: its issuers, nearest first, without the root."""

    @property
    def kind(self) -> str: ...

    @property
    def certificate(self) -> x509.Certificate: ...

    @property
    def chain(self) -> tuple[x509.Certificate, ...]: ...

    def sign(self, digests: Sequence[bytes]) -> Batch:
        """Signs SHA-256 digests, in order: RSA with PKCS#1 v1.5 padding, ECDSA as DER.

        One gesture, one authorisation for all. Raises SignerFailed where not even the first could be signed.
        """
        ...


class SignerFailed(Exception):
    """Nothing was signed; the sentence says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TokenIsAbsent(SignerFailed):
    pass


class PinIsWrong(SignerFailed):
    pass


class NotAuthorised(SignerFailed):
    pass


class ServiceRefused(SignerFailed):
    pass


def is_signature_of(certificate: x509.Certificate, digest: bytes, value: bytes) -> bool:
    """Whether `value` is the certificate's signature over a SHA-256 digest. Unknown kinds of key: no."""
    return holds(certificate.public_key(), digest, value)


def holds(key: object, digest: bytes, value: bytes) -> bool:
    """Whether the public key confirms the signature over a SHA-256 digest."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, digest, padding.PKCS1v15(), PREHASHED)
            return True
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, digest, ec.ECDSA(PREHASHED))
            return True
    except (InvalidSignature, ValueError):
        return False
    return False


def checked(certificate: x509.Certificate, digests: Sequence[bytes], values: Sequence[bytes]) -> None:
    """What comes from outside is believed only when its own certificate confirms it. Raises ServiceRefused."""
    if len(values) != len(digests):
        raise ServiceRefused(
            _("Cần %(wanted)s chữ ký nhưng nhận được %(given)s.")
            % {"wanted": len(digests), "given": len(values)}
        )
    for number, (digest, value) in enumerate(zip(digests, values, strict=True), 1):
        if not is_signature_of(certificate, digest, value):
            raise ServiceRefused(
                _("Chữ ký thứ %(number)s không khớp với chứng thư hoặc với nội dung cần ký.")
                % {"number": number}
            )


@lru_cache(maxsize=4096)
def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, hexadecimal: how a certificate is called everywhere."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def digest_of(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
