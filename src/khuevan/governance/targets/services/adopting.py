"""Adopting a plan, ending it, making it public."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from khuevan.kernel import audit, clock, events, text
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid

from .. import queries
from ..choices import PlanState
from ..events import PlanAdopted, PlanPublished
from ..models import Plan, Target, Task
from ..permissions import ADOPT_PLANS, PUBLISH_PLANS
from ..rules import Verdict
from .following import let_go, measure_plans
from .frame import adopted_of, cleaned, locked


def adopt_plan(actor: Actor, *, at: datetime, plan_id: int, number: str, issued_on: date) -> Plan:
    """From then on it changes by decisions only. Refused while a target is looser than the one above, or one that must be
    taken over is missing. Raises Http404, Refused, Invalid."""
    plan = locked(actor, plan_id, ADOPT_PLANS)
    if plan.state != PlanState.DRAFT:
        raise Invalid(_("Kế hoạch đã ban hành."))
    on = clock.on(at)
    number = cleaned(number, "number", 60, required=True)
    if issued_on > on:
        raise Invalid({"issued_on": _("Ngày ban hành còn ở phía trước.")})
    has_lines = Target.objects.filter(plan=plan).exists() or Task.objects.filter(plan=plan).exists()
    if not has_lines:
        raise Invalid(_("Kế hoạch chưa có chỉ tiêu hay nhiệm vụ nào."))
    if refusals := against(plan, on=on):
        raise Invalid({"": " ".join(refusals)})
    plan.number, plan.issued_on, plan.state = number, issued_on, PlanState.ADOPTED
    plan.adopted_by, plan.adopted_at = actor.name[:150], at
    plan.search = text.search_text(f"{plan.title} {number} {plan.issuer} {plan.unit_name}")[:900]
    with audit.act(actor, ADOPT_PLANS.code, at=at, on=plan) as act:
        act.note(number=number)
        plan.save_checked(
            plan.version, fields=["number", "issued_on", "state", "adopted_by", "adopted_at", "search"]
        )
        measure_plans([plan], on=on)
        events.publish(PlanAdopted(plan.pk, plan.unit_id))
    return plan


def end_plan(actor: Actor, *, at: datetime, plan_id: int) -> Plan:
    """It is followed no more and kept as it is. Raises Http404, Refused, Invalid."""
    plan = adopted_of(actor, plan_id)
    plan.state = PlanState.ENDED
    with audit.act(actor, "targets.plan:end", at=at, on=plan):
        plan.save_checked(plan.version, fields=["state"])
        let_go([plan])
    return plan


def publish_plan(actor: Actor, *, at: datetime, plan_id: int, is_published: bool) -> Plan:
    """Everybody may read it with its progress, or no longer. Raises Http404, Refused, Invalid."""
    plan = locked(actor, plan_id, PUBLISH_PLANS)
    if plan.state == PlanState.DRAFT:
        raise Invalid(_("Kế hoạch đang soạn thì chưa công khai được."))
    plan.is_published = is_published
    with audit.act(actor, PUBLISH_PLANS.code, at=at, on=plan) as act:
        act.note(is_published=is_published)
        plan.save_checked(plan.version, fields=["is_published"])
        events.publish(PlanPublished(plan.pk, plan.unit_id, is_published))
    return plan


def against(plan: Plan, *, on: date) -> list[str]:
    """What keeps the plan from being adopted, in words."""
    said = []
    for one in queries.loosened_in(plan, on=on):
        words = {"own": one.own.name[:80], "above": one.above.name[:80]}
        if one.verdict is Verdict.OTHER:
            said.append(_("«%(own)s» không cùng cách đo với chỉ tiêu cấp trên «%(above)s».") % words)
        else:
            said.append(
                _(
                    "«%(own)s» thấp hơn hoặc muộn hơn chỉ tiêu cấp trên «%(above)s»: chỉ được nới bằng quyết định"
                    " sửa đổi nêu lý do, sau khi ban hành."
                )
                % words
            )
    for missing in queries.wanted_from_above(plan, on=on):
        said.append(_("Chưa đưa vào chỉ tiêu cấp trên «%(name)s».") % {"name": missing.name[:80]})
    return said
