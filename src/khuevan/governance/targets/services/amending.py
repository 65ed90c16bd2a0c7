"""A later decision about an adopted plan: it moves, renames, adds or drops lines, and cites what it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import audit, clock, events
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..choices import ChangeKind
from ..events import PlanAmended
from ..models import Amendment, Change, Notice, Plan, Target, Task
from ..queries.lines import OF_TARGET, OF_TASK
from .drafting import _next, target_fields, task_fields, with_lead
from .following import measure_plans
from .frame import adopted_of, cleaned, reasoned
from .orders import TargetOrder, TaskOrder

LENGTHS = {"number": 20, "item": 200, "name": 2000, "lead": 400, "supporting": 600, "deliverable": 1200, "note": 1000,
           "period_said": 100, "unit_word": 40}  # fmt: skip


@dataclass(frozen=True)
class AmendmentOrder:
    number: str
    effective_on: date
    issuer: str = ""
    title: str = ""


@dataclass(frozen=True)
class ChangeOrder:
    """Of one line: values are what it says from then on; or `added`, a new line. cited: the item that the decision names,
    item: where in the decision it stands."""

    kind: ChangeKind
    reason: str
    cited: str = ""
    item: str = ""
    target_id: int | None = None
    task_id: int | None = None
    values: Mapping[str, Any] | None = None
    added: TargetOrder | TaskOrder | None = None


def amend_plan(
    actor: Actor, *, at: datetime, plan_id: int, order: AmendmentOrder, changes: Sequence[ChangeOrder]
) -> Amendment:
    """The decision with all that it changes, or nothing of it; what is written down later under the same number and day
    belongs to the same decision. Raises Http404, Refused, Invalid."""
    plan = adopted_of(actor, plan_id)
    number = cleaned(order.number, "number", 60, required=True)
    if not changes:
        raise Invalid(_("Quyết định chưa sửa mục nào của kế hoạch."))
    if plan.issued_on is not None and order.effective_on < plan.issued_on:
        raise Invalid(
            {"effective_on": _("Quyết định sửa đổi không có hiệu lực trước ngày ban hành kế hoạch.")}
        )
    with audit.act(actor, "targets.plan:amend", at=at, on=plan) as act:
        same = Amendment.objects.filter(plan=plan, number=number, effective_on=order.effective_on)
        made = same.first() or Amendment.objects.create(
            plan=plan, unit_id=plan.unit_id, number=number, issuer=cleaned(order.issuer, "issuer", 200),
            effective_on=order.effective_on, title=cleaned(order.title, "title", 500), made_by=actor.name[:150],
            made_at=at,
        )  # fmt: skip
        for one in changes:
            _change(actor, plan, made, one, clock.on(at))
        act.note(number=number, changes=len(changes))
        measure_plans([plan], on=clock.on(at))
        _tell_below(plan, made, clock.on(at))
        events.publish(PlanAmended(plan.pk, plan.unit_id, number, len(changes)))
    return made


def _change(actor: Actor, plan: Plan, made: Amendment, order: ChangeOrder, on: date) -> None:
    values: dict[str, Any] = {}
    line: Target | Task
    if order.kind is ChangeKind.ADD:
        line = _added(actor, plan, order, on)
    else:
        line = _line_of(plan, order)
        if order.kind is ChangeKind.CHANGE:
            values = _values(line, order.values or {}, made.effective_on)
            if "lead" in values:
                values["lead_unit_id"] = queries.lead_of(values["lead"], queries.units_that_lead(actor, plan))
            if not values:
                raise Invalid(
                    {"values": _("Quyết định không đổi gì ở mục «%(name)s».") % {"name": line.name[:80]}}
                )
    Change.objects.create(
        amendment=made, plan=plan, unit_id=plan.unit_id, kind=order.kind, values=values,
        target=line if isinstance(line, Target) else None, task=line if isinstance(line, Task) else None,
        cited=cleaned(order.cited, "cited", 300), item=cleaned(order.item, "item", 100), reason=reasoned(order.reason),
    )  # fmt: skip


def _line_of(plan: Plan, order: ChangeOrder) -> Target | Task:
    line: Target | Task | None
    if order.target_id is not None:
        line = Target.objects.filter(pk=order.target_id, plan=plan).first()
    else:
        line = Task.objects.filter(pk=order.task_id or 0, plan=plan).first()
    if line is None:
        raise Http404
    return line


def _added(actor: Actor, plan: Plan, order: ChangeOrder, on: date) -> Target | Task:
    if isinstance(order.added, TargetOrder):
        fields = target_fields(plan, with_lead(actor, plan, order.added), on=on)
        return Target.objects.create(
            plan=plan, unit_id=plan.unit_id, order=_next(Target, plan), is_added=True, **fields
        )
    if isinstance(order.added, TaskOrder):
        fields = task_fields(actor, plan, with_lead(actor, plan, order.added))
        return Task.objects.create(
            plan=plan, unit_id=plan.unit_id, order=_next(Task, plan), is_added=True, **fields
        )
    raise Invalid({"added": _("Ghi nội dung của mục được thêm.")})


def _values(line: Target | Task, given: Mapping[str, Any], day: date) -> dict[str, Any]:
    """What really changes, as it is stored. Raises Invalid."""
    known = OF_TARGET if isinstance(line, Target) else OF_TASK
    kind = "target" if isinstance(line, Target) else "task"
    now = next(
        one
        for one in (queries.targets_on if kind == "target" else queries.tasks_on)(
            [line.plan_id], day, with_dropped=True
        )
        if one.id == line.pk
    )
    stored: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise Invalid({name: _("Không sửa được trường này bằng quyết định.")})
        if isinstance(value, str) and name in LENGTHS:
            value = cleaned(value, name, LENGTHS[name], required=name == "name")
        if getattr(now, name) != value:
            stored[name] = _stored(value)
    first, last = ("starts_on", "due_on") if kind == "target" else ("starts_on", "ends_on")
    if given.get(first, getattr(now, first)) > given.get(last, getattr(now, last)):
        raise Invalid({last: _("Ngày kết thúc đứng trước ngày bắt đầu.")})
    return stored


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _tell_below(plan: Plan, made: Amendment, on: date) -> None:
    """Whoever carries the plan out is told that it changed. Written as the platform: units below have their own rows."""
    from khuevan.kernel import access, database

    with database.acting(access.system()):
        below = list(Plan.objects.filter(parent=plan).exclude(state="ended").values_list("pk", "unit_id"))
        alive = organisations.names({unit for _plan, unit in below})
        said = _("Kế hoạch cấp trên được sửa đổi: %(number)s") % {"number": made.number}
        Notice.objects.bulk_create(
            Notice(unit_id=unit, plan_id=pk, text=said[:500], made_on=on)
            for pk, unit in below
            if unit in alive
        )
