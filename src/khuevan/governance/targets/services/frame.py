"""What the acts share: the plan locked, refusals in words, text cleaned."""

from __future__ import annotations

from django.utils.translation import gettext as _

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission, Refused
from khuevan.kernel.records import Invalid, typed_words

from .. import queries
from ..choices import PlanState
from ..models import Plan
from ..permissions import ADOPT_PLANS, EDIT_PLANS

SHORTEST_REASON = 10


def draft_of(actor: Actor, plan_id: int) -> Plan:
    """The draft, which nobody else changes until the transaction ends. Raises Http404, Refused, Invalid."""
    found = locked(actor, plan_id, EDIT_PLANS)
    if found.state != PlanState.DRAFT:
        raise Invalid(_("Kế hoạch đã ban hành: chỉ sửa được bằng quyết định sửa đổi, bổ sung."))
    return found


def adopted_of(actor: Actor, plan_id: int) -> Plan:
    """Raises Http404, Refused, Invalid for a plan that is not carried out."""
    found = locked(actor, plan_id, ADOPT_PLANS)
    if found.state != PlanState.ADOPTED:
        raise Invalid(_("Kế hoạch này không ở tình trạng «Đang thực hiện»."))
    return found


def locked(actor: Actor, plan_id: int, permission: Permission) -> Plan:
    found = queries.plan(actor, plan_id)
    demand_of_unit(actor, permission, found.unit_id)
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)


def demand_of_unit(actor: Actor, permission: Permission, unit_id: int) -> None:
    """Raises Refused for who may not at all, and for who is at home in another unit."""
    access.demand(actor, permission, on=unit_id)
    if not queries.may_for(actor, permission, unit_id):
        raise Refused(_("Kế hoạch của đơn vị nào do chính đơn vị ấy soạn, ban hành và báo cáo."))


def cleaned(text: str, field: str, most: int, *, required: bool = False) -> str:
    """Lines of words. Raises Invalid for what cannot be kept."""
    return typed_words(text, field, most=most, least=int(required), lines=True, short=_("Cần ghi mục này."))


def reasoned(text: str, field: str = "reason") -> str:
    short = _("Ghi rõ lý do, ít nhất %(least)d ký tự.") % {"least": SHORTEST_REASON}
    return typed_words(text, field, most=1000, least=SHORTEST_REASON, lines=True, short=short)
