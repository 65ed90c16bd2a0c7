"""Signed PDF (PAdES, ETSI EN 319 142-1). pyHanko writes the update of the file; the CMS inside is ours.

Like XML in two steps, so that any signer can stand in between: prepare gives a digest, finish takes the signature.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, PreparedByteRangeDigest, SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore

from ..rules import cms
from ..rules.xades import Evidence
from .xml import CannotSign

LARGEST: Final = 64 * 1024 * 1024
RESERVED: Final = 24 * 1024
"""Hexadecimal letters kept free for one signature with its chain and time stamp."""
Stamp = Callable[[bytes], bytes]


@dataclass(frozen=True)
class PreparedPdf:
    """A PDF with a hole. digest: what the signer gets."""

    digest: bytes
    _attributes: bytes
    _certificates: tuple[x509.Certificate, ...]
    _hole: PreparedByteRangeDigest
    _output: io.BytesIO

    def finish(self, value: bytes, stamp: Stamp | None = None) -> bytes:
        """The signed file. stamp: makes it PAdES-B-T."""
        token = stamp(hashlib.sha256(value).digest()) if stamp else b""
        signed = cms.signed_data(self._attributes, value, self._certificates, time_stamp=token)
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
    said = words or Words()
    placeholder = SignatureObject(
        timestamp=at, subfilter=_pades(), name=said.name or None, location=said.location or None,
        reason=said.reason or None, bytes_reserved=RESERVED,
    )  # fmt: skip
    hole, output = _hole(content, said.field, placeholder)
    certificates = (certificate, *chain)
    attributes = cms.signed_attributes(certificate, "data", hole.document_digest)
    return PreparedPdf(hashlib.sha256(attributes).digest(), attributes, certificates, hole, output)


def add_evidence(content: bytes, evidence: Evidence) -> bytes:
    """B-LT: certificates, OCSP answers and CRLs in a store of the file. Readers see it as a change that is allowed."""
    output = io.BytesIO(content)
    try:
        DocumentSecurityStore.add_dss(
            output,
            None,
            certs=[asn1_x509.Certificate.load(one) for one in evidence.certificates],
            ocsps=[asn1_ocsp.OCSPResponse.load(one) for one in evidence.answers],
            crls=[asn1_crl.CertificateList.load(one) for one in evidence.lists],
        )
    except Exception as broken:  # pyHanko has a dozen kinds for files that it cannot read
        raise CannotSign(_unreadable()) from broken
    return output.getvalue()


def add_archive_stamp(content: bytes, stamp: Stamp, *, field: str) -> bytes:
    """B-LTA: a time stamp over the whole file as it is."""
    hole, output = _hole(content, field, DocumentTimestamp(bytes_reserved=RESERVED))
    hole.fill_with_cms(output, stamp(hole.document_digest))
    return output.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Signing adds a signature and nothing else: the document's own description keeps its words and dates. pyHanko would
    parse and write it anew, which takes half of the time.

    The file's second identifier comes from its content instead of chance, so that the same question has the same answer:
    a digest that went out to be signed is found again when the signature comes back.
    """

    def name_after(self, content: bytes, field: str) -> None:
        first = self._document_id[0]
        known = hashlib.sha256(content)
        own = hashlib.sha256(known.digest() + field.encode()).digest()[:16]
        has_first = str(self.prev.trailer_view.get("/ID", "")) != ""
        self._document_id = generic.ArrayObject(
            [
                first if has_first else generic.ByteStringObject(known.digest()[:16]),
                generic.ByteStringObject(own),
            ]
        )

    def _update_meta(self) -> None:
        return


def _hole(content: bytes, field: str, placeholder: Any) -> tuple[PreparedByteRangeDigest, io.BytesIO]:
    if len(content) > LARGEST:
        raise CannotSign(_("Tệp PDF quá lớn."))
    try:
        writer = _Writer(io.BytesIO(content), strict=True)
        writer.name_after(content, field)
        writing: Any = PdfCMSEmbedder().write_cms(field_name=field, writer=writer)
        next(writing)
        writing.send(SigObjSetup(sig_placeholder=placeholder))
        hole, output = writing.send(SigIOSetup(md_algorithm="sha256"))
    except Exception as broken:  # pyHanko has a dozen kinds for files that it cannot read
        raise CannotSign(_unreadable()) from broken
    return hole, output


def _unreadable() -> str:
    return _("Tệp PDF không ký được: tệp hỏng, có mật khẩu, hoặc ô ký cùng tên đã có chữ ký.")


def _pades() -> Any:
    from pyhanko.sign.fields import SigSeedSubFilter

    return SigSeedSubFilter.PADES
