"""Signing a report and handing it in: one act. From then on it says what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import audit, clock, documents, events, files
from khuevan.kernel.access import Actor
from khuevan.kernel.files.kinds import DOCX, PDF
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from .. import printing, queries
from ..choices import Act, State
from ..events import ReportSubmitted
from ..models import Report
from ..permissions import SUBMIT_REPORTS
from ..rules import SENT, digest_of, written
from .frame import demand_open, demand_signer, locked, one_line
from .storing import stored

REPORT = files.Purpose("reports.report", gettext_lazy("Báo cáo đã ký"), megabytes=60, accept=(PDF, DOCX))
KIND: Final = "reports.report"
PERSON_FIELD, SEAL_FIELD = "Nguoi-ky", "Con-dau"
Signature = signatures.Opened


def seen_digest(told: queries.Told) -> str:
    """What the signer has before the eyes."""
    return digest_of(written(told.contents()))


def submit_report(
    actor: Actor, *, at: datetime, report_id: int, seen: str, signs: Sequence[Signature], note: str = ""
) -> Report:
    """signs: the person first, then the unit's seal where there is one. All of it, or nothing.

    Raises Http404, Refused, Invalid, SignerFailed, NoStamp.
    """
    try:
        return _submit(actor, at, report_id, seen, signs, note)
    except queries.StateIsGone:
        raise Invalid(
            _("Kỳ số liệu của đợt này không còn hoặc không nguyên vẹn, nên chưa ký gửi được.")
        ) from None


def _submit(
    actor: Actor, at: datetime, report_id: int, seen: str, signs: Sequence[Signature], note: str
) -> Report:
    report = locked(actor, report_id)
    demand_signer(actor, report)
    note = one_line(note, "reason")
    demand_open(report, Act.SUBMIT)
    _hold_parts(report)
    has_moved = bool(seen) and seen_digest(queries.told(actor, report)) != seen
    if not report.details.get("signer_name"):
        report.details = {**report.details, "signer_name": actor.name[:150]}
    told = queries.told(actor, report, signed_on=clock.on(at))
    missing = sum(one.state not in SENT for one in told.parts)
    demand_open(report, Act.SUBMIT, reason=note, has_moved=has_moved, missing=missing)
    contents = told.contents(note=note)
    made = printing.made(told, made_at=at)
    with audit.act(actor, SUBMIT_REPORTS.code, at=at, on=report) as act:
        pdf, level = _signed(actor, report, made.pdf, signs, at)
        kept = {"docx": _sha(made.docx), "pdf": _sha(pdf)}
        text = written(replace(contents, files=kept))
        report.docx = stored(actor, report, made.docx, "docx", REPORT, at)
        report.pdf = stored(actor, report, pdf, "pdf", REPORT, at)
        report.content, report.digest = text, digest_of(text)
        report.state, report.submitted_at, report.submitted_by = State.SUBMITTED, at, actor.name[:150]
        report.save_checked(
            report.version,
            fields=["content", "digest", "state", "submitted_at", "submitted_by", "docx", "pdf", "details"],
        )
        act.note(edition=report.edition, digest=report.digest, level=level)
        events.publish(
            ReportSubmitted(report.pk, report.unit_id, report.receiver_id, report.edition, report.digest)
        )
    return report


def _signed(
    actor: Actor, report: Report, pdf: bytes, signs: Sequence[Signature], at: datetime
) -> tuple[bytes, str]:
    """One signature over the other, each of a certificate of its own."""
    if not signs or signs[0].is_seal:
        raise Invalid({"certificate": _("Chọn chứng thư số của người ký.")})
    stamp = signing.stamp_source(at)
    level = "PAdES-B-T" if stamp else "PAdES-B-B"
    for one in signs:
        certificate = signing.own_certificate(actor, one.certificate_id)
        if certificate.is_seal != one.is_seal or certificate.unit_id != queries.signs_at(report):
            raise Invalid(
                {
                    "seal" if one.is_seal else "certificate": _(
                        "Chứng thư này không phải của người ký hoặc của đơn vị."
                    )
                }
            )
        signatures.demand_standing(actor, unit_id=certificate.unit_id, at=at)
        with translation.override("vi"):
            words = signatures.Words(
                SEAL_FIELD if one.is_seal else PERSON_FIELD, report.unit_name if one.is_seal else actor.name,
                report.campaign.title, str(report.details.get("place") or ""),
            )  # fmt: skip
        outcome = signatures.sign_pdf(one.signer, [signatures.PdfOrder(pdf, words)], at=at, stamp=stamp)[0]
        if outcome.content is None:
            raise Invalid({"seal" if one.is_seal else "certificate": outcome.refused or outcome.waits})
        pdf = outcome.content
        signed = signatures.Signed(
            kind=KIND, title=f"{report.campaign.title}: {report.unit_name}"[:300], digest=_sha(pdf), level=level,
            slot=words.field, stamped_at=at if stamp else None,
        )  # fmt: skip
        signatures.record_signatures(actor, certificate=certificate, at=at, signed=[signed])
    return pdf, level


def _hold_parts(report: Report) -> None:
    """Nothing that is quoted is returned meanwhile."""
    below = Report.objects.filter(campaign_id=report.campaign_id, receiver_id=report.unit_id, is_latest=True)
    list(below.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def declare() -> None:
    """How it is done where the key is kept by a program on the user's computer."""
    signatures.desk_work(SUBMIT_REPORTS.code, _at_the_desk)


def _at_the_desk(actor: Actor, given: Mapping[str, Any], signer: signatures.Signer, at: datetime) -> str:
    sign = Signature(given["certificate"], signer)
    submit_report(
        actor, at=at, report_id=given["report"], seen=given["seen"], signs=[sign], note=given["note"]
    )
    return reverse("reports:document", args=[given["report"]])


CannotPrint = documents.CannotPrint
