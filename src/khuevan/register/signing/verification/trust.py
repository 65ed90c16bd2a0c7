"""Whom the verifier believes, and where it asks for the status of a certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509

StatusSource = Callable[[x509.Certificate, x509.Certificate], "bytes | None"]
"""Certificate and its issuer -> an OCSP response in DER, or None where nobody answers."""


@dataclass(frozen=True)
class Trust:
    """roots: authorities that are believed as they are; intermediates: known, believed only under a root."""

    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...] = ()
    status: StatusSource | None = None
