"""Between a department's installation and the ministry's: reports that were sent go as one file, and come in from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations

from .. import printing, queries
from ..choices import Act, State, Tier
from ..layouts import form_version
from ..models import Report
from ..permissions import DECIDE_REPORTS, VIEW_REPORTS
from ..rules.packages import Package, PackageRefused, Packed, Parts, Reason, packed, parts, unpacked
from ..rules.states import why_not
from .frame import sentence

KINDS = {"xlsx": printing.workbook, "pdf": printing.paper}


@dataclass(frozen=True)
class TakenIn:
    """A report of the package. report_id: as it stands here; is_new: it was not known before. why: it was left out."""

    form: str
    symbol: str
    report_id: int | None
    is_new: bool
    why: str = ""


@dataclass(frozen=True)
class ToSend:
    """The department's package as it is now. forms: symbols and titles of the reports in it."""

    unit_name: str
    sealed: queries.Sealed
    parts: Parts
    forms: tuple[tuple[str, str], ...]


def package_to_send(actor: Actor, *, unit_id: int, year: str) -> ToSend:
    """The department's reports of the year that are sent. Raises Http404 where there is none, or outside the scope."""
    if unit_id not in access.scope(actor, VIEW_REPORTS):
        raise Http404
    unit = organisations.unit_if_seen(actor, unit_id)
    sent = list(
        Report.objects.filter(
            unit_id=unit_id, school_year=year, tier=Tier.DEPARTMENT, is_latest=True, state__in=queries.SENT
        ).order_by("form")
    )
    if unit is None or not sent:
        raise Http404
    made = parts(unit.code, unit.name, year, [_packed(actor, one) for one in sent])
    return ToSend(unit.name, queries.Sealed(unit.code, year, made.digest), made, tuple(map(_called, sent)))


def pack_reports(actor: Actor, *, at: datetime, unit_id: int, year: str) -> bytes:
    """The package as a file for the ministry, with the latest seal over it that holds. Logged. Raises Http404 as
    `package_to_send`, Invalid before it was sealed."""
    package = package_to_send(actor, unit_id=unit_id, year=year)
    seals = queries.package_seals(unit_id, package.sealed, at=at)
    seal = next((one.seal for one in seals if not one.wrong), None)
    if seal is None:
        raise Invalid(_("Gói chưa được đóng dấu: đóng dấu rồi mới tải về gửi Bộ."))
    audit.export(
        actor, "statistics.report:pack", at=at, rows=package.parts.reports, unit_id=unit_id, filter=year,
        digest=package.sealed.digest,
    )  # fmt: skip
    return packed(package.parts, bytes(seal.content))


def _called(one: Report) -> tuple[str, str]:
    form = form_version(one.form, one.form_version)
    return (form.symbol, str(form.title)) if form else (one.form, "")


def _packed(actor: Actor, one: Report) -> Packed:
    full = queries.filled(actor, one)
    if full.is_broken or one.submitted_at is None:
        raise Http404
    with translation.override("vi"):  # what is handed in is Vietnamese, whatever the reader reads
        sheet = printing.sheet_of(one, full)
        printed = {kind: make(sheet, made_at=one.submitted_at) for kind, make in KINDS.items()}
    return Packed(
        one.form, one.form_version, one.revision, one.as_of, one.submitted_at, one.submitted_by, one.content, printed
    )  # fmt: skip


def take_in_package(actor: Actor, *, at: datetime, stream: IO[bytes]) -> list[TakenIn]:
    """Every report of the package stands here as the department sent it, byte for byte, waiting to be accepted or
    returned. What is here already is passed over; what waits or was accepted is not replaced before it is returned.
    Nothing is taken in that does not bear the department's own seal. Raises Refused, Invalid with all reasons."""
    try:
        package = unpacked(stream)
    except PackageRefused as refused:
        raise Invalid({"file": said(refused)}) from refused
    unit = organisations.by_code(package.unit_code)
    if unit is None or package.school_year not in queries.years():
        raise Invalid({"file": _("Gói của đơn vị hoặc năm học không có trên hệ thống này.")})
    wrong = queries.why_not_sealed(
        package.seal, queries.Sealed(package.unit_code, package.school_year, package.digest), at=at
    )
    if wrong:
        raise Invalid({"file": " ".join([_("Con dấu trên gói không được công nhận."), *wrong])})
    done = [_taken_in(actor, at, package, one, unit.pk) for one in package.reports]
    if not done:
        raise Invalid({"file": _("Gói không có biểu nào.")})
    return done


