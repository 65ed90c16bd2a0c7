"""Signing over the interface for programs: my certificates, the log, and verifying a file."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.errors import Invalid

from . import queries
from .permissions import REGISTER_CERTIFICATE, VERIFY_FILES, VIEW_SIGNATURES
from .verification.report import Finding, SignatureReport

router = Router(tags=["signing"])
LARGEST = 20 * 1024 * 1024


class CertificateOut(Schema):
    id: int
    unit_id: int
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    means: str
    is_seal: bool
    is_test: bool
    valid_from: datetime
    valid_until: datetime
    retired_at: datetime | None


class SignatureOut(Schema):
    id: int
    unit_id: int
    person_id: int
    certificate_id: int
    capacity: str
    kind: str
    title: str
    slot: str
    level: str
    digest: str
    batch: str
    signed_at: datetime
    stamped_at: datetime | None


class SignaturesIn(Schema):
    after: int | None = Field(None, ge=1, le=2**31 - 1)
    size: int = Field(50, ge=1, le=200)


class SignatureFindingOut(Schema):
    code: str
    severity: str
    text: str
    where: str


class CheckedOut(Schema):
    label: str
    slot: str
    outcome: str
    signer: str
    organisation: str
    issuer: str
    serial: str
    fingerprint: str
    role: str
    level: str
    covers: str
    signed_at: datetime | None
    is_stamped: bool
    findings: list[SignatureFindingOut]


class ReportOut(Schema):
    kind: str
    sha256: str
    size: int
    outcome: str
    signatures: list[CheckedOut]
    findings: list[SignatureFindingOut]


@router.get("/certificates", response=list[CertificateOut], summary="Chứng thư số của tôi")
@requires(REGISTER_CERTIFICATE)
def certificates(request: HttpRequest) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return queries.own_certificates(actor)


@router.get("/signatures", response=list[SignatureOut], summary="Nhật ký ký số, mới nhất trước")
@requires(VIEW_SIGNATURES)
def signatures(request: HttpRequest, wanted: Query[SignaturesIn]) -> list[SignatureOut]:
    """`after`: the last id of the page before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.signatures(actor).order_by("-id")
    if wanted.after is not None:
        found = found.filter(pk__lt=wanted.after)
    names = [name for name in SignatureOut.model_fields if name != "batch"]
    return [
        SignatureOut(batch=str(one.batch), **{name: getattr(one, name) for name in names})
        for one in found[: wanted.size]
    ]


@router.post("/verify", response=ReportOut, summary="Kiểm tra chữ ký của một tệp XML hoặc PDF")
@requires(VERIFY_FILES)
def verify(request: HttpRequest, file: File[UploadedFile]) -> ReportOut:
    """The file is read and forgotten. outcome: valid, remarks, invalid."""
    if (file.size or 0) > LARGEST:
        raise Invalid({"file": _("Tệp quá lớn: tối đa 20 MB.")})
    now = clock.now()
    report = queries.verify(file.read(), queries.trust(now), at=now)
    return ReportOut(
        kind=report.kind,
        sha256=report.sha256,
        size=report.size,
        outcome=report.outcome.value,
        signatures=[_checked(part) for part in report.signatures],
        findings=[_finding(one) for one in report.findings],
    )


def _checked(part: SignatureReport) -> CheckedOut:
    plain = {
        name: getattr(part, name) for name in CheckedOut.model_fields if name not in ("outcome", "findings")
    }
    return CheckedOut(**plain, outcome=part.outcome.value, findings=[_finding(one) for one in part.findings])


def _finding(one: Finding) -> SignatureFindingOut:
    return SignatureFindingOut(code=one.code, severity=one.severity.value, text=one.text, where=one.where)
