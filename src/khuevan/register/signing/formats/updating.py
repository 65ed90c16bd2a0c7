"""The part of signing PDF that pyHanko does: writing an update of the file. Loaded when a PDF is really written, because
pyHanko takes half a second to load."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, PreparedByteRangeDigest, SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore

from ..rules.xades import Evidence
from .pdf import LARGEST, RESERVED, Words
from .xml import CannotSign


def hole_for_signature(
    content: bytes, words: Words, at: datetime
) -> tuple[PreparedByteRangeDigest, io.BytesIO]:
    """A field with room for one signature. Raises CannotSign."""
    placeholder = SignatureObject(
        timestamp=at, subfilter=SigSeedSubFilter.PADES, name=words.name or None, location=words.location or None,
        reason=words.reason or None, bytes_reserved=RESERVED,
    )  # fmt: skip
    return _hole(content, words.field, placeholder)


def hole_for_stamp(content: bytes, field: str) -> tuple[PreparedByteRangeDigest, io.BytesIO]:
    """A field with room for a time stamp of the whole file. Raises CannotSign."""
    return _hole(content, field, DocumentTimestamp(bytes_reserved=RESERVED))


def with_evidence(content: bytes, evidence: Evidence) -> bytes:
    """The file with a store of what proves its signatures. Raises CannotSign."""
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
