"""Adopting, ending, publishing a plan; writing down a decision that amends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid

from .. import services
from ..choices import ChangeKind
from ..forms import DECISION, AddedTargetForm, AddedTaskForm, AdoptForm, AmendForm, DecisionForm
from ..models import Amendment, Plan, Target, Task
from ..permissions import ADOPT_PLANS, PUBLISH_PLANS
from ..services import ChangeOrder
from .plans import show
from .words import own_plan, plan_step, trail
from .writing import (
    FormPage,
    answer,
    indicator_choices,
    section_choices,
    target_groups,
    target_initial,
    task_choices,
    task_groups,
    tried,
)


@require_POST
@requires(ADOPT_PLANS)
def adopt(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, form = own_plan(actor, ADOPT_PLANS, plan_id), AdoptForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        done = tried(
            form,
            lambda: services.adopt_plan(
                actor, at=clock.now(), plan_id=plan_id, number=given["number"], issued_on=given["issued_on"]
            ),
        )
        if done is not None:
            messages.success(request, _("Đã ban hành kế hoạch."))
            return redirect("targets:plan", plan_id)
    return show(request, found, adopt=form)


@require_POST
@requires(ADOPT_PLANS)
def end(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        services.end_plan(actor, at=clock.now(), plan_id=plan_id)
    except Invalid as invalid:
        messages.error(request, str(invalid))
    else:
        messages.success(request, _("Kế hoạch đã kết thúc, không theo dõi nữa."))
    return redirect("targets:plan", plan_id)


@require_POST
@requires(PUBLISH_PLANS)
def publish(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = request.POST.get("publish") == "1"
    try:
        services.publish_plan(actor, at=clock.now(), plan_id=plan_id, is_published=on)
    except Invalid as invalid:
        messages.error(request, str(invalid))
    else:
        messages.success(request, _("Đã công khai kế hoạch.") if on else _("Đã thôi công khai kế hoạch."))
    return redirect("targets:plan", plan_id)


@requires(ADOPT_PLANS)
def target_amend(request: HttpRequest, target_id: int) -> HttpResponse:
    return _amend(request, Target, target_id)


@requires(ADOPT_PLANS)
def task_amend(request: HttpRequest, task_id: int) -> HttpResponse:
    return _amend(request, Task, task_id)


def _amend(request: HttpRequest, kind: type[Target] | type[Task], line_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Any = kind.objects.filter(pk=line_id).first()
    if row is None:
        raise Http404
    found, is_target = own_plan(actor, ADOPT_PLANS, row.plan_id), kind is Target
    form = AmendForm(request.POST or None, is_target=is_target, initial=_last_decision(found))

    def change() -> ChangeOrder:
        given = form.cleaned_data
        line = {"target_id": line_id} if is_target else {"task_id": line_id}
        kind = ChangeKind.DROP if given["drop"] else ChangeKind.CHANGE
        return form.change(kind, values=form.values(given), **line)

    if _amended(request, found, form, change):
        return redirect(f"{reverse('targets:plan', args=[found.pk])}?part=changes")
    back = reverse("targets:target" if is_target else "targets:task", args=[line_id])
    page = FormPage(
        _("Sửa đổi theo quyết định"), row.name[:200], form,
        [(_("Quyết định"), DECISION), (_("Nội dung mới"), [one for one in form.fields if one not in DECISION])],
        _("Ghi quyết định"), back, "", trail(plan_step(found), (row.name[:60], back), (_("Sửa đổi"), "")),
    )  # fmt: skip
    return answer(request, page)


@requires(ADOPT_PLANS)
def amend_target_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A target that a later decision adds to an adopted plan."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_plan(actor, ADOPT_PLANS, plan_id)
    initial = {**target_initial(found), **_last_decision(found)}
    form = AddedTargetForm(
        request.POST or None, sections=section_choices(found), indicators=indicator_choices(), initial=initial
    )
    return _add(request, found, form, _("Thêm chỉ tiêu theo quyết định"), target_groups())


@requires(ADOPT_PLANS)
def amend_task_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_plan(actor, ADOPT_PLANS, plan_id)
    initial = {"starts_on": found.starts_on, "ends_on": found.ends_on, **_last_decision(found)}
    form = AddedTaskForm(
        request.POST or None, sections=section_choices(found), others=task_choices(found, 0), initial=initial
    )
    return _add(request, found, form, _("Thêm nhiệm vụ theo quyết định"), task_groups())


def _add(
    request: HttpRequest, found: Plan, form: AddedTargetForm | AddedTaskForm, title: str,
    groups: Sequence[tuple[str, Sequence[str]]],
) -> HttpResponse:  # fmt: skip
    if _amended(request, found, form, lambda: form.change(ChangeKind.ADD, added=form.order())):
        return redirect(f"{reverse('targets:plan', args=[found.pk])}?part=changes")
    back = reverse("targets:plan", args=[found.pk])
    page = FormPage(
        title, found.title, form, [(_("Quyết định"), DECISION), *groups], _("Ghi quyết định"), back, "",
        trail(plan_step(found), (title, "")),
    )  # fmt: skip
    return answer(request, page)


def _amended(
    request: HttpRequest, found: Plan, form: DecisionForm, change: Callable[[], ChangeOrder]
) -> bool:
    """Whether the posted decision was written down; else the form says what is wrong."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST" or not form.is_valid():
        return False
    made = tried(
        form,
        lambda: services.amend_plan(
            actor, at=clock.now(), plan_id=found.pk, order=form.decided(), changes=[change()]
        ),
    )
    if made is not None:
        messages.success(request, _("Đã ghi quyết định sửa đổi."))
    return made is not None


def _last_decision(found: Plan) -> dict[str, Any]:
    """What the next change is most likely of."""
    last = Amendment.objects.filter(plan=found).order_by("-made_at").first()
    if last is None:
        return {"issuer": found.issuer}
    return {
        "decision": last.number, "effective_on": last.effective_on, "issuer": last.issuer, "title": last.title,
    }  # fmt: skip
