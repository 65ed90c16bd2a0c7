"""Verifying signed PDF: first the bytes by ourselves, then how its revisions follow each other by pyHanko.

A file is valid only when its last signature or document time stamp reaches to its last byte: whatever was appended
later is vouched for by nobody, even where it changes nothing that is seen.
"""

from __future__ import annotations

import binascii
import hashlib
import io
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from cryptography import x509
from django.utils.translation import gettext as _

from ..formats.pdf import LARGEST
from ..signers.protocol import fingerprint
from . import paths
from .cms import SignedData, read
from .loading import Unreadable, certificates_of
from .moments import Moment, moment_by, stamp_of
from .report import Finding, Report, SignatureReport, doubt, note, wrong
from .revocation import Sources, findings_of
from .trust import Trust

_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
MOST: Final = 50


@dataclass(frozen=True)
class Range:
    """What one signature covers: [0, hole) and [after, end); between stands the signature, hexadecimal."""

    hole: int
    after: int
    end: int
    cms: bytes

    @property
    def words(self) -> str:
        return _("byte 0-%(hole)s và %(after)s-%(end)s") % {
            "hole": self.hole - 1,
            "after": self.after,
            "end": self.end - 1,
        }

    def digest(self, content: bytes, name: str) -> bytes:
        hashed = hashlib.new(name, content[: self.hole])
        hashed.update(content[self.after : self.end])
        return hashed.digest()


@dataclass(frozen=True)
class Known:
    """What pyHanko finds: name of the field, whether it is a document time stamp, the day that readers show."""

    field: str
    is_stamp: bool
    claimed: datetime | None
    changes: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Store:
    """The document's own store of evidence (DSS)."""

    certificates: tuple[x509.Certificate, ...] = ()
    sources: Sources = Sources()


def verify_pdf(
    content: bytes, trust: Trust, report: Report, *, at: datetime, expected: Mapping[str, Collection[str]]
) -> Report:
    """The report with what was found. Never raises for what the file contains. expected: by the name of the field."""
    if len(content) > LARGEST or not content.startswith(b"%PDF-"):
        return replace(report, findings=(wrong("form", _("Tệp PDF hỏng hoặc quá lớn.")),))
    try:
        ranges = _ranges(content)
    except Unreadable as broken:
        return replace(report, findings=(wrong("form", broken.reason),))
    if not ranges:
        return replace(report, findings=(wrong("unsigned", _("Tệp PDF không có chữ ký nào.")),))
    read_ones = [_read(content, one) for one in ranges]
    broken_ones = [part for part in read_ones if isinstance(part, SignatureReport)]
    if broken_ones:
        return replace(report, signatures=tuple(broken_ones))
    try:
        known, store = _structure(content, ranges)
    except Unreadable as broken:
        return replace(report, findings=(wrong("form", broken.reason),))
    findings = list(_after_the_last(content, ranges))
    signed: list[SignatureReport] = []
    for one, data, seen in zip(ranges, read_ones, known, strict=True):
        assert isinstance(data, SignedData)
        if seen.is_stamp:
            findings.extend(_document_stamp(content, one, store, trust, at=at))
            findings.extend(seen.changes)
        else:
            signed.append(_reported(one, data, seen, store, trust, at=at, expected=expected))
    if not signed:
        findings.append(wrong("unsigned", _("Tệp PDF không có chữ ký nào.")))
    has_archive = any(seen.is_stamp for seen in known)
    if has_archive and store.sources.answers + store.sources.lists:
        signed = [replace(one, level=one.level.replace("B-LT", "B-LTA")) for one in signed]
    return replace(report, signatures=tuple(signed), findings=tuple(findings))


def signed_data_of(content: bytes) -> list[SignedData]:
    """The CMS of every signature and document time stamp, in order. Raises Unreadable."""
    return [read(one.cms) for one in _ranges(content)]


