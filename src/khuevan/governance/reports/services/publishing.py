"""Making public what was sent, and withdrawing it: acts of the unit whose report it is, each with its name in the log."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, audit, clock, database, events, files
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.files.kinds import PDF
from khuevan.kernel.records import Invalid

from .. import printing, queries
from ..events import ReportPublished
from ..models import Report
from ..permissions import PUBLISH_REPORTS
from ..rules import SENT, Contents, personal_numbers
from .frame import locked, one_line
from .storing import stored

PUBLIC = files.Purpose("reports.public", gettext_lazy("Báo cáo công khai"), megabytes=60, accept=(PDF,))
FIELDS = ["published_at", "published_by", "public_pdf", "public_rows"]


def publish_report(actor: Actor, *, at: datetime, report_id: int, is_confirmed: bool) -> Report:
    """is_confirmed: somebody has read it again for data about persons. The edition published before gives way. Raises
    Http404, Refused, Invalid, CannotPrint."""
    report = _own(actor, report_id)
    contents = queries.contents_of(report)
    if report.state not in SENT or contents is None:
        raise Invalid(_("Chỉ công khai được báo cáo đã ký, gửi và chưa bị trả lại."))
    if report.published_at is not None:
        return report
    if not is_confirmed:
        raise Invalid({"confirmed": _("Đọc lại báo cáo rồi đánh dấu vào ô này.")})
    numbers = personal_numbers([*contents.sections.values(), *contents.entries.values(), contents.note])
    if numbers:
        said = _("Báo cáo có số định danh cá nhân (%(numbers)s): đính chính bỏ đi rồi mới công khai được.")
        raise Invalid({"confirmed": said % {"numbers": ", ".join(numbers)}})
    with audit.act(actor, PUBLISH_REPORTS.code, at=at, on=report) as act:
        made, rows = _public(report, contents, at)
        report.public_rows = rows
        report.public_pdf = stored(actor, report, made, "pdf", PUBLIC, at)
        earlier = Report.objects.filter(campaign_id=report.campaign_id, unit_id=report.unit_id)
        earlier.exclude(pk=report.pk).filter(published_at__isnull=False).update(
            published_at=None, published_by=""
        )
        report.published_at, report.published_by = at, actor.name[:150]
        report.save_checked(report.version, fields=FIELDS)
        act.note(edition=report.edition, digest=report.digest)
        events.publish(ReportPublished(report.pk, report.unit_id, True))
    return report


def _public(report: Report, contents: Contents, at: datetime) -> tuple[bytes, list[dict[str, str]]]:
    """The pages, and the rows of targets, without the figures of few persons. Raises Invalid, CannotPrint."""
    try:
        screen = queries.screen(report, on=clock.on(at))
        with database.acting(access.system()), translation.override("vi"):
            pages = printing.made_public(report, queries.sent_docx(report), contents, screen, at=at)
            return pages, [dict(row) for row in screen.rows(contents)]
    except queries.StateIsGone:
        words = _(
            "Kỳ số liệu của báo cáo không còn hoặc không nguyên vẹn, nên không rà được số người ít trước khi công khai."
        )
        raise Invalid({"confirmed": words}) from None


def withdraw_report(actor: Actor, *, at: datetime, report_id: int, reason: str) -> Report:
    """From the public; what was sent stays. Raises Http404, Refused, Invalid."""
    report = _own(actor, report_id)
    reason = one_line(reason, "withdraw_reason")
    if report.published_at is None:
        raise Invalid(_("Báo cáo này không công khai."))
    if not reason:
        raise Invalid({"withdraw_reason": _("Ghi lý do thôi công khai.")})
    with audit.act(actor, "reports.report:withdraw", at=at, on=report, why=reason[:500]):
        report.published_at, report.published_by = None, ""
        report.save_checked(report.version, fields=["published_at", "published_by"])
        events.publish(ReportPublished(report.pk, report.unit_id, False))
    return report


def _own(actor: Actor, report_id: int) -> Report:
    report = locked(actor, report_id)
    if not queries.may_publish(actor, report):
        raise Refused(_("Báo cáo của đơn vị nào do chính đơn vị ấy công khai."))
    return report
