"""What the acts share: the report locked as somebody saw it, and refusals in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import text
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import queries
from ..choices import Act, State
from ..models import Report
from ..rules import Refusal, why_not

LONGEST_LINE, LONGEST_BODY = 1000, 20_000


def locked(actor: Actor, report_id: int) -> Report:
    """The report, which nobody else changes until the transaction ends. Raises Http404 outside the scope."""
    queries.report(actor, report_id)
    rows = Report.objects.select_for_update(of=("self",)).select_related("campaign", "campaign__template")
    return rows.get(pk=report_id)


def demand_writer(actor: Actor, report: Report) -> None:
    if not queries.may_write(actor, report):
        raise Refused(_("Báo cáo của đơn vị nào do chính đơn vị ấy viết."))


def demand_signer(actor: Actor, report: Report) -> None:
    if not queries.may_submit(actor, report):
        raise Refused(_("Báo cáo của đơn vị nào do chính đơn vị ấy ký và gửi."))


def demand_open(report: Report, act: Act, **known: Any) -> None:
    """Raises Invalid with what stands against the act."""
    if not report.is_latest:
        raise Invalid(sentence(Refusal.NOT_NOW))
    refusal = why_not(State(report.state), act, is_ended=report.campaign.ended_at is not None, **known)
    if refusal is not None:
        field = "reason" if refusal in (Refusal.NO_REASON, Refusal.INCOMPLETE, Refusal.EMPTY) else ""
        raise Invalid({field: sentence(refusal)})


def one_line(words: str, field: str) -> str:
    return _cleaned(" ".join(words.split()), field, LONGEST_LINE)


def body_of(words: str, field: str) -> str:
    lines = [line.rstrip() for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return _cleaned("\n".join(lines).strip(), field, LONGEST_BODY)


def _cleaned(words: str, field: str, most: int) -> str:
    said = "\n".join(text.nfc(line) for line in words.split("\n"))
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in said):
        raise Invalid({field: _("Có ký tự không dùng được.")})
    if len(said) > most:
        raise Invalid({field: _("Dài quá %(most)d ký tự.") % {"most": most}})
    return said


def sentence(refusal: Refusal) -> str:
    return {
        Refusal.NOT_NOW: _("Báo cáo đã chuyển sang tình trạng khác; hãy xem lại trang."),
        Refusal.NO_REASON: _("Ghi rõ lý do, ít nhất 10 ký tự."),
        Refusal.SENT_ON: _(
            "Báo cáo này đã được trích trong báo cáo bạn gửi lên cấp trên; cấp trên phải trả lại báo cáo ấy trước."
        ),
        Refusal.ENDED: _("Đợt báo cáo đã kết thúc."),
        Refusal.MOVED: _("Báo cáo đã đổi so với lúc bạn xem; hãy xem lại rồi ký."),
        Refusal.EMPTY: _("Còn phần chưa viết: viết nốt, hoặc ghi lý do để trống, ít nhất 10 ký tự."),
        Refusal.OPEN_COMMENTS: _("Còn góp ý chưa xử lý."),
        Refusal.INCOMPLETE: _(
            "Chưa đủ báo cáo của các đơn vị cấp dưới: ghi lý do gửi khi chưa đủ, ít nhất 10 ký tự."
        ),
    }[refusal]
