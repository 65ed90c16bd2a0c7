"""What the verifier says: findings, one report for each signature, one for the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    WRONG = "wrong"
    """Speaks against the signature or the file."""
    DOUBT = "doubt"
    """Cannot be decided, or a part that no signature accounts for: the file is not called valid."""
    NOTE = "note"


class Outcome(StrEnum):
    VALID = "valid"
    REMARKS = "remarks"
    INVALID = "invalid"


OUTCOME_WORDS = {
    Outcome.VALID: _("Hợp lệ"),
    Outcome.REMARKS: _("Chưa kết luận được là hợp lệ"),
    Outcome.INVALID: _("Không hợp lệ"),
}


@dataclass(frozen=True)
class Finding:
    """code: for programs, stable; text: a sentence in the reader's language; where: element path or byte range."""

    code: str
    severity: Severity
    text: str
    where: str = ""


@dataclass(frozen=True)
class SignatureReport:
    """One signature. signed_at: by the time stamp where there is one, else as the signer says (stamped False);
    identifier: of the organisation whose seal it is ("MST:…")."""

    label: str
    signer: str
    organisation: str
    issuer: str
    serial: str
    fingerprint: str
    is_seal: bool
    is_test: bool
    role: str
    level: str
    covers: str
    signed_at: datetime | None
    is_stamped: bool
    slot: str = ""
    target: str = ""
    findings: tuple[Finding, ...] = ()
    identifier: str = ""

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.findings)

    @property
    def outcome_words(self) -> str:
        return str(OUTCOME_WORDS[self.outcome])


@dataclass(frozen=True)
class Report:
    """One file. kind: "xml", "pdf", or "" for what is neither; findings: those of no single signature."""

    kind: str
    sha256: str
    size: int
    title: str = ""
    signatures: tuple[SignatureReport, ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    @property
    def outcome(self) -> Outcome:
        return outcome_of([*self.findings, *(one for part in self.signatures for one in part.findings)])

    @property
    def outcome_words(self) -> str:
        return str(OUTCOME_WORDS[self.outcome])


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    severities = {finding.severity for finding in findings}
    if Severity.WRONG in severities:
        return Outcome.INVALID
    return Outcome.REMARKS if Severity.DOUBT in severities else Outcome.VALID


def wrong(code: str, text: str, where: str = "") -> Finding:
    return Finding(code, Severity.WRONG, text, where)


def doubt(code: str, text: str, where: str = "") -> Finding:
    return Finding(code, Severity.DOUBT, text, where)


def note(code: str, text: str, where: str = "") -> Finding:
    return Finding(code, Severity.NOTE, text, where)