def _taken_in(actor: Actor, at: datetime, package: Package, one: Packed, unit_id: int) -> TakenIn:
    form = form_version(one.form, one.form_version)
    if form is None:
        return TakenIn(
            one.form, one.form, None, False, _("Hệ thống này chưa có biểu hoặc phiên bản biểu ấy.")
        )
    who = queries.owing(actor, form, package.school_year)
    owed = who.by_unit.get(unit_id)
    if owed is None or owed.tier is not Tier.DEPARTMENT or owed.receiver_id is None or who.as_of != one.as_of:
        return TakenIn(one.form, form.symbol, None, False, _("Đơn vị của gói không gửi biểu này đến đây."))
    access.demand(actor, DECIDE_REPORTS, on=owed.receiver_id)
    if set(one.contents.cells) != set(form.cells):
        return TakenIn(one.form, form.symbol, None, False, _("Các ô của biểu không đúng phiên bản biểu ấy."))
    before = queries.latest(unit_id, one.form, package.school_year)
    if before is not None and before.content == one.text and before.state != State.RETURNED:
        return TakenIn(one.form, form.symbol, before.pk, False)
    refusal = why_not(State(before.state) if before else None, Act.BEGIN)
    if refusal is not None:
        return TakenIn(one.form, form.symbol, before.pk if before else None, False, sentence(refusal))
    receiver = who.by_unit[owed.receiver_id]
    with audit.act(actor, "statistics.report:take_in", at=at, unit_id=unit_id) as act:
        try:
            with transaction.atomic():
                if before is not None:
                    before.is_latest = False
                    before.save_checked(before.version, fields=["is_latest"])
                made = Report.objects.create(
                    unit_id=unit_id, unit_name=owed.name[:200], tier=owed.tier, receiver_id=owed.receiver_id,
                    receiver_name=receiver.name[:200], form=one.form, form_version=one.form_version,
                    school_year=package.school_year, revision=before.revision + 1 if before else 1, as_of=one.as_of,
                    due_on=owed.due_on, begun_at=one.sent_at, begun_by=one.sent_by[:150], submitted_at=at,
                    submitted_by=one.sent_by[:150], state=State.SUBMITTED, content=one.text,
                    digest=queries.digest_of(one.text), package=package.digest,
                )  # fmt: skip
        except IntegrityError:
            raise Invalid({"file": _("Gói này vừa được người khác nhận.")}) from None
        act.on(made)
        act.note(form=one.form, year=package.school_year, package=package.digest)
    return TakenIn(one.form, form.symbol, made.pk, True)


def said(refused: PackageRefused) -> str:
    words = {
        Reason.UNREADABLE: _("Tệp không phải gói biểu thống kê, hoặc đã hỏng."),
        Reason.OTHER_FORMAT: _("Tệp không phải gói biểu thống kê của nền tảng này."),
        Reason.WRONG_DIGEST: _("Một phần của gói đã bị thay đổi: %(name)s. Hãy xin lại tệp."),
        Reason.STRAY_PART: _("Gói thừa hoặc thiếu một phần: %(name)s. Hãy xin lại tệp."),
        Reason.BAD_REPORT: _("Một biểu trong gói không đọc được: %(name)s."),
        Reason.UNSEALED: _("Gói không có con dấu của Sở. Sở đóng dấu ở trang Gói gửi Bộ rồi tải lại gói."),
    }  # fmt: skip
    return words[refused.reason] % {"name": refused.name}
