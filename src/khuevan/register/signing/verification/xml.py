"""Verifying signed XML. In order: the file's form, each signature by itself, then what they cover together."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from cryptography.hazmat.primitives.asymmetric import utils
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _
from lxml import etree

from ..formats import xml as writing
from ..rules import xades
from ..signers.protocol import fingerprint, holds
from . import layouts, paths, wrapping
from .loading import Unreadable, certificates_of
from .moments import Moment, archive_findings, moment_of
from .report import Finding, Report, Severity, SignatureReport, doubt, note, wrong
from .revocation import Sources, findings_of, unused
from .trust import Trust
from .xml_reading import XmlSignature, read, signatures_of

ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
DIGESTS = {
    xades.SHA256: "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
MOST = 200
"""Signatures in one file: a report card has about twenty."""


@dataclass(frozen=True)
class Question:
    """at: when it is verified. expected: slot code (or Id of the covered element) -> fingerprints of whose certificates
    may stand there, as the asking room knows from postings and assignments."""

    trust: Trust
    at: datetime
    layout: layouts.Layout | None
    expected: Mapping[str, Collection[str]]


@dataclass
class Shared:
    """Evidence of all signatures of the file: the outermost one holds it for those inside, to which nothing can be added.

    pairs, known: certificate with issuer, and certificates, that some signature rests on; `evidence` that speaks of none
    of them is a loose end.
    """

    sources: Sources
    certificates: tuple[Any, ...]
    pairs: list[tuple[Any, Any]] = field(default_factory=list)
    known: set[Any] = field(default_factory=set)

    @classmethod
    def of(cls, signatures: Iterable[XmlSignature | Finding]) -> Shared:
        held = [one.evidence for one in signatures if isinstance(one, XmlSignature)]
        try:
            certificates = certificates_of(der for one in held for der in one.certificates)
        except Unreadable:
            certificates = ()
        answers = tuple(der for one in held for der in one.answers)
        return cls(Sources(answers, tuple(der for one in held for der in one.lists)), certificates)

    def loose(self) -> Iterable[Finding]:
        if any(one not in self.known for one in self.certificates):
            yield doubt("certificate_unused", _("Chữ ký kèm một chứng thư không dùng đến."))
        yield from unused(self.pairs, self.sources)


def verify_xml(content: bytes, question: Question, report: Report) -> Report:
    """The report with what was found. Never raises for what the file contains."""
    try:
        return _verify(content, question, report)
    except writing.CannotSign as refused:
        return replace(report, findings=(wrong("form", refused.reason),))
    except etree.LxmlError:  # names and namespaces that are parsed but have no canonical form
        return replace(
            report, findings=(wrong("form", _("Tệp XML không có dạng chuẩn nên không kiểm tra được.")),)
        )


def _verify(content: bytes, question: Question, report: Report) -> Report:
    root = writing.parsed(content)
    layout = question.layout or layouts.layout_of(root.tag)
    question = replace(question, layout=layout)
    elements = signatures_of(root)
    findings: list[Finding] = []
    if not elements:
        findings.append(wrong("unsigned", _("Tệp XML không có chữ ký nào.")))
    if len(elements) > MOST:
        return replace(report, findings=(wrong("too_many", _("Tệp có quá nhiều chữ ký.")),))
    ids = wrapping.Ids(root)
    findings.extend(ids.doubled())
    signatures = [_read(element) for element in elements]
    shared = Shared.of(signatures)
    parts = [_signature(root, one, ids, question, shared) for one in signatures]
    findings.extend(shared.loose())
    if layout:
        findings.extend(wrapping.missing(root, layout, elements))
    if content != writing.serialized(root):
        text = _("Tệp không ở đúng dạng đã được ký và ghi ra: có thể đã được ghi lại bằng chương trình khác.")
        findings.append(doubt("rewritten", text))
    if next(root.iter(etree.Comment), None) is not None:
        findings.append(doubt("comment", _("Tệp có chú thích; chú thích không được chữ ký nào bao phủ.")))
    findings.extend(wrapping.uncovered(root, elements, [one.target for one in parts], ids, layout))
    return replace(
        report, title=str(layout.title) if layout else "", signatures=tuple(parts), findings=tuple(findings)
    )


def _read(element: Any) -> XmlSignature | Finding:
    try:
        return read(element)
    except Unreadable as broken:
        return wrong("unreadable", broken.reason, wrapping.address(element))


def _signature(
    root: Any, signature: XmlSignature | Finding, ids: wrapping.Ids, question: Question, shared: Shared
) -> SignatureReport:
    if isinstance(signature, Finding):
        return SignatureReport(
            signature.where, "", "", "", "", "", False, False, "", "", "", None, False, findings=(signature,)
        )  # fmt: skip
    element = signature.element
    where = signature.where
    findings = list(_methods(signature))
    target = None
    if len(signature.contents) == 1:
        found = _target(root, signature, ids)
        findings.extend(found.findings)
        target = found.element
    else:
        findings.append(wrong("references", _("Chữ ký phải bao phủ đúng một phần của tệp."), where))
    rule = wrapping.rule_of(element, question.layout)
    if question.layout:
        findings.extend(wrapping.place_findings(element, where, rule, target))
    if not findings or all(one.severity is not Severity.WRONG for one in findings):
        findings.extend(_digests(root, signature, target))
    return _reported(signature, rule, target, findings, question, shared)


def _methods(signature: XmlSignature) -> Iterable[Finding]:
    where = signature.where
    if signature.algorithm not in (xades.RSA_SHA256, xades.ECDSA_SHA256):
        yield wrong("algorithm", _("Chữ ký dùng thuật toán không được chấp nhận."), where)
    if signature.canonicalization not in (xades.EXCLUSIVE, xades.INCLUSIVE):
        yield wrong("canonicalization", _("Chữ ký dùng cách chuẩn hóa XML không được chấp nhận."), where)
    for reference in signature.references:
        allowed = {xades.EXCLUSIVE, xades.INCLUSIVE, ENVELOPED}
        extra = [one for one in reference.transforms if one not in allowed]
        if extra or len(reference.transforms) > 2:
            yield wrong(
                "transform",
                _("Chữ ký dùng phép biến đổi lạ (%(name)s) nên không biết nó bao phủ gì.")
                % {"name": (extra or ["…"])[0][:100]},
                where,
            )
        if reference.digest_method not in DIGESTS:
            yield wrong("digest_method", _("Chữ ký dùng thuật toán băm yếu hoặc không hỗ trợ."), where)


@dataclass(frozen=True)
class Target:
    element: Any
    findings: tuple[Finding, ...] = ()


def _target(root: Any, signature: XmlSignature, ids: wrapping.Ids) -> Target:
    """The one element that the signature covers."""
    where = signature.where
    uri = signature.contents[0].uri
    if uri == "":
        return Target(root)
    if not uri.startswith("#") or uri.startswith("#xpointer"):
        text = _("Chữ ký bao phủ một thứ ngoài tệp này: %(uri)s.") % {"uri": uri[:100]}
        return Target(None, (wrong("reference", text, where),))
    found = ids.find(uri[1:])
    if len(found) != 1:
        text = (
            _("Chữ ký bao phủ phần tử có Id %(id)s nhưng tệp không có phần tử đó.")
            if not found
            else _("Có nhiều phần tử cùng mang Id %(id)s mà chữ ký bao phủ: tệp bị ghép.")
        )
        return Target(None, (wrong("reference", text % {"id": uri[1:101]}, where),))
    return Target(found[0])


def _digests(root: Any, signature: XmlSignature, target: Any) -> Iterable[Finding]:
    where = signature.where
    for reference in signature.references:
        is_own = reference.kind == xades.SIGNED_PROPERTIES
        element = _own_properties(signature, reference.uri) if is_own else target
        if element is None:
            yield wrong("properties", _("Thuộc tính đã ký của chữ ký không đúng chỗ."), where)
            continue
        content = _canonical(root, signature, element, reference.transforms)
        if hashlib.new(DIGESTS[reference.digest_method], content).digest() != reference.digest:
            if is_own:
                text = _("Thuộc tính của chữ ký (ngày ký, vai trò, chứng thư) đã bị sửa.")
                yield wrong("properties_changed", text, where)
            else:
                yield wrong(
                    "content_changed",
                    _("Nội dung phần %(part)s (dòng %(line)s) đã bị sửa sau khi ký.")
                    % {"part": wrapping.address(element), "line": element.sourceline},
                    wrapping.address(element),
                )
    info = signature.element.find(f"{{{xades.DS}}}SignedInfo")
    exclusive = signature.canonicalization == xades.EXCLUSIVE
    text = etree.tostring(info, method="c14n", exclusive=exclusive, with_comments=False)
    if not signature.certificates:
        yield wrong("no_certificate", _("Chữ ký không kèm chứng thư của người ký."), where)
    elif not _holds(signature, hashlib.sha256(text).digest()):
        yield wrong("value", _("Giá trị chữ ký không khớp với chứng thư của %(name)s.")
                    % {"name": paths.name_of(signature.certificates[0])}, where)  # fmt: skip


def _own_properties(signature: XmlSignature, uri: str) -> Any:
    path = f"{{{xades.DS}}}Object/{{{xades.XADES}}}QualifyingProperties/{{{xades.XADES}}}SignedProperties"
    own = signature.element.find(path)
    return own if own is not None and uri == f"#{own.get('Id')}" else None


def _canonical(root: Any, signature: XmlSignature, element: Any, transforms: tuple[str, ...]) -> bytes:
    if ENVELOPED in transforms and signature.element in element.iter(f"{{{xades.DS}}}Signature"):
        place = signature.element.getroottree().getpath(signature.element)
        tree = copy.deepcopy(root.getroottree())
        removed = tree.xpath(place)[0]
        tail, parent = removed.tail, removed.getparent()
        before = removed.getprevious()
        if tail and before is not None:
            before.tail = (before.tail or "") + tail
        elif tail:
            parent.text = (parent.text or "") + tail
        path = element.getroottree().getpath(element)
        parent.remove(removed)
        element = tree.xpath(path)[0]
    exclusive = xades.EXCLUSIVE in transforms
    return bytes(etree.tostring(element, method="c14n", exclusive=exclusive, with_comments=False))


def _holds(signature: XmlSignature, digest: bytes) -> bool:
    value = signature.value
    if signature.algorithm == xades.ECDSA_SHA256:
        if len(value) != 64:
            return False
        value = utils.encode_dss_signature(
            int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big")
        )
    return holds(signature.certificates[0].public_key(), digest, value)


def _reported(
    signature: XmlSignature,
    rule: layouts.SlotRule | None,
    target: Any,
    findings: list[Finding],
    question: Question,
    shared: Shared,
) -> SignatureReport:
    """With the certificate's part: who, when, whether they might."""
    where = signature.where
    if not signature.certificates:
        return SignatureReport(
            where, "", "", "", "", "", False, False, "", "", "", None, False,
            findings=tuple(findings or [wrong("no_certificate", _("Chữ ký không kèm chứng thư của người ký."), where)]),
        )  # fmt: skip
    signer = signature.certificates[0]
    form = signature.form()
    moment = moment_of(signature, shared.sources, shared.certificates, question.trust, at=question.at)
    findings.extend(moment.findings)
    findings.extend(_bound(signature, where))
    pool = (*signature.certificates[1:], *shared.certificates)
    path = paths.path_of(signer, pool, question.trust, at=moment.at, purpose="sign")
    findings.extend(path.findings)
    findings.extend(
        findings_of(
            path.certificates, shared.sources, question.trust, at=moment.at, is_proven=moment.is_stamped
        )
    )
    shared.known.update((*path.certificates, *moment.path))
    shared.pairs.extend((*pairwise(path.certificates), *pairwise(moment.path)))
    findings.extend(_loose(signature, form, path, moment))
    findings.extend(_whose(signer, rule, target, question))
    if form is not None and form.archive:
        content = writing.canonical(target) if target is not None else b""
        findings.extend(
            archive_findings(
                form, content, shared.sources, shared.certificates, question.trust, at=question.at
            )
        )
    return SignatureReport(
        str(rule.label) if rule else where,
        paths.name_of(signer),
        paths.organisation_of(signer),
        paths.issuer_of(signer),
        f"{signer.serial_number:x}",
        fingerprint(signer),
        paths.is_seal(signer),
        paths.is_test(signer),
        signature.role,
        _level(signature, moment),
        wrapping.address(target) if target is not None else "",
        moment.at if (moment.is_stamped or signature.signed_at) else None,
        moment.is_stamped,
        rule.code if rule else "",
        (target.get("Id") or "") if target is not None else "",
        tuple(findings),
        paths.identifier_of(signer),
    )


