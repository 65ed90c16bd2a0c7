"""What the body does that a report was sent to: takes it in, or returns it with remarks."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel import audit
from khuevan.kernel.access import Actor, Refused

from .. import queries
from ..choices import Act, State
from ..models import Report
from .frame import cleaned, demand_open, locked

DECIDED = ["state", "decided_at", "decided_by", "reason"]


def accept_report(actor: Actor, *, at: datetime, report_id: int) -> Report:
    """Raises Http404, Refused, Invalid."""
    report = _received(actor, report_id)
    demand_open(State(report.state), Act.ACCEPT)
    return _decide(actor, at, report, State.ACCEPTED, "accept", "")


def return_report(actor: Actor, *, at: datetime, report_id: int, reason: str) -> Report:
    """With what is to be mended. Not once its figures went further up. Raises Http404, Refused, Invalid."""
    report = _received(actor, report_id)
    reason = cleaned(reason, "reason")
    above = queries.latest(report.receiver_id or 0, report.form, report.school_year)
    sent_on = above is not None and above.state in (State.SUBMITTED, State.ACCEPTED)
    demand_open(State(report.state), Act.RETURN, reason=reason, is_sent_on=sent_on)
    return _decide(actor, at, report, State.RETURNED, "return", reason)


def _received(actor: Actor, report_id: int) -> Report:
    report = locked(actor, report_id)
    if not queries.may_decide(actor, report):
        raise Refused(_("Chỉ cơ quan nhận biểu mới nhận hoặc trả lại biểu."))
    return report


def _decide(actor: Actor, at: datetime, report: Report, state: State, verb: str, reason: str) -> Report:
    report.state, report.decided_at, report.decided_by, report.reason = state, at, actor.name[:150], reason
    with audit.act(actor, f"statistics.report:{verb}", at=at, on=report, why=reason[:500]) as act:
        act.note(form=report.form, year=report.school_year, revision=report.revision, digest=report.digest)
        report.save_checked(report.version, fields=DECIDED)
    return report
