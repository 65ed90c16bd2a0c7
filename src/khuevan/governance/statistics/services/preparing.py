"""Beginning a report, explaining its cells, taking over a new version of the form."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import queries
from ..choices import Act, State, Tier
from ..layouts import form_on
from ..models import Report
from ..permissions import PREPARE_REPORTS
from ..rules.states import SHORTEST_REASON
from .frame import cleaned, demand_of_unit, demand_open, locked


def begin_report(actor: Actor, *, at: datetime, unit_id: int, form: str, year: str) -> Report:
    """The first revision, or the next one after a return. Raises Http404 outside the scope, Refused, Invalid."""
    if unit_id not in access.scope(actor, PREPARE_REPORTS):
        raise Http404
    found = next((one for one in queries.forms_of(year) if one.code == form), None)
    who = queries.owing(actor, found, year) if found is not None else None
    owed = who.by_unit.get(unit_id) if who is not None else None
    if found is None or who is None or owed is None:
        raise Invalid({"form": _("Đơn vị không phải lập biểu này cho năm học này.")})
    if not queries.may_prepare(actor, unit_id, owed.receiver_id, owed.closed_on):
        raise Refused(_("Biểu của đơn vị nào do chính đơn vị ấy lập và gửi."))
    before = queries.latest(unit_id, form, year)
    demand_open(State(before.state) if before else None, Act.BEGIN, is_early=who.as_of > clock.on(at))
    receiver = who.by_unit.get(owed.receiver_id) if owed.receiver_id is not None else None
    with audit.act(actor, "statistics.report:begin", at=at, unit_id=unit_id) as act:
        try:
            with transaction.atomic():
                if before is not None:
                    before.is_latest = False
                    before.save_checked(before.version, fields=["is_latest"])
                made = Report.objects.create(
                    unit_id=unit_id, unit_name=owed.name[:200], tier=owed.tier, receiver_id=owed.receiver_id,
                    receiver_name=receiver.name[:200] if receiver else "", form=form, form_version=found.version,
                    school_year=year, revision=before.revision + 1 if before else 1, as_of=who.as_of, due_on=owed.due_on,
                    begun_at=at, begun_by=actor.name[:150], remarks=dict(before.remarks) if before else {},
                    with_corrections=before.with_corrections if before else False,
                    corrections_why=before.corrections_why if before else "",
                )  # fmt: skip
        except IntegrityError:
            raise Invalid({"form": _("Biểu này vừa được người khác bắt đầu lập.")}) from None
        act.on(made)
    return made


def explain_cell(actor: Actor, *, at: datetime, report_id: int, cell: str, text: str) -> Report:
    """Why a cell is as it is; no words take the remark back. The number stays what the records say.

    Raises Http404, Refused, Invalid.
    """
    report = locked(actor, report_id)
    demand_of_unit(actor, report, submit=False)
    if report.state != State.DRAFT:
        raise Invalid(_("Biểu đã gửi thì không ghi thêm giải trình."))
    form = queries.filled(actor, report).form
    if cell not in form.cells:
        raise Http404
    words = cleaned(text, "text")
    remarks = {key: said for key, said in report.remarks.items() if key != cell}
    report.remarks = {**remarks, cell: words} if words else remarks
    with audit.act(actor, "statistics.report:explain", at=at, on=report, why=words[:500]) as act:
        act.note(cell=cell)
        report.save_checked(report.version, fields=["remarks"])
    return report


def choose_corrections(actor: Actor, *, at: datetime, report_id: int, take: bool, why: str = "") -> Report:
    """Takes over what was corrected after the day of the form, with a reason, or goes back to what was frozen then.

    Raises Http404, Refused, Invalid.
    """
    report = locked(actor, report_id)
    demand_of_unit(actor, report, submit=False)
    if report.state != State.DRAFT or report.tier != Tier.SCHOOL:
        raise Invalid(_("Chỉ chọn được ở biểu của trường đang lập."))
    why = cleaned(why, "why") if take else ""
    if take and len(why) < SHORTEST_REASON:
        raise Invalid(
            {"why": _("Ghi rõ đã sửa gì ở hồ sơ, ít nhất %(least)d ký tự.") % {"least": SHORTEST_REASON}}
        )
    with audit.act(actor, "statistics.report:correct", at=at, on=report, why=why[:500]) as act:
        act.note(take=take)
        report.with_corrections, report.corrections_why = take, why
        report.save_checked(report.version, fields=["with_corrections", "corrections_why"])
    return report


def renew_layout(actor: Actor, *, at: datetime, report_id: int) -> Report:
    """A draft goes over to the version of the form that counts now. Raises Http404, Refused, Invalid."""
    report = locked(actor, report_id)
    demand_of_unit(actor, report, submit=False)
    form = form_on(report.form, report.as_of)
    if report.state != State.DRAFT or form is None:
        raise Invalid(_("Biểu đã chuyển sang tình trạng khác; hãy xem lại trang."))
    with audit.act(actor, "statistics.report:renew", at=at, on=report) as act:
        act.note(before=report.form_version, now=form.version)
        report.form_version = form.version
        report.remarks = {key: said for key, said in report.remarks.items() if key in form.cells}
        report.save_checked(report.version, fields=["form_version", "remarks"])
    return report