def _level(signature: XmlSignature, moment: Moment) -> str:
    if not signature.bound:
        return "XML-DSig"
    if not moment.is_stamped:
        return "XAdES-B-B"
    if not signature.evidence:
        return "XAdES-B-T"
    return "XAdES-B-LTA" if signature.archive else "XAdES-B-LT"


def _bound(signature: XmlSignature, where: str) -> Iterable[Finding]:
    """The certificate is named inside the signature; else another of the same key could be put in its place."""
    if not signature.bound:
        if signature.element.find(f"{{{xades.DS}}}Object/{{{xades.XADES}}}QualifyingProperties") is not None:
            yield wrong("certificate_unbound", _("Chữ ký không ràng buộc chứng thư của người ký."), where)
        return
    ders = [one.public_bytes(Encoding.DER) for one in signature.certificates]
    if hashlib.sha256(ders[0]).digest() != signature.bound[0]:
        yield wrong(
            "certificate_swapped", _("Chứng thư kèm theo không phải chứng thư đã dùng khi ký."), where
        )


def _loose(
    signature: XmlSignature,
    form: xades.Form | None,
    path: paths.Path,
    moment: Moment,
) -> Iterable[Finding]:
    """What stands in the signature and nothing vouches for."""
    where = signature.where
    properties = b""
    if form is not None and form.claims:
        properties = hashlib.sha256(xades.signed_properties(form, alone=True).encode()).digest()
    if form is None or xades.written(form, properties).encode() != writing.canonical(signature.element):
        yield doubt("form", _("Chữ ký có phần không được chính nó bảo vệ."), where)
    known = {*path.certificates, *moment.path}
    if any(one not in known for one in signature.certificates):
        yield doubt("certificate_unused", _("Chữ ký kèm một chứng thư không dùng đến."), where)


def _whose(signer: Any, rule: layouts.SlotRule | None, target: Any, question: Question) -> Iterable[Finding]:
    names = {"name": paths.name_of(signer)}
    if rule and rule.whose == "seal" and not paths.is_seal(signer):
        text = _("Ô này cần chứng thư của cơ quan (con dấu), nhưng %(name)s là chứng thư cá nhân.")
        yield wrong("wrong_role", text % names)
    if rule and rule.whose == "person" and paths.is_seal(signer):
        yield wrong(
            "wrong_role", _("Ô này cần chứng thư cá nhân, nhưng %(name)s là chứng thư của cơ quan.") % names
        )
    target_id = target.get("Id") if target is not None else None
    for key in (rule.code if rule else None, target_id, f"{rule.code}:{target_id}" if rule else None):
        if key is not None and key in question.expected and fingerprint(signer) not in question.expected[key]:
            yield wrong("wrong_signer", _("%(name)s không phải người được phân công ký phần này.") % names)
    if paths.is_test(signer):
        yield note("test", _("Chứng thư thử nghiệm, không có giá trị pháp lý."))
