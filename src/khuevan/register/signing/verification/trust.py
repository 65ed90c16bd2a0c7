"""Whom the verifier believes, and where it asks for the status of a certificate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cryptography import x509

StatusSource = Callable[[x509.Certificate, x509.Certificate], "bytes | None"]
"""Certificate and its issuer -> an OCSP response in DER, or None where nobody answers."""


@dataclass(frozen=True)
class Trust:
    """roots: authorities that are believed as they are; intermediates: known, believed only under a root.

    periods: of roots that are believed only for what was signed on the days [first, until).
    """

    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...] = ()
    status: StatusSource | None = None
    periods: Mapping[x509.Certificate, tuple[date, date | None]] = field(default_factory=dict)
