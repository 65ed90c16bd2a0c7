"""A certificate up to a trusted root at one moment (RFC 5280 section 6), with the reason in words where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils.translation import gettext as _

from khuevan.kernel import clock

from .report import Finding, wrong
from .trust import Trust

DEEPEST: Final = 8
_UNDERSTOOD: Final = (
    x509.BasicConstraints,
    x509.KeyUsage,
    x509.ExtendedKeyUsage,
    x509.CertificatePolicies,
    x509.SubjectAlternativeName,
    x509.CRLDistributionPoints,
    x509.AuthorityKeyIdentifier,
    x509.SubjectKeyIdentifier,
)


@dataclass(frozen=True)
class Path:
    """certificates: the asked one first, the root last where one was found."""

    certificates: tuple[x509.Certificate, ...]
    findings: tuple[Finding, ...] = ()


@lru_cache(maxsize=4096)
def name_of(certificate: x509.Certificate) -> str:
    """The common name, else the whole subject. Never fails: names of strangers may be anything."""
    try:
        found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return _plain(found[0].value) if found else _plain(certificate.subject.rfc4514_string())
    except ValueError:
        return "?"


def _plain(value: object) -> str:
    """Without the signs that neither a database nor a page can take."""
    return "".join(sign for sign in str(value) if sign.isprintable())[:200]


def part_of(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return _plain(found[0].value) if found else ""


@lru_cache(maxsize=4096)
def organisation_of(certificate: x509.Certificate) -> str:
    """To which the signer belongs, "" where none is named."""
    return part_of(certificate.subject, NameOID.ORGANIZATION_NAME)


@lru_cache(maxsize=4096)
def issuer_of(certificate: x509.Certificate) -> str:
    """The name of who issued it."""
    issuer = certificate.issuer
    return part_of(issuer, NameOID.COMMON_NAME) or issuer.rfc4514_string()[:200]


@lru_cache(maxsize=4096)
def identifier_of(certificate: x509.Certificate) -> str:
    """The organisation's tax code as issuers in Việt Nam write it into the subject, "MST:…"; "" for a person's."""
    try:
        values = [_plain(part.value).upper().replace(" ", "") for part in certificate.subject]
    except ValueError:
        return ""
    return next((value[:64] for value in values if value.startswith("MST:")), "")


def is_seal(certificate: x509.Certificate) -> bool:
    """Whether it is an organisation's."""
    return bool(identifier_of(certificate))


@lru_cache(maxsize=4096)
def is_test(certificate: x509.Certificate) -> bool:
    """Whether the development authority made it."""
    try:
        return part_of(certificate.issuer, NameOID.COMMON_NAME).startswith("TEST ")
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Names match and the issuer's key confirms the certificate. Kept: a class is signed with few certificates."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


@lru_cache(maxsize=4096)
def _built(
    certificate: x509.Certificate, pool: tuple[x509.Certificate, ...], roots: tuple[x509.Certificate, ...]
) -> tuple[x509.Certificate, ...]:
    path = [certificate]
    while path[-1] not in roots and len(path) < DEEPEST:
        issuer = next((one for one in roots if is_issued_by(path[-1], one)), None) or next(
            (one for one in pool if one not in path and is_issued_by(path[-1], one)), None
        )
        if issuer is None:
            break
        path.append(issuer)
    return tuple(path)


def path_of(
    certificate: x509.Certificate, pool: Iterable[x509.Certificate], trust: Trust, *, at: datetime, purpose: str,
) -> Path:  # fmt: skip
    """The path at a moment. purpose: "sign", "stamp", "status", "authority". pool: certificates of the file."""
    path = _built(certificate, (*pool, *trust.intermediates), trust.roots)
    findings = list(_end(path, trust, at))
    for depth, one in enumerate(path):
        findings.extend(_validity(one, at))
        if not _is_sound(one, depth, purpose):
            findings.extend(_strength(one))
            findings.extend(_issuer_rights(one, depth) if depth else _purpose(one, purpose))
    return Path(path, tuple(findings))


@lru_cache(maxsize=4096)
def _is_sound(one: x509.Certificate, depth: int, purpose: str) -> bool:
    """Whether nothing that does not depend on the moment speaks against it."""
    return not [*_strength(one), *(_issuer_rights(one, depth) if depth else _purpose(one, purpose))]


def _end(path: Sequence[x509.Certificate], trust: Trust, at: datetime) -> Iterable[Finding]:
    last = path[-1]
    if last in trust.roots:
        yield from _believed(path, trust, at)
        return
    names = {"name": name_of(path[0]), "issuer": last.issuer.rfc4514_string()[:200]}
    if len(path) == 1 and last.subject == last.issuer:
        yield wrong("self_made", _("Chứng thư của %(name)s là tự tạo, không do cơ quan nào cấp.") % names)
    else:
        yield wrong(
            "unknown_authority",
            _("Chứng thư của %(name)s do nơi cấp không được tin cậy: %(issuer)s.") % names,
        )


