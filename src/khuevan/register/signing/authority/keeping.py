"""The folder of the development authority: its keys, what it issued, what it revoked. Never in the database.

root.pem issuing.pem status.pem stamp.pem, each with its .key (mode 0600)
issued/<serial>.pem, .key             certificates, and keys where the authority made them
revoked.jsonl                         {"serial", "at", "reason"}, appended
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import ocsp

from . import stamping
from .making import Pair, PrivateKey, Profile, PublicKey, certificate, fresh_key, subject

YEARS: Final = 3650
REASONS: Final = {
    "key": x509.ReasonFlags.key_compromise,
    "left": x509.ReasonFlags.affiliation_changed,
    "replaced": x509.ReasonFlags.superseded,
    "": x509.ReasonFlags.unspecified,
}


@dataclass(frozen=True)
class Issued:
    """A signer's certificate with its issuers up to below the root, and the key where the authority made it."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: PrivateKey | None

    @property
    def pair(self) -> Pair:
        if self.key is None:
            raise ValueError("the authority does not have this key")
        return Pair(self.certificate, self.key)


@dataclass
class Authority:
    """An open authority. Moments come from outside; `address` is where its OCSP, CRL and time stamps are served."""

    folder: Path
    root: x509.Certificate
    issuing: Pair
    responder: Pair
    stamper: Pair
    address: str = "http://127.0.0.1:8318"
    _answers: dict[tuple[int, datetime, int], bytes] = field(default_factory=dict)

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        return (self.issuing.certificate,)

    def issue(
        self,
        name: str,
        *,
        at: datetime,
        organisation: str = "",
        uid: str = "",
        key: PublicKey | PrivateKey | None = None,
        kind: str = "rsa",
        days: float = 730,
        begin: datetime | None = None,
    ) -> Issued:
        """A signer's certificate. uid: "MST:…" makes it an organisation's seal, as practice has it.

        key: a public key (of a token) or a private one; none: a fresh one of `kind` ("rsa", "ec").
        """
        private = fresh_key(kind) if key is None else key if hasattr(key, "private_numbers") else None
        public: Any = key if private is None else private.public_key()  # type: ignore[union-attr]
        made = certificate(
            subject(name, organisation=organisation, uid=uid),
            public,
            issuer=self.issuing,
            signing_key=self.issuing.key,
            begin=(begin or at - timedelta(hours=1)).astimezone(UTC).replace(microsecond=0),
            days=days,
            profile=Profile(ocsp_url=f"{self.address}/ocsp", crl_url=f"{self.address}/crl"),
        )
        kept = self.folder / "issued" / f"{made.serial_number:x}"
        _write(kept.with_suffix(".pem"), made.public_bytes(Encoding.PEM))
        if private is not None:
            _write(kept.with_suffix(".key"), _pem(private))  # type: ignore[arg-type]
        return Issued(made, self.chain, private)  # type: ignore[arg-type]

    def issued(self, serial: int) -> Issued | None:
        """What was issued under the serial number."""
        kept = self.folder / "issued" / f"{serial:x}"
        try:
            made = x509.load_pem_x509_certificate(kept.with_suffix(".pem").read_bytes())
        except FileNotFoundError:
            return None
        key = kept.with_suffix(".key")
        return Issued(made, self.chain, _key(key) if key.exists() else None)

    def revoke(self, serial: int, *, at: datetime, reason: str = "") -> None:
        """From `at` on the certificate is worth nothing. reason: a key of REASONS."""
        line = json.dumps({"serial": f"{serial:x}", "at": at.astimezone(UTC).isoformat(), "reason": reason})
        with (self.folder / "revoked.jsonl").open("a") as file:
            file.write(line + "\n")
        self._answers.clear()

    def revoked(self) -> dict[int, tuple[datetime, str]]:
        """Serial number -> since when, and why."""
        try:
            lines = (self.folder / "revoked.jsonl").read_text().splitlines()
        except FileNotFoundError:
            return {}
        rows = [json.loads(line) for line in lines]
        return {
            int(row["serial"], 16): (datetime.fromisoformat(row["at"]), row["reason"])
            for row in reversed(rows)
        }

    def status(self, asked: x509.Certificate, issuer: x509.Certificate, *, at: datetime) -> bytes:
        """An OCSP response (RFC 6960), DER. The same answer within a minute is given again."""
        minute = at.astimezone(UTC).replace(second=0, microsecond=0)
        place = (asked.serial_number, minute, self._revocations_seen())
        if place in self._answers:
            return self._answers[place]
        since, reason = self.revoked().get(asked.serial_number, (None, ""))
        is_ours = (self.folder / "issued" / f"{asked.serial_number:x}.pem").exists() or asked in (
            self.stamper.certificate,
            self.responder.certificate,
        )
        now = at.astimezone(UTC).replace(microsecond=0)
        is_revoked = since is not None and since <= at
        if is_revoked:
            said = ocsp.OCSPCertStatus.REVOKED
        else:
            said = ocsp.OCSPCertStatus.GOOD if is_ours else ocsp.OCSPCertStatus.UNKNOWN
        built = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=asked,
                issuer=issuer,
                algorithm=hashes.SHA1(),  # noqa: S303 - names the certificate (RFC 5019), protects nothing
                cert_status=said,
                this_update=now,
                next_update=now + timedelta(hours=12),
                revocation_time=since.astimezone(UTC) if is_revoked and since else None,
                revocation_reason=REASONS[reason] if is_revoked else None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self.responder.certificate)
            .certificates([self.responder.certificate])
            .sign(self.responder.key, hashes.SHA256())
        )
        made = built.public_bytes(Encoding.DER)
        if len(self._answers) > 10_000:
            self._answers.clear()
        self._answers[place] = made
        return made

    def answer_status(self, request: bytes, *, at: datetime) -> bytes:
        """An OCSP request, DER, as it comes over the wire -> the response, DER."""
        try:
            asked = ocsp.load_der_ocsp_request(request)
        except ValueError:
            refused = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
            return refused.public_bytes(Encoding.DER)
        found = self.issued(asked.serial_number)
        known = {one.serial_number: one for one in (self.stamper.certificate, self.responder.certificate)}
        if found is None and asked.serial_number not in known:
            refused = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
            return refused.public_bytes(Encoding.DER)
        certified = found.certificate if found else known[asked.serial_number]
        return self.status(certified, self.issuing.certificate, at=at)

    def revocation_list(self, *, at: datetime) -> bytes:
        """The CRL (RFC 5280 section 5), DER."""
        now = at.astimezone(UTC).replace(microsecond=0)
        built = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.issuing.certificate.subject)
            .last_update(now)
            .next_update(now + timedelta(days=1))
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.issuing.key.public_key()),
                critical=False,
            )
        )
        for serial, (since, reason) in self.revoked().items():
            if since <= at:
                one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
                if reason:
                    one = one.add_extension(x509.CRLReason(REASONS[reason]), critical=False)
                built = built.add_revoked_certificate(one.build())
        return built.sign(self.issuing.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def stamp(self, digest: bytes, *, at: datetime) -> bytes:
        """A time stamp token over a SHA-256 digest."""
        return stamping.token(digest, self._stamps, at=at)

    def answer_stamp(self, request: bytes, *, at: datetime) -> bytes:
        """TimeStampReq, DER, as it comes over the wire -> TimeStampResp, DER."""
        return stamping.answer(request, self._stamps, at=at)

    @cached_property
    def _stamps(self) -> stamping.Stamper:
        return stamping.stamper(self.stamper, self.chain)

    def _revocations_seen(self) -> int:
        try:
            return (self.folder / "revoked.jsonl").stat().st_size
        except FileNotFoundError:
            return 0


def opened(folder: Path, *, at: datetime, address: str = "http://127.0.0.1:8318") -> Authority:
    """The authority of a folder; a new one where there is none. Two processes that begin at once get the same one."""
    if not (folder / "root.pem").exists():
        _make(folder, at)
    pairs = {name: Pair(_certificate(folder, name), _key(folder / f"{name}.key")) for name in _KEPT}
    return Authority(
        folder,
        _certificate(folder, "root"),
        pairs["issuing"],
        pairs["status"],
        pairs["stamp"],
        address.rstrip("/"),
    )


_KEPT = ("issuing", "status", "stamp")
PAST: Final = timedelta(days=365)
"""The authority is valid from this long before it was made: tests and demonstrations act on days of the past."""


def _make(folder: Path, at: datetime) -> None:
    begin = (at - PAST).astimezone(UTC).replace(microsecond=0)
    root_key = fresh_key("ec")
    root_name = subject("Khuê Văn Root CA")
    root = Pair(
        certificate(root_name, root_key.public_key(), issuer=None, signing_key=root_key, begin=begin,
                    days=2 * YEARS, profile=Profile(path_length=1)),
        root_key,
    )  # fmt: skip
    issuing_key = fresh_key("ec")
    issuing = Pair(
        certificate(subject("Khuê Văn Issuing CA"), issuing_key.public_key(), issuer=root,
                    signing_key=root_key, begin=begin, days=YEARS, profile=Profile(path_length=0)),
        issuing_key,
    )  # fmt: skip
    made = {"root": root, "issuing": issuing}
    for name, called, purpose in (("status", "OCSP Responder", "status"), ("stamp", "Time Stamp", "stamp")):
        key = fresh_key("ec")
        made[name] = Pair(
            certificate(subject(f"Khuê Văn {called}"), key.public_key(), issuer=issuing,
                        signing_key=issuing_key, begin=begin, days=YEARS, profile=Profile(purpose=purpose)),
            key,
        )  # fmt: skip
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f"{folder.name}.{uuid.uuid4().hex}")
    (fresh / "issued").mkdir(parents=True, mode=0o700)
    fresh.chmod(0o700)
    for name, pair in made.items():
        _write(fresh / f"{name}.pem", pair.certificate.public_bytes(Encoding.PEM))
        _write(fresh / f"{name}.key", _pem(pair.key))
    try:
        fresh.rename(folder)
    except OSError:  # somebody else was quicker
        shutil.rmtree(fresh)


def _pem(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(file: Path, content: bytes) -> None:
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "wb") as opened_file:
        opened_file.write(content)


def _certificate(folder: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())


def _key(file: Path) -> PrivateKey:
    """Our own key from our own folder: its mathematical check, 50 ms each, is left out."""
    content = file.read_bytes()
    return load_pem_private_key(content, None, unsafe_skip_rsa_key_validation=True)  # type: ignore[return-value]
