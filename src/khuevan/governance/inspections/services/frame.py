"""What the acts share: rows locked as somebody saw them, refusals in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid, typed_words

from .. import queries
from ..models import Plan, Visit

LONGEST, DECISION, LEAST_REASON = 1000, 60, 10


def locked_plan(actor: Actor, plan_id: int) -> Plan:
    """For who plans for its body. Raises Http404, Refused."""
    found = queries.plan(actor, plan_id)
    if not queries.may_plan(actor, found.unit_id):
        raise Refused(_("Kế hoạch của cơ quan nào do chính cơ quan ấy lập."))
    return Plan.objects.select_for_update().get(pk=plan_id)


def locked_visit(actor: Actor, visit_id: int) -> Visit:
    """Which nobody else changes until the transaction ends. Raises Http404."""
    queries.visit(actor, visit_id)
    return Visit.objects.select_for_update().get(pk=visit_id)


def written_visit(actor: Actor, visit_id: int) -> Visit:
    """Of the actor's own team, its sheet still open. Raises Http404, Refused, Invalid."""
    one = locked_visit(actor, visit_id)
    if not queries.may_inspect(actor, one):
        raise Refused(_("Chỉ thành viên đoàn kiểm tra mới ghi được phiếu này."))
    if not queries.may_write(actor, one):
        raise Invalid(_("Cuộc kiểm tra đã kết luận hoặc không thực hiện nên phiếu không sửa nữa."))
    return one


def cleaned(text: str, field: str, most: int = LONGEST) -> str:
    """One line of words. Raises Invalid for what cannot be kept."""
    return typed_words(text, field, most=most)


def reasoned(text: str, field: str = "reason") -> str:
    """Raises Invalid for no reason, or one of a few letters."""
    short = _("Ghi rõ lý do, ít nhất 10 ký tự.")
    return typed_words(text, field, most=500, least=LEAST_REASON, short=short)