def _believed(path: Sequence[x509.Certificate], trust: Trust, at: datetime) -> Iterable[Finding]:
    first, until = trust.periods.get(path[-1], (date.min, None))
    on = clock.on(at)
    if first <= on and (until is None or on < until):
        return
    words = {
        "name": name_of(path[0]),
        "issuer": name_of(path[-1]),
        "first": f"{first:%d/%m/%Y}",
        "until": f"{until:%d/%m/%Y}" if until else "…",
        "at": f"{on:%d/%m/%Y}",
    }
    text = _(
        "Chứng thư của %(name)s do %(issuer)s cấp; nơi cấp này chỉ được tin cậy từ %(first)s đến trước %(until)s, "
        "không gồm ngày ký (%(at)s)."
    )
    yield wrong("authority_not_believed_then", text % words)


def _validity(one: x509.Certificate, at: datetime) -> Iterable[Finding]:
    first, last = one.not_valid_before_utc, one.not_valid_after_utc
    if first <= at <= last:
        return
    days = {
        "name": name_of(one),
        "first": f"{first:%d/%m/%Y}",
        "last": f"{last:%d/%m/%Y}",
        "at": f"{at:%d/%m/%Y}",
    }
    if at < first:
        yield wrong(
            "not_yet_valid",
            _("Chứng thư của %(name)s chưa có hiệu lực lúc ký (%(at)s): có hiệu lực từ %(first)s.") % days,
        )
    if at > last:
        yield wrong(
            "expired", _("Chứng thư của %(name)s đã hết hạn lúc ký (%(at)s): hết hạn ngày %(last)s.") % days
        )


def _strength(one: x509.Certificate) -> Iterable[Finding]:
    try:
        key, digest = one.public_key(), one.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm):
        yield wrong(
            "key_unknown", _("Chứng thư của %(name)s dùng loại khóa không đọc được.") % {"name": name_of(one)}
        )
        return
    short = isinstance(key, rsa.RSAPublicKey) and key.key_size < 2048
    other = not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey)
    if short or other or (digest is not None and digest.name in ("md5", "sha1")):
        yield wrong("weak", _("Chứng thư của %(name)s dùng thuật toán yếu.") % {"name": name_of(one)})


def _issuer_rights(one: x509.Certificate, depth: int) -> Iterable[Finding]:
    """depth: how many certificates stand below it."""
    names = {"name": name_of(one)}
    try:
        basic = one.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = one.extensions.get_extension_for_class(x509.KeyUsage).value
        may = (
            basic.ca and usage.key_cert_sign and (basic.path_length is None or basic.path_length >= depth - 1)
        )
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        may = False
    if not may:
        yield wrong("no_authority", _("%(name)s không có quyền cấp chứng thư.") % names)
    yield from _critical(one)


def _critical(one: x509.Certificate) -> Iterable[Finding]:
    try:
        unknown = [ext for ext in one.extensions if ext.critical and not isinstance(ext.value, _UNDERSTOOD)]
    except (ValueError, x509.DuplicateExtension):
        yield wrong("broken", _("Chứng thư của %(name)s bị hỏng.") % {"name": name_of(one)})
        return
    if unknown:
        yield wrong(
            "critical",
            _("Chứng thư của %(name)s có ràng buộc mà hệ thống không hiểu (%(oid)s).")
            % {"name": name_of(one), "oid": unknown[0].oid.dotted_string},
        )


def _purpose(one: x509.Certificate, purpose: str) -> Iterable[Finding]:
    if purpose == "authority":
        yield from _issuer_rights(one, 1)
        return
    names = {"name": name_of(one)}
    try:
        usage = one.extensions.get_extension_for_class(x509.KeyUsage).value
        signs = usage.digital_signature or usage.content_commitment
    except x509.ExtensionNotFound:
        signs = True
    except (ValueError, x509.DuplicateExtension):
        signs = False
    if not signs:
        yield wrong("wrong_use", _("Chứng thư của %(name)s không được cấp để ký.") % names)
    wanted = {"stamp": ExtendedKeyUsageOID.TIME_STAMPING, "status": ExtendedKeyUsageOID.OCSP_SIGNING}
    purposes = _purposes(one)
    if purpose in wanted and wanted[purpose] not in purposes:
        yield wrong("wrong_use", _("Chứng thư của %(name)s không được cấp cho việc này.") % names)
    elif purpose == "sign" and purposes and purposes <= set(wanted.values()):
        yield wrong("wrong_use", _("Chứng thư của %(name)s không được cấp để ký.") % names)
    yield from _critical(one)


def _purposes(one: x509.Certificate) -> set[x509.ObjectIdentifier]:
    try:
        return set(one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except (x509.ExtensionNotFound, ValueError, x509.DuplicateExtension):
        return set()