def _ranges(content: bytes) -> list[Range]:
    """In the order of the file. Raises Unreadable for ranges that leave out more than their own signature."""
    found: list[Range] = []
    for match in _RANGE.finditer(content):
        first, hole, after, rest = (int(number) for number in match.groups())
        end = after + rest
        if first or not 0 < hole < after <= end <= len(content):
            raise Unreadable(_("Chữ ký PDF có vùng bao phủ (ByteRange) sai."))
        if content[hole : hole + 1] != b"<" or content[after - 1 : after] != b">":
            raise Unreadable(_("Chữ ký PDF chừa ra một vùng không phải là chữ ký."))
        text = content[hole + 1 : after - 1]
        try:
            whole = binascii.unhexlify(text)
        except (binascii.Error, ValueError) as broken:
            raise Unreadable(_("Chữ ký PDF chừa ra một vùng không phải là chữ ký.")) from broken
        if text not in (text.upper(), text.lower()):
            raise Unreadable(_("Chữ ký PDF đã bị sửa."))
        found.append(Range(hole, after, end, _unpadded(whole)))
        if len(found) > MOST:
            raise Unreadable(_("Tệp có quá nhiều chữ ký."))
    return sorted(found, key=lambda one: one.end)


def _unpadded(whole: bytes) -> bytes:
    """The CMS without the zeros that fill its hole."""
    if len(whole) < 4 or whole[0] != 0x30 or not 0x81 <= whole[1] <= 0x84:
        raise Unreadable(_("Cấu trúc chữ ký (CMS) bị hỏng."))
    length = whole[1] & 0x7F
    size = 2 + length + int.from_bytes(whole[2 : 2 + length], "big")
    if size > len(whole) or whole[size:].strip(b"\x00"):
        raise Unreadable(_("Sau chữ ký còn dữ liệu lạ."))
    return whole[:size]


def _read(content: bytes, one: Range) -> SignedData | SignatureReport:
    """The CMS, or the report that says why it is worth nothing."""
    data: SignedData | None = None
    try:
        data = read(one.cms)
        if data.content_type == "tst_info":
            return data
        if not data.holds:
            raise Unreadable(_("Giá trị chữ ký không khớp với chứng thư của %(name)s.")
                             % {"name": paths.name_of(data.signer)})  # fmt: skip
        if data.content is not None or data.content_type != "data":
            raise Unreadable(_("Chữ ký PDF không bao phủ nội dung của tệp."))
        if one.digest(content, data.digest_name) != data.message_digest:
            raise Unreadable(_("Nội dung đã bị sửa sau khi ký, trong vùng %(where)s.") % {"where": one.words})
    except Unreadable as broken:
        return _spoiled(one, data, broken.reason)
    return data


def _spoiled(one: Range, data: SignedData | None, reason: str) -> SignatureReport:
    """Of a signature that does not hold: whose it says it is, where that can be read."""
    finding = wrong("content_changed", reason, one.words)
    if data is None:
        return SignatureReport(
            one.words, "", "", "", "", "", False, False, "", "", one.words, None, False, findings=(finding,)
        )  # fmt: skip
    signer = data.signer
    return SignatureReport(
        paths.name_of(signer),
        paths.name_of(signer),
        paths.organisation_of(signer),
        paths.issuer_of(signer),
        f"{signer.serial_number:x}",
        fingerprint(signer),
        paths.is_seal(signer),
        paths.is_test(signer),
        "",
        "",
        one.words,
        None,
        False,
        findings=(finding,),
    )


def _after_the_last(content: bytes, ranges: list[Range]) -> Iterable[Finding]:
    last = ranges[-1]
    if last.end != len(content):
        where = _("byte %(first)s-%(last)s") % {"first": last.end, "last": len(content) - 1}
        yield doubt("appended", _("Sau lần ký cuối, tệp được ghi thêm %(count)s byte không có chữ ký nào bao phủ.")
                    % {"count": len(content) - last.end}, where)  # fmt: skip


