"""What the body does that a report was sent to: takes it in, or returns it with what is to be mended."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel import audit, events
from khuevan.kernel.access import Actor, Refused

from .. import queries
from ..choices import Act, State
from ..events import ReportPublished, ReportReturned
from ..models import Report
from ..rules import SENT
from .frame import demand_open, locked, one_line

DECIDED = ["state", "decided_at", "decided_by", "reason", "published_at", "published_by"]


def accept_report(actor: Actor, *, at: datetime, report_id: int) -> Report:
    """Raises Http404, Refused, Invalid."""
    report = _received(actor, report_id)
    demand_open(report, Act.ACCEPT)
    return _decide(actor, at, report, State.ACCEPTED, "accept", "")


def return_report(actor: Actor, *, at: datetime, report_id: int, reason: str) -> Report:
    """Not once it was quoted further up; what is returned is public no more. Raises Http404, Refused, Invalid."""
    report = _received(actor, report_id)
    reason = one_line(reason, "reason")
    above = queries.latest(report.campaign_id, report.receiver_id or 0)
    demand_open(report, Act.RETURN, reason=reason, is_sent_on=above is not None and above.state in SENT)
    was_public = report.published_at is not None
    report.published_at, report.published_by = None, ""
    made = _decide(actor, at, report, State.RETURNED, "return", reason)
    events.publish(ReportReturned(made.pk, made.unit_id))
    if was_public:
        events.publish(ReportPublished(made.pk, made.unit_id, False))
    return made


def _received(actor: Actor, report_id: int) -> Report:
    report = locked(actor, report_id)
    if not queries.may_decide(actor, report):
        raise Refused(_("Chỉ cơ quan nhận báo cáo mới nhận hoặc trả lại báo cáo."))
    return report


def _decide(actor: Actor, at: datetime, report: Report, state: State, verb: str, reason: str) -> Report:
    report.state, report.decided_at, report.decided_by, report.reason = state, at, actor.name[:150], reason
    with audit.act(actor, f"reports.report:{verb}", at=at, on=report, why=reason[:500]) as act:
        act.note(edition=report.edition)
        report.save_checked(report.version, fields=DECIDED)
    return report
