"""Asking an issuer for the status of a certificate (OCSP over HTTP, RFC 6960 appendix A), at the address in it."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

SECONDS: Final = 10
LARGEST: Final = 64 * 1024
KEPT: Final = 300
"""Seconds for which an answer is not asked for again."""


class StatusAsker:
    """A source of statuses that remembers for a few minutes. Only addresses in certificates under a trusted root are
    asked: the path is built before its statuses are looked at."""

    def __init__(self, allowed: Callable[[x509.Certificate], bool]) -> None:
        self._allowed = allowed
        self._kept: dict[bytes, tuple[float, bytes | None]] = {}
        self._silent: dict[str, float] = {}

    def __call__(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bytes | None:
        own = certificate.fingerprint(hashes.SHA256())
        kept = self._kept.get(own)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        answer = self._answer(certificate, issuer) if self._allowed(issuer) else None
        if len(self._kept) > 10_000:
            self._kept.clear()
        self._kept[own] = (time.monotonic() + KEPT, answer)
        return answer

    def _answer(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bytes | None:
        """A place that does not answer is waited for once, not once for every certificate that names it."""
        place = urlsplit(_address(certificate)).netloc
        if self._silent.get(place, 0.0) > time.monotonic():
            return None
        answer = _asked(certificate, issuer)
        if answer is None and len(self._silent) < 1000:
            self._silent[place] = time.monotonic() + KEPT
        return answer


def _address(certificate: x509.Certificate) -> str:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return ""
    for one in access:
        is_ocsp = one.access_method == AuthorityInformationAccessOID.OCSP
        if is_ocsp and isinstance(one.access_location, x509.UniformResourceIdentifier):
            return one.access_location.value
    return ""


def _asked(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes | None:
    """None where nobody answers: then the status is unknown, which the verifier says."""
    address = _address(certificate)
    if not address.startswith(("http://", "https://")):
        return None
    built = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303 - RFC 5019
    body = built.build().public_bytes(Encoding.DER)
    return post(address, body, "application/ocsp-request")


def post(address: str, body: bytes, kind: str) -> bytes | None:
    """The body of a good answer; None for anything else."""
    place = urlsplit(address)
    maker = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    try:
        connection = maker(place.hostname or "", place.port, timeout=SECONDS)
        try:
            connection.request("POST", place.path or "/", body, {"Content-Type": kind})
            answered = connection.getresponse()
            content = answered.read(LARGEST)
            return content if answered.status == 200 else None
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError):
        return None
