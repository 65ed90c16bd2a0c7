"""What the acts share: the report locked as somebody saw it, and refusals in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid, typed_words

from .. import queries
from ..choices import Act, State
from ..models import Report
from ..rules import Refusal, why_not

LONGEST = 1000


def locked(actor: Actor, report_id: int) -> Report:
    """The report, which nobody else changes until the transaction ends. Raises Http404 outside the scope."""
    queries.report(actor, report_id)
    return Report.objects.select_for_update(of=("self",)).get(pk=report_id)


def demand_open(state: State | None, act: Act, **known: Any) -> None:
    """Raises Invalid with what stands against the act."""
    refusal = why_not(state, act, **known)
    if refusal is not None:
        field = "reason" if refusal in (Refusal.NO_REASON, Refusal.INCOMPLETE) else ""
        raise Invalid({field: sentence(refusal)})


def demand_of_unit(actor: Actor, report: Report, *, submit: bool) -> None:
    """Raises Refused for who does not act for the unit."""
    closed_on = queries.closed_on(report.unit_id)
    may = queries.may_submit if submit else queries.may_prepare
    if not may(actor, report.unit_id, report.receiver_id, closed_on):
        raise Refused(_("Biểu của đơn vị nào do chính đơn vị ấy lập và gửi."))


def cleaned(text: str, field: str) -> str:
    """One line of words. Raises Invalid for what cannot be kept."""
    return typed_words(text, field, most=LONGEST)


def sentence(refusal: Refusal) -> str:
    said = {
        Refusal.NOT_NOW: _("Biểu đã chuyển sang tình trạng khác; hãy xem lại trang."),
        Refusal.NO_REASON: _("Ghi rõ lý do trả lại, ít nhất 10 ký tự."),
        Refusal.SENT_ON: _(
            "Số của biểu này đã nằm trong biểu bạn gửi lên cấp trên; cấp trên phải trả lại biểu ấy trước."
        ),
        Refusal.TOO_EARLY: _("Chưa đến ngày lấy số liệu của biểu."),
        Refusal.OLD_LAYOUT: _(
            "Biểu đã có phiên bản mới sau khi bạn bắt đầu lập; hãy chuyển sang phiên bản mới rồi xem lại."
        ),
        Refusal.FIGURES_MOVED: _("Số liệu đã đổi so với lúc bạn xem; hãy xem lại rồi gửi."),
        Refusal.SUM_FAILS: _(
            "Còn đẳng thức kiểm tra không khớp mà chưa giải trình: sửa hồ sơ, hoặc ghi giải trình ở một ô của đẳng thức."
        ),
        Refusal.INCOMPLETE: _("Chưa đủ biểu của các đơn vị bên dưới: ghi lý do gửi khi chưa đủ, ít nhất 10 ký tự."),
    }  # fmt: skip
    return said[refusal]