def _structure(content: bytes, ranges: list[Range]) -> tuple[list[Known], Store]:
    """What pyHanko makes of the file. It must see the same signatures as we do, no more and no fewer."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(content), strict=True)
        embedded = {int(one.byte_range[1]): one for one in reader.embedded_signatures}
        if set(embedded) != {one.hole for one in ranges} or len(embedded) != len(ranges):
            raise Unreadable(_("Tệp PDF có chữ ký giả hoặc chữ ký không gắn vào tài liệu."))
        known = [_known(embedded[one.hole], reaches_end=one.end == len(content)) for one in ranges]
        return known, _store(reader)
    except Unreadable:
        raise
    except RecursionError as deep:
        raise Unreadable(_("Tệp PDF bị hỏng.")) from deep
    except Exception as broken:  # pyHanko has a dozen kinds for files that it cannot read
        raise Unreadable(_("Tệp PDF bị hỏng: %(error)s.") % {"error": str(broken)[:150]}) from broken


def _known(one: Any, *, reaches_end: bool) -> Known:
    """What was appended after the last signature is looked at, too: white space is no change, another page is."""
    one.compute_integrity_info(skip_diff=reaches_end)
    coverage, difference = one.coverage, one.diff_result
    where = str(one.field_name)
    changes: list[Finding] = []
    if coverage.name not in ("ENTIRE_FILE", "ENTIRE_REVISION"):
        changes.append(wrong("coverage", _("Chữ ký không bao phủ trọn một phiên bản của tệp."), where))
    elif coverage.name == "ENTIRE_REVISION" and not reaches_end:
        if difference is None or not hasattr(difference, "modification_level"):
            changes.append(
                wrong(
                    "updated",
                    _("Sau khi ký, tệp PDF bị sửa bằng một lần cập nhật ngoài phạm vi cho phép."),
                    where,
                )
            )
        elif difference.modification_level.name not in ("NONE", "LTA_UPDATES", "FORM_FILLING"):
            changes.append(wrong("updated", _("Sau khi ký, tệp PDF bị thêm chú thích hoặc nội dung."), where))
    claimed = one.self_reported_timestamp
    if claimed is not None and not 1990 <= claimed.year <= 2200:
        claimed = None
    if claimed is not None and claimed.tzinfo is None:
        claimed = claimed.replace(tzinfo=UTC)
    is_stamp = str(one.sig_object_type) == "/DocTimeStamp"
    return Known(where, is_stamp, claimed, tuple(changes))


def _store(reader: Any) -> Store:
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError

    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Store()
    certificates = certificates_of(one.dump() for one in store.load_certs())
    answers = tuple(one.get_object().data for one in store.ocsps)
    lists = tuple(one.get_object().data for one in store.crls)
    return Store(certificates, Sources(answers, lists))


def _document_stamp(
    content: bytes, one: Range, store: Store, trust: Trust, *, at: datetime
) -> Iterable[Finding]:
    covered = content[: one.hole] + content[one.after : one.end]
    _stamp, _path, findings = stamp_of(one.cms, covered, store.sources, store.certificates, trust, at=at)
    yield from findings


def _reported(
    one: Range, data: SignedData, seen: Known, store: Store, trust: Trust, *, at: datetime,
    expected: Mapping[str, Collection[str]],
) -> SignatureReport:  # fmt: skip
    signer = data.signer
    moment = moment_by(
        data.stamps, data.signature, seen.claimed, store.sources, store.certificates, trust, at=at
    )
    findings = [*seen.changes, *moment.findings]
    if not data.names_signer:
        findings.append(doubt("certificate_unbound", _("Chữ ký không ràng buộc chứng thư của người ký.")))
    path = paths.path_of(
        signer, (*data.certificates, *store.certificates), trust, at=moment.at, purpose="sign"
    )
    findings.extend(path.findings)
    findings.extend(
        findings_of(path.certificates, store.sources, trust, at=moment.at, is_proven=moment.is_stamped)
    )
    findings.extend(_loose(data, path, moment))
    if seen.field in expected and fingerprint(signer) not in expected[seen.field]:
        text = _("%(name)s không phải người được phân công ký phần này.")
        findings.append(wrong("wrong_signer", text % {"name": paths.name_of(signer)}))
    if paths.is_test(signer):
        findings.append(note("test", _("Chứng thư thử nghiệm, không có giá trị pháp lý.")))
    return SignatureReport(
        seen.field,
        paths.name_of(signer),
        paths.organisation_of(signer),
        paths.issuer_of(signer),
        f"{signer.serial_number:x}",
        fingerprint(signer),
        paths.is_seal(signer),
        paths.is_test(signer),
        "",
        _level(data, moment, store),
        one.words,
        moment.at if (moment.is_stamped or seen.claimed) else None,
        moment.is_stamped,
        seen.field,
        "",
        tuple(findings),
        paths.identifier_of(signer),
    )


def _loose(data: SignedData, path: paths.Path, moment: Moment) -> Iterable[Finding]:
    if not data.is_exact:
        yield doubt("form", _("Chữ ký có phần không được chính nó bảo vệ."))
    known = {*path.certificates, *moment.path}
    if any(one not in known for one in data.certificates):
        yield doubt("certificate_unused", _("Chữ ký kèm một chứng thư không dùng đến."))


def _level(data: SignedData, moment: Moment, store: Store) -> str:
    if not data.names_signer:
        return "PDF"
    if not moment.is_stamped:
        return "PAdES-B-B"
    return "PAdES-B-LT" if store.sources.answers + store.sources.lists else "PAdES-B-T"
