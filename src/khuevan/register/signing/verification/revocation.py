"""Whether a certificate was revoked at a moment, by OCSP answers (RFC 6960) and CRLs (RFC 5280 section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.utils.translation import gettext as _

from .paths import is_issued_by, name_of
from .report import Finding, doubt, note, wrong
from .trust import Trust


@dataclass(frozen=True)
class Standing:
    """What one source says. revoked_at None: good until `until`."""

    revoked_at: datetime | None
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Sources:
    """What came with the file."""

    answers: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()


def findings_of(
    path: tuple[x509.Certificate, ...], sources: Sources, trust: Trust, *, at: datetime, is_proven: bool
) -> Iterable[Finding]:
    """For each certificate below the root. at: the moment of signing; is_proven: a time stamp says so."""
    for certificate, issuer in zip(path, path[1:], strict=False):
        if certificate in trust.roots or (issuer in trust.roots and certificate is not path[0]):
            continue
        yield from _one(certificate, issuer, sources, trust, at=at, is_proven=is_proven)


def _one(
    certificate: x509.Certificate, issuer: x509.Certificate, sources: Sources, trust: Trust, *,
    at: datetime, is_proven: bool,
) -> Iterable[Finding]:  # fmt: skip
    standings = [
        *(standing_by_answer(one, certificate, issuer) for one in sources.answers),
        *(_standing_by_list(one, certificate, issuer) for one in sources.lists),
    ]
    if trust.status is not None:
        asked = trust.status(certificate, issuer)
        if asked is not None:
            standings.append(standing_by_answer(asked, certificate, issuer))
    known = [one for one in standings if one is not None]
    revoked = [one.revoked_at for one in known if one.revoked_at is not None]
    if revoked:
        since = min(revoked)
        said = {"name": name_of(certificate), "since": f"{since:%d/%m/%Y %H:%M} UTC"}
        if since <= at:
            yield wrong(
                "revoked", _("Chứng thư của %(name)s đã bị thu hồi từ %(since)s, trước khi ký.") % said
            )
        elif not is_proven:
            text = _(
                "Chứng thư của %(name)s bị thu hồi từ %(since)s và không có dấu thời gian chứng minh đã ký trước đó."
            )
            yield wrong("revoked", text % said)
        else:
            text = _("Chứng thư của %(name)s bị thu hồi từ %(since)s, sau khi ký.")
            yield note("revoked_later", text % said)
    elif not any(one.since >= at or one.until >= at for one in known):
        text = _("Chưa kiểm tra được chứng thư của %(name)s có bị thu hồi hay không.")
        yield doubt("status_unknown", text % {"name": name_of(certificate)})


def unused(
    path_pairs: Iterable[tuple[x509.Certificate, x509.Certificate]], sources: Sources
) -> Iterable[Finding]:
    """Answers and lists that came with the file and speak of none of its certificates: nothing vouches for them."""
    pairs = list(path_pairs)
    for answer in sources.answers:
        if not any(standing_by_answer(answer, *pair) for pair in pairs):
            yield doubt("evidence_unused", _("Tệp kèm một câu trả lời OCSP không dùng được."))
    for one in sources.lists:
        if not any(_standing_by_list(one, *pair) for pair in pairs):
            yield doubt("evidence_unused", _("Tệp kèm một danh sách thu hồi không dùng được."))


@lru_cache(maxsize=4096)
def standing_by_answer(
    content: bytes, certificate: x509.Certificate, issuer: x509.Certificate
) -> Standing | None:
    """None: the answer is no answer about this certificate by somebody who may give one."""
    try:
        said = ocsp.load_der_ocsp_response(content)
        if said.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            return None
        if said.serial_number != certificate.serial_number or not _names(said, issuer):
            return None
        if not _is_by(said, issuer) or said.public_bytes(Encoding.DER) != content:
            return None
        if said.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
            return None
        until = said.next_update_utc or said.this_update_utc
        return Standing(said.revocation_time_utc, said.this_update_utc, until)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.ExtensionNotFound, x509.DuplicateExtension):
        return None


def besides(trust: Trust, answers: Iterable[bytes]) -> Trust:
    """The same trust, where a source of statuses that gives none is helped by answers that came along. Who is asked now
    comes first: an old answer does not hide a later revocation."""
    kept: dict[int, list[bytes]] = {}
    for one in answers:
        kept.setdefault(_serial_of(one), []).append(one)

    def status(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes | None:
        now = trust.status(certificate, issuer) if trust.status else None
        if now is not None and standing_by_answer(now, certificate, issuer):
            return now
        own = kept.get(certificate.serial_number, [])
        return next((one for one in own if standing_by_answer(one, certificate, issuer)), now)

    return replace(trust, status=status)


def _serial_of(answer: bytes) -> int:
    """0 where it is no answer about a certificate."""
    try:
        return ocsp.load_der_ocsp_response(answer).serial_number
    except (ValueError, UnsupportedAlgorithm):
        return 0


def _names(said: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    hashed = hashes.Hash(said.hash_algorithm)
    spki = issuer.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if isinstance(issuer.public_key(), rsa.RSAPublicKey):
        bits = issuer.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    else:
        from asn1crypto import keys

        bits = bytes(keys.PublicKeyInfo.load(spki)["public_key"])
    hashed.update(bits)
    return hashed.finalize() == said.issuer_key_hash


def _is_by(said: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    """Signed by the issuer, or by somebody whom the issuer's certificate entitles to (RFC 6960 4.2.2.2)."""
    for responder in (issuer, *said.certificates):
        if responder != issuer:
            try:
                purposes = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
            except x509.ExtensionNotFound:
                continue
            entitled = ExtendedKeyUsageOID.OCSP_SIGNING in purposes and is_issued_by(responder, issuer)
            first, last = responder.not_valid_before_utc, responder.not_valid_after_utc
            if not entitled or not first <= said.this_update_utc <= last:
                return False
        if _confirms(responder, said):
            return True
    return False


def _confirms(responder: x509.Certificate, said: ocsp.OCSPResponse) -> bool:
    key, digest = responder.public_key(), said.signature_hash_algorithm
    if digest is None or digest.name in ("md5", "sha1"):
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(said.signature, said.tbs_response_bytes, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(said.signature, said.tbs_response_bytes, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1024)
def _standing_by_list(
    content: bytes, certificate: x509.Certificate, issuer: x509.Certificate
) -> Standing | None:
    try:
        said = x509.load_der_x509_crl(content)
        key = issuer.public_key()
        if said.issuer != issuer.subject or said.public_bytes(Encoding.DER) != content:
            return None
        if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) or not said.is_signature_valid(
            key
        ):
            return None
        if any(ext.critical for ext in said.extensions):
            return None
        row = said.get_revoked_certificate_by_serial_number(certificate.serial_number)
        until = said.next_update_utc or said.last_update_utc
        return Standing(row.revocation_date_utc if row else None, said.last_update_utc, until)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return None
