"""Writing together: parts with versions, remarks, the outer form; handing it over for the signature."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import audit
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.records import Invalid

from .. import queries
from ..choices import Act, State
from ..models import Comment, Report, Section, SectionVersion
from .frame import body_of, demand_open, demand_signer, demand_writer, locked, one_line

DETAILS = ("number", "place", "signer_title", "signer_name")


def write_section(actor: Actor, *, at: datetime, report_id: int, key: str, body: str, seen: int) -> Section:
    """seen: the version that the writer began from, 0 where there was none. What somebody else wrote meanwhile is not
    overwritten. Raises Http404, Refused, Invalid, ChangedMeanwhile."""
    report = locked(actor, report_id)
    demand_writer(actor, report)
    demand_open(report, Act.WRITE)
    sheet = queries.sheet_of(report)
    if key not in {part.label for part in (*sheet.parts, *sheet.typed)}:
        raise Http404
    said = body_of(body, "body")
    found = Section.objects.filter(report=report, key=key).first()
    if (found.version if found else 0) != seen:
        raise ChangedMeanwhile(found)
    with audit.act(actor, "reports.report:write", at=at, on=report) as act:
        if found is None:
            found = Section.objects.create(
                report=report,
                unit_id=report.unit_id,
                key=key,
                body=said,
                edited_at=at,
                edited_by=actor.name[:150],
            )
        elif found.body != said:
            found.body, found.edited_at, found.edited_by = said, at, actor.name[:150]
            found.save_checked(found.version, fields=["body", "edited_at", "edited_by"])
        else:
            return found
        SectionVersion.objects.create(
            section=found,
            unit_id=report.unit_id,
            number=found.version,
            body=said,
            edited_at=at,
            edited_by=actor.name[:150],
        )
        act.note(part=key, number=found.version)
        _begin(report, at)
    return found


def set_details(actor: Actor, *, at: datetime, report_id: int, details: Mapping[str, str]) -> Report:
    """Number, place, signer. Raises Http404, Refused, Invalid."""
    report = locked(actor, report_id)
    demand_writer(actor, report)
    demand_open(report, Act.WRITE)
    report.details = {name: one_line(details.get(name, ""), name)[:200] for name in DETAILS}
    with audit.act(actor, "reports.report:write", at=at, on=report) as act:
        act.note(details=report.details)
        report.save_checked(report.version, fields=["details"])
        _begin(report, at)
    return report


def comment(actor: Actor, *, at: datetime, report_id: int, key: str, body: str) -> Comment:
    """Raises Http404, Refused, Invalid."""
    report = locked(actor, report_id)
    demand_writer(actor, report)
    if report.state not in (State.OWED, State.DRAFT, State.READY):
        raise Invalid(_("Báo cáo đã gửi thì không góp ý thêm."))
    said = one_line(body, "comment")
    if not said:
        raise Invalid({"comment": _("Ghi góp ý.")})
    if key not in {part.label for part in queries.sheet_of(report).parts}:
        raise Http404
    with audit.act(actor, "reports.report:comment", at=at, on=report) as act:
        act.note(part=key)
        return Comment.objects.create(
            report=report, unit_id=report.unit_id, key=key, body=said, made_at=at, made_by=actor.name[:150]
        )


def settle(actor: Actor, *, at: datetime, report_id: int, comment_id: int) -> Report:
    """Raises Http404, Refused."""
    report = locked(actor, report_id)
    demand_writer(actor, report)
    found = Comment.objects.filter(report=report, pk=comment_id, settled_at=None).first()
    if found is None:
        raise Http404
    with audit.act(actor, "reports.report:settle", at=at, on=report):
        found.settled_at, found.settled_by = at, actor.name[:150]
        found.save(update_fields=["settled_at", "settled_by"])
    return report


def hand_over(actor: Actor, *, at: datetime, report_id: int, reason: str = "") -> Report:
    """To be looked through and signed. reason: why parts stay empty. Raises Http404, Refused, Invalid."""
    report = locked(actor, report_id)
    demand_writer(actor, report)
    reason = one_line(reason, "reason")
    sheet, written = queries.sheet_of(report), queries.sections(report)
    empty = sum(not (part.label in written and written[part.label].body.strip()) for part in sheet.parts)
    remarks = Comment.objects.filter(report=report, settled_at=None).count()
    demand_open(report, Act.HAND_OVER, reason=reason, empty=empty, comments=remarks)
    with audit.act(actor, "reports.report:hand_over", at=at, on=report, why=reason[:500]):
        report.state, report.handed_over_at, report.handed_over_by = State.READY, at, actor.name[:150]
        report.save_checked(report.version, fields=["state", "handed_over_at", "handed_over_by"])
    return report


def take_back(actor: Actor, *, at: datetime, report_id: int) -> Report:
    """By the writers, or by who ought to sign it. Raises Http404, Refused, Invalid."""
    report = locked(actor, report_id)
    demand_writer(actor, report)
    demand_open(report, Act.TAKE_BACK)
    with audit.act(actor, "reports.report:take_back", at=at, on=report):
        report.state = State.DRAFT
        report.save_checked(report.version, fields=["state"])
    return report


def correct(actor: Actor, *, at: datetime, report_id: int, reason: str = "") -> Report:
    """Another edition of what was sent, with all that was written; the earlier one stays as it is. Raises
    Http404, Refused,
    Invalid."""
    before = locked(actor, report_id)
    demand_signer(actor, before) if before.state != State.RETURNED else demand_writer(actor, before)
    reason = one_line(reason, "reason") or before.reason
    demand_open(before, Act.CORRECT, reason=reason)
    with audit.act(actor, "reports.report:correct", at=at, on=before, why=reason[:500]) as act:
        before.is_latest = False
        before.save_checked(before.version, fields=["is_latest"])
        made = Report.objects.create(
            campaign=before.campaign,
            unit_id=before.unit_id,
            unit_name=before.unit_name,
            tier=before.tier,
            receiver_id=before.receiver_id,
            receiver_name=before.receiver_name,
            due_on=before.due_on,
            edition=before.edition + 1,
            state=State.DRAFT,
            details=before.details,
            correction=reason,
            begun_at=at,
        )
        for one in Section.objects.filter(report=before):
            kept = Section.objects.create(
                report=made,
                unit_id=made.unit_id,
                key=one.key,
                body=one.body,
                edited_at=one.edited_at,
                edited_by=one.edited_by,
            )
            SectionVersion.objects.create(
                section=kept,
                unit_id=made.unit_id,
                number=1,
                body=one.body,
                edited_at=one.edited_at,
                edited_by=one.edited_by,
            )
        act.note(edition=made.edition)
    return made


def _begin(report: Report, at: datetime) -> None:
    if report.state == State.OWED:
        report.state, report.begun_at = State.DRAFT, at
        report.save_checked(report.version, fields=["state", "begun_at"])
