"""Signed PDF (PAdES, ETSI EN 319 142-1). pyHanko writes the update of the file; the CMS inside is ours.

Like XML in two steps, so that any signer can stand in between: prepare gives a digest, finish takes the signature.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cryptography import x509

from ..rules import cms
from ..rules.xades import Evidence

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest

LARGEST: Final = 64 * 1024 * 1024
RESERVED: Final = 24 * 1024
"""Hexadecimal letters kept free for one signature with its chain and time stamp."""
Stamp = Callable[[bytes], bytes]


@dataclass(frozen=True)
class PreparedPdf:
    """A PDF with a hole. digest: what the signer gets."""

    digest: bytes
    _attributes: bytes
    _signer: cms.Named
    _hole: PreparedByteRangeDigest
    _output: io.BytesIO

    def finish(self, value: bytes, stamp: Stamp | None = None) -> bytes:
        """The signed file. stamp: makes it PAdES-B-T."""
        token = stamp(hashlib.sha256(value).digest()) if stamp else b""
        signed = cms.signed_data(self._attributes, value, self._signer, time_stamp=token)
        self._hole.fill_with_cms(self._output, signed)
        return self._output.getvalue()


@dataclass(frozen=True)
class Words:
    """What readers show beside the signature. field: the name of its field, one for each signature of a file."""

    field: str = "Khue-Van"
    name: str = ""
    reason: str = ""
    location: str = ""


def prepare(
    content: bytes, certificate: x509.Certificate, chain: Sequence[x509.Certificate] = (), *,
    at: datetime, words: Words | None = None,
) -> PreparedPdf:  # fmt: skip
    """What a signer must sign. at: the day that readers show. Raises CannotSign where it is no PDF that can be signed."""
    from .updating import hole_for_signature

    hole, output = hole_for_signature(content, words or Words(), at)
    signer = cms.named((certificate, *chain))
    attributes = cms.signed_attributes(signer, "data", hole.document_digest)
    return PreparedPdf(hashlib.sha256(attributes).digest(), attributes, signer, hole, output)


def add_evidence(content: bytes, evidence: Evidence) -> bytes:
    """B-LT: certificates, OCSP answers and CRLs in a store of the file. Readers see it as a change that is allowed."""
    from .updating import with_evidence

    return with_evidence(content, evidence)


def add_archive_stamp(content: bytes, stamp: Stamp, *, field: str) -> bytes:
    """B-LTA: a time stamp over the whole file as it is."""
    from .updating import hole_for_stamp

    hole, output = hole_for_stamp(content, field)
    hole.fill_with_cms(output, stamp(hole.document_digest))
    return output.getvalue()
