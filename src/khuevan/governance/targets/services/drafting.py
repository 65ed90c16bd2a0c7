"""Writing a plan before it is adopted: begun from a plan above, its lines added, changed, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import audit, clock, text
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..choices import Measure, PlanState
from ..models import Instrument, Plan, Section, Target, Task
from ..permissions import EDIT_PLANS
from .frame import cleaned, demand_of_unit, draft_of
from .orders import InstrumentOrder, LineOrder, PlanOrder, SectionOrder, TargetOrder, TaskOrder

MOST_LINES = 2000
Given = TypeVar("Given", bound=LineOrder)


def begin_plan(actor: Actor, *, at: datetime, unit_id: int, order: PlanOrder) -> Plan:
    """A draft; of a plan that carries out another the targets that it must take over stand in it from the start.

    Raises Http404 outside the scope, Refused, Invalid.
    """
    unit = organisations.unit_if_seen(actor, unit_id)
    if unit is None:
        raise Http404
    demand_of_unit(actor, EDIT_PLANS, unit_id)
    _demand_period(order.starts_on, order.ends_on, "ends_on")
    title = cleaned(order.title, "title", 400, required=True)
    number, issuer = (
        cleaned(order.number, "number", 60),
        cleaned(order.issuer, "issuer", 200) or unit.name[:200],
    )
    if order.parent_id is not None:
        parent = queries.plan(actor, order.parent_id)
        if parent.state == PlanState.DRAFT or parent.unit_id == unit_id:
            raise Invalid({"parent": _("Chọn một kế hoạch đã ban hành của cấp trên.")})
    made = Plan(
        unit_id=unit_id, unit_name=unit.name[:200], tier=queries.tier_of(unit.kind), title=title, number=number,
        issuer=issuer, issued_on=order.issued_on, starts_on=order.starts_on, ends_on=order.ends_on,
        parent_id=order.parent_id, source=cleaned(order.source, "source", 400), note=cleaned(order.note, "note", 1000),
        written_by=actor.name[:150], written_at=at,
    )  # fmt: skip
    made.search = text.search_text(f"{title} {number} {issuer} {unit.name}")[:900]
    with audit.act(actor, EDIT_PLANS.code, at=at, unit_id=unit_id) as act:
        made.save()
        act.on(made)
        _take_over(made, clock.on(at))
    return made


def add_instrument(actor: Actor, *, at: datetime, plan_id: int, order: InstrumentOrder) -> Instrument:
    """A document that the plan carries out."""
    plan = draft_of(actor, plan_id)
    number = cleaned(order.number, "number", 60, required=True)
    with audit.act(actor, EDIT_PLANS.code, at=at, on=plan):
        return Instrument.objects.create(
            plan=plan, unit_id=plan.unit_id, number=number, issued_on=order.issued_on,
            issuer=cleaned(order.issuer, "issuer", 200), title=cleaned(order.title, "title", 500),
        )  # fmt: skip


def add_section(actor: Actor, *, at: datetime, plan_id: int, order: SectionOrder) -> Section:
    plan = draft_of(actor, plan_id)
    name = cleaned(order.name, "name", 500, required=True)
    with audit.act(actor, EDIT_PLANS.code, at=at, on=plan):
        return Section.objects.create(
            plan=plan, unit_id=plan.unit_id, kind=order.kind, name=name, order=_next(Section, plan),
            number=cleaned(order.number, "number", 20),
        )  # fmt: skip


def add_target(actor: Actor, *, at: datetime, plan_id: int, order: TargetOrder) -> Target:
    plan = draft_of(actor, plan_id)
    fields = target_fields(plan, with_lead(actor, plan, order), on=clock.on(at))
    with audit.act(actor, EDIT_PLANS.code, at=at, on=plan):
        return Target.objects.create(plan=plan, unit_id=plan.unit_id, order=_next(Target, plan), **fields)


def add_task(actor: Actor, *, at: datetime, plan_id: int, order: TaskOrder) -> Task:
    plan = draft_of(actor, plan_id)
    fields = task_fields(actor, plan, with_lead(actor, plan, order))
    with audit.act(actor, EDIT_PLANS.code, at=at, on=plan):
        return Task.objects.create(plan=plan, unit_id=plan.unit_id, order=_next(Task, plan), **fields)


def change_target(actor: Actor, *, at: datetime, target_id: int, order: TargetOrder) -> Target:
    row = _line(actor, Target, target_id)
    plan = draft_of(actor, row.plan_id)
    fields = target_fields(plan, with_lead(actor, plan, order), on=clock.on(at))
    with audit.act(actor, EDIT_PLANS.code, at=at, on=plan):
        return _changed(row, fields)


def change_task(actor: Actor, *, at: datetime, task_id: int, order: TaskOrder) -> Task:
    row = _line(actor, Task, task_id)
    plan = draft_of(actor, row.plan_id)
    fields = task_fields(actor, plan, with_lead(actor, plan, order))
    with audit.act(actor, EDIT_PLANS.code, at=at, on=plan):
        return _changed(row, fields)


def take_out(actor: Actor, *, at: datetime, kind: type[Target] | type[Task], line_id: int) -> int:
    """A line of a draft. What must be taken over from above is asked for again before the plan is adopted. The plan."""
    row = _line(actor, kind, line_id)
    plan = draft_of(actor, row.plan_id)
    with audit.act(actor, EDIT_PLANS.code, at=at, on=plan):
        row.delete()
    return int(plan.pk)


def drop_draft(actor: Actor, *, at: datetime, plan_id: int) -> None:
    """A draft that is not wanted after all, with all that was written in it."""
    plan = draft_of(actor, plan_id)
    with audit.act(actor, EDIT_PLANS.code, at=at, on=plan):
        plan.delete()


def with_lead(actor: Actor, plan: Plan, order: Given) -> Given:
    """With the unit that the words for the lead name, where it is known: it is told what is late."""
    if order.lead_unit_id is not None or not order.lead.strip():
        return order
    return replace(order, lead_unit_id=queries.lead_of(order.lead, queries.units_that_lead(actor, plan)))


def target_fields(plan: Plan, order: TargetOrder, *, on: date) -> dict[str, Any]:
    """The columns of a target. Raises Invalid."""
    starts, due = order.starts_on or plan.starts_on, order.due_on or plan.ends_on
    _demand_period(starts, due, "due_on")
    version = 0
    if order.measure is Measure.INDICATOR:
        indicator = indicators.indicator_of(order.indicator, on=on)
        if indicator is None:
            raise Invalid({"indicator": _("Không có chỉ tiêu mang mã này.")})
        if set(indicators.asked_of(indicator, order.held).words) != set(order.held):
            raise Invalid({"held": _("Chỉ tiêu này không phân tổ được theo điều kiện đã chọn.")})
        version = indicator.version
    elif order.indicator:
        raise Invalid({"indicator": _("Chỉ ghi mã chỉ tiêu khi cách đo là chỉ tiêu tự tính.")})
    above = (
        Target.objects.filter(plan_id=plan.parent_id) if plan.parent_id is not None else Target.objects.none()
    )
    if order.parent_id is not None and not above.filter(pk=order.parent_id).exists():
        raise Invalid({"parent": _("Chỉ tiêu cấp trên phải thuộc kế hoạch mà kế hoạch này thực hiện.")})
    return line_fields(plan, order) | {
        "measure": order.measure, "indicator": order.indicator, "indicator_version": version, "held": dict(order.held),
        "direction": order.direction, "threshold": order.threshold, "starts_on": starts, "due_on": due,
        "unit_word": cleaned(order.unit_word, "unit_word", 40), "base": order.base, "tiers": list(order.tiers),
        "levels": list(order.levels), "units": list(order.units), "parent_id": order.parent_id,
    }  # fmt: skip


def task_fields(actor: Actor, plan: Plan, order: TaskOrder) -> dict[str, Any]:
    """The columns of a task. Raises Invalid."""
    starts, ends = order.starts_on or plan.starts_on, order.ends_on or plan.ends_on
    _demand_period(starts, ends, "ends_on")
    if order.depends_on_id is not None:
        before = Task.objects.filter(pk=order.depends_on_id).first()
        if before is None:
            raise Invalid({"depends_on": _("Không có nhiệm vụ này.")})
    return line_fields(plan, order) | {
        "starts_on": starts, "ends_on": ends, "is_yearly": order.is_yearly, "depends_on_id": order.depends_on_id,
        "period_said": cleaned(order.period_said, "period_said", 100),
    }  # fmt: skip


def line_fields(plan: Plan, order: LineOrder) -> dict[str, Any]:
    if order.section_id is not None and not Section.objects.filter(pk=order.section_id, plan=plan).exists():
        raise Invalid({"section": _("Nhóm này không thuộc kế hoạch.")})
    return {
        "section_id": order.section_id, "number": cleaned(order.number, "number", 20),
        "item": cleaned(order.item, "item", 200), "name": cleaned(order.name, "name", 2000, required=True),
        "lead": cleaned(order.lead, "lead", 400), "lead_unit_id": order.lead_unit_id,
        "supporting": cleaned(order.supporting, "supporting", 600),
        "deliverable": cleaned(order.deliverable, "deliverable", 1200), "note": cleaned(order.note, "note", 1000),
    }  # fmt: skip


def _take_over(plan: Plan, on: date) -> None:
    """What the plan above asks of this tier, as it stands there on the day."""
    rows: Sequence[queries.TargetNow] = queries.wanted_from_above(plan, on=on)
    Target.objects.bulk_create(
        Target(
            plan=plan, unit_id=plan.unit_id, order=place, number=one.number, name=one.name, measure=one.measure,
            indicator=one.indicator, indicator_version=one.indicator_version, held=dict(one.held),
            direction=one.direction, threshold=one.threshold, unit_word=one.unit_word,
            starts_on=min(max(one.starts_on, plan.starts_on), one.due_on), due_on=one.due_on, tiers=list(one.tiers),
            levels=list(one.levels), parent_id=one.id,
        )
        for place, one in enumerate(rows, 1)
    )  # fmt: skip


def _demand_period(first: date, last: date, field: str) -> None:
    if first > last:
        raise Invalid({field: _("Ngày kết thúc đứng trước ngày bắt đầu.")})


def _next(model: type[Section] | type[Target] | type[Task], plan: Plan) -> int:
    last = model.objects.filter(plan=plan).aggregate(last=Max("order"))["last"] or 0
    if last >= MOST_LINES:
        raise Invalid(_("Kế hoạch đã có %(most)d mục, không thêm được nữa.") % {"most": MOST_LINES})
    return int(last) + 1


def _line(actor: Actor, model: Any, line_id: int) -> Any:
    row = model.objects.filter(pk=line_id).first()
    if row is None:
        raise Http404
    queries.plan(actor, row.plan_id)
    return row


def _changed(row: Any, fields: dict[str, Any]) -> Any:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    return row
