"""A key in memory: the development authority's, and seals of machines that keep their key in the data folder."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from .protocol import PREHASHED, Batch

_PADDING = padding.PKCS1v15()
_ECDSA = ec.ECDSA(PREHASHED)


class SoftwareSigner:
    """Keeps the loaded key: OpenSSL's check while loading an RSA key costs 50 ms, a signature 0.7 ms."""

    kind = "software"

    def __init__(
        self,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        chain: Sequence[x509.Certificate] = (),
    ) -> None:
        self._key, self.certificate, self.chain = key, certificate, tuple(chain)

    def sign(self, digests: Sequence[bytes]) -> Batch:
        key = self._key
        if isinstance(key, rsa.RSAPrivateKey):
            return Batch(tuple(key.sign(digest, _PADDING, PREHASHED) for digest in digests))
        return Batch(tuple(key.sign(digest, _ECDSA) for digest in digests))
