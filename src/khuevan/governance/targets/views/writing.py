"""Writing a plan: begin it, add and change its lines, take them out, while it is a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations

from .. import queries, services
from ..choices import Direction, Measure
from ..forms import InstrumentForm, PlanForm, SectionForm, TargetForm, TaskForm
from ..models import Plan, Target, Task
from ..permissions import EDIT_PLANS
from .plans import show
from .words import own_plan, plan_step, trail


@dataclass(frozen=True)
class FormPage:
    """title, lead: of the page; groups: headings with the names of the fields under them."""

    title: str
    lead: str
    form: forms.Form
    groups: Sequence[tuple[str, Sequence[str]]]
    button: str
    cancel_url: str
    take_out_url: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(EDIT_PLANS)
def begin(request: HttpRequest) -> HttpResponse:
    """A plan of the actor's own unit, maybe one that carries out a plan from above (`parent`)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    home = actor.home_unit_id
    unit = organisations.unit_if_seen(actor, home) if home is not None else None
    if unit is None or not queries.may_edit(actor, unit.pk):
        raise Http404
    today = clock.today()
    parents = [
        (str(one.pk), f"{one.title} ({one.unit_name})")
        for one in queries.to_carry_out(actor, unit.pk, on=today)
    ]
    chosen = request.GET.get("parent", "")
    initial = {
        "starts_on": today.replace(month=1, day=1),
        "ends_on": today.replace(month=12, day=31),
        "parent": chosen,
    }
    form = PlanForm(request.POST or None, parents=parents, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = tried(
            form, lambda: services.begin_plan(actor, at=clock.now(), unit_id=unit.pk, order=form.order())
        )
        if made is not None:
            messages.success(request, _("Đã tạo kế hoạch đang soạn."))
            return redirect("targets:plan", made.pk)
    page = FormPage(
        _("Soạn kế hoạch"), unit.name, form, [("", list(form.fields))], _("Tạo kế hoạch"), reverse("targets:plans"), "",
        trail((_("Soạn kế hoạch"), "")),
    )  # fmt: skip
    return answer(request, page)


@requires(EDIT_PLANS)
def target_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_plan(actor, EDIT_PLANS, plan_id)
    form = TargetForm(
        request.POST or None, sections=section_choices(found), indicators=indicator_choices(),
        initial=target_initial(found),
    )  # fmt: skip
    return _line(
        request, found, form, _("Thêm chỉ tiêu"), target_groups(),
        lambda: services.add_target(actor, at=clock.now(), plan_id=plan_id, order=form.order()),
    )  # fmt: skip


@requires(EDIT_PLANS)
def target_change(request: HttpRequest, target_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = Target.objects.filter(pk=target_id).first()
    if row is None:
        raise Http404
    found = own_plan(actor, EDIT_PLANS, row.plan_id)
    form = TargetForm(
        request.POST or None,
        sections=section_choices(found),
        indicators=indicator_choices(),
        initial=_initial(row),
    )
    return _line(
        request, found, form, _("Sửa chỉ tiêu"), target_groups(),
        lambda: services.change_target(actor, at=clock.now(), target_id=target_id, order=form.order(row)),
        take_out_url=reverse("targets:target_take_out", args=[target_id]),
    )  # fmt: skip


@requires(EDIT_PLANS)
def task_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_plan(actor, EDIT_PLANS, plan_id)
    form = TaskForm(
        request.POST or None, sections=section_choices(found), others=task_choices(found, 0),
        initial={"starts_on": found.starts_on, "ends_on": found.ends_on},
    )  # fmt: skip
    return _line(
        request, found, form, _("Thêm nhiệm vụ"), task_groups(),
        lambda: services.add_task(actor, at=clock.now(), plan_id=plan_id, order=form.order()),
    )  # fmt: skip


@requires(EDIT_PLANS)
def task_change(request: HttpRequest, task_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = Task.objects.filter(pk=task_id).first()
    if row is None:
        raise Http404
    found = own_plan(actor, EDIT_PLANS, row.plan_id)
    form = TaskForm(
        request.POST or None, sections=section_choices(found), others=task_choices(found, row.pk),
        initial=_initial(row) | {"depends_on": row.depends_on_id or ""},
    )  # fmt: skip
    return _line(
        request, found, form, _("Sửa nhiệm vụ"), task_groups(),
        lambda: services.change_task(actor, at=clock.now(), task_id=task_id, order=form.order(row)),
        take_out_url=reverse("targets:task_take_out", args=[task_id]),
    )  # fmt: skip


@require_POST
@requires(EDIT_PLANS)
def target_take_out(request: HttpRequest, target_id: int) -> HttpResponse:
    return _taken_out(request, Target, target_id)


@require_POST
@requires(EDIT_PLANS)
def task_take_out(request: HttpRequest, task_id: int) -> HttpResponse:
    return _taken_out(request, Task, task_id)


@require_POST
@requires(EDIT_PLANS)
def instrument_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, form = own_plan(actor, EDIT_PLANS, plan_id), InstrumentForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: services.add_instrument(actor, at=clock.now(), plan_id=plan_id, order=form.order())
    ):
        messages.success(request, _("Đã thêm căn cứ."))
        return redirect("targets:plan", plan_id)
    return show(request, found, instrument=form)


@require_POST
@requires(EDIT_PLANS)
def section_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, form = own_plan(actor, EDIT_PLANS, plan_id), SectionForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: services.add_section(actor, at=clock.now(), plan_id=plan_id, order=form.order())
    ):
        messages.success(request, _("Đã thêm nhóm."))
        return redirect("targets:plan", plan_id)
    return show(request, found, section=form)


@require_POST
@requires(EDIT_PLANS)
def drop(request: HttpRequest, plan_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        services.drop_draft(actor, at=clock.now(), plan_id=plan_id)
    except Invalid as invalid:
        messages.error(request, str(invalid))
        return redirect("targets:plan", plan_id)
    messages.success(request, _("Đã xóa kế hoạch đang soạn."))
    return redirect("targets:plans")


def _line(
    request: HttpRequest, found: Plan, form: forms.Form, title: str, groups: Sequence[tuple[str, Sequence[str]]],
    act: Callable[[], Any], *, take_out_url: str = "",
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid() and tried(form, act) is not None:
        messages.success(request, _("Đã lưu."))
        return redirect("targets:plan", found.pk)
    page = FormPage(
        title, found.title, form, groups, _("Lưu"), reverse("targets:plan", args=[found.pk]), take_out_url,
        trail(plan_step(found), (title, "")),
    )  # fmt: skip
    return answer(request, page)


def answer(request: HttpRequest, page: FormPage) -> HttpResponse:
    return ui.render(request, "targets/form.html", page, status=422 if page.form.errors else 200)


def _taken_out(request: HttpRequest, kind: type[Target] | type[Task], line_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        plan_id = services.take_out(actor, at=clock.now(), kind=kind, line_id=line_id)
    except Invalid as invalid:
        messages.error(request, str(invalid))
        return redirect("targets:plans")
    messages.success(request, _("Đã bỏ khỏi kế hoạch đang soạn."))
    return redirect("targets:plan", plan_id)


def tried(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the act gives; None with the refusal at its field."""
    try:
        return act()
    except Invalid as invalid:
        for name, text in invalid.errors.items():
            form.add_error(name if name in form.fields else None, str(text))
        return None


def _initial(row: Target | Task) -> dict[str, Any]:
    kept: Mapping[str, Any] = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    told: dict[str, Any] = {"section": row.section_id or ""}
    if isinstance(row, Target):
        told["units"] = ", ".join(organisations.codes(row.units))
    return {**kept, **told}


def target_initial(found: Plan) -> dict[str, Any]:
    return {
        "measure": Measure.INDICATOR, "direction": Direction.AT_LEAST, "starts_on": found.starts_on,
        "due_on": found.ends_on, "unit_word": "%",
    }  # fmt: skip


def section_choices(found: Plan) -> list[tuple[str, str]]:
    return [(str(one.pk), str(one)) for one in queries.sections(found.pk)]


def indicator_choices() -> list[tuple[str, str]]:
    every = indicators.indicators(on=clock.today())
    return [(code, f"{one.group.label}: {one.label} ({one.unit})") for code, one in every.items()]


def task_choices(found: Plan, but: int) -> list[tuple[str, str]]:
    """Tasks of this plan and of the one above."""
    plan_ids = [found.pk, *([found.parent_id] if found.parent_id else [])]
    rows = queries.tasks_on(plan_ids, clock.today())
    return [(str(one.id), f"{one.number} {one.name[:100]}".strip()) for one in rows if one.id != but]


def target_groups() -> list[tuple[str, Sequence[str]]]:
    return [
        (_("Nội dung"), ("name", "number", "section", "item")),
        (
            _("Đo"),
            ("measure", "indicator", "direction", "threshold", "unit_word", "base", "starts_on", "due_on"),
        ),
        (_("Ai làm, cho ai"), ("lead", "supporting", "deliverable", "note", "tiers", "levels", "units")),
    ]


def task_groups() -> list[tuple[str, Sequence[str]]]:
    return [
        (_("Nội dung"), ("name", "number", "section", "item")),
        (_("Thời gian"), ("starts_on", "ends_on", "is_yearly", "depends_on")),
        (_("Ai làm"), ("lead", "supporting", "deliverable", "note")),
    ]
