"""One target or task: how far, since when, by what evidence, what decisions changed; and reporting about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.kernel import access, clock, files, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

from .. import queries, services
from ..choices import Measure, PlanState
from ..forms import ReportForm
from ..models import Plan, Report, Target, Task
from ..permissions import REPORT_PROGRESS, VIEW_PLANS
from ..queries import Evidence, Held, TargetRow, TaskRow
from ..rules import Done, Verdict
from .words import amount, asked_for, done_words, plan_step, standing_badge, trail

BODIES = (UnitKind.MINISTRY, UnitKind.DEPARTMENT, UnitKind.COMMUNE, UnitKind.DISTRICT_OFFICE)


@dataclass(frozen=True)
class UnitRow:
    """A school that a target counts: whether it showed evidence, and which."""

    unit_id: int
    name: str
    evidence: Evidence | None


@dataclass(frozen=True)
class LinePage:
    """kind: target or task. row: as in lists. reports: of the plan's own unit, the latest first. history: (step, what it
    changed in words)."""

    kind: str
    plan: Plan
    row: TargetRow | TaskRow
    facts: Sequence[tuple[str, Any]]
    reports: Sequence[Evidence]
    units: ui.Slice | None
    units_done: int
    listing: ui.Listing
    chart: ui.Chart | None
    history: Sequence[tuple[Done, Sequence[tuple[str, str, str]]]]
    held: Held | None
    looser: bool
    form: ReportForm | None
    unit_id: int
    may: frozenset[str]
    breadcrumbs: Sequence[tuple[str, str]]

    asked_for: Any = staticmethod(asked_for)
    badge: Any = staticmethod(standing_badge)
    amount: Any = staticmethod(amount)


@requires(VIEW_PLANS)
@require_safe
def target(request: HttpRequest, target_id: int) -> HttpResponse:
    return _show_target(request, target_id)


@requires(VIEW_PLANS)
@require_safe
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    return _show_task(request, task_id)


@require_POST
@requires(REPORT_PROGRESS)
def target_report(request: HttpRequest, target_id: int) -> HttpResponse:
    """By the actor's own unit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = Target.objects.filter(pk=target_id).first()
    if found is None:
        raise Http404
    unit_id = actor.home_unit_id or found.unit_id
    form = ReportForm(request.POST, request.FILES)
    if form.is_valid():
        file = request.FILES.get("file")
        try:
            services.report_target(
                actor, at=clock.now(), unit_id=unit_id, target_id=target_id, order=form.order(),
                file=cast(BinaryIO, file.file) if file else None, file_name=file.name or "" if file else "",
            )  # fmt: skip
        except Invalid as invalid:
            _say(form, invalid)
        else:
            messages.success(request, _("Đã ghi báo cáo tiến độ."))
            return redirect("targets:target", target_id)
    return _show_target(request, target_id, form=form)


@require_POST
@requires(REPORT_PROGRESS)
def task_report(request: HttpRequest, task_id: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ReportForm(request.POST, request.FILES)
    if form.is_valid():
        file = request.FILES.get("file")
        try:
            services.report_task(
                actor, at=clock.now(), task_id=task_id, order=form.order(),
                file=cast(BinaryIO, file.file) if file else None,
                file_name=file.name or "" if file else "",
            )  # fmt: skip
        except Invalid as invalid:
            _say(form, invalid)
        else:
            messages.success(request, _("Đã ghi báo cáo tiến độ."))
            return redirect("targets:task", task_id)
    return _show_task(request, task_id, form=form)


@requires(VIEW_PLANS)
@require_safe
def evidence(request: HttpRequest, progress_id: int) -> HttpResponseBase:
    """The file of a report, for who may see the plan's reports of that unit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = Report.objects.select_related("file").filter(pk=progress_id).first()
    if found is None or found.file is None or found.unit_id not in access.scope(actor, VIEW_PLANS):
        raise Http404
    try:
        stream = files.content(found.file)
    except files.FileRefused as lost:
        raise Http404 from lost
    response = FileResponse(
        stream, as_attachment=True, filename=found.file.name, content_type=found.file.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _show_target(request: HttpRequest, target_id: int, *, form: ReportForm | None = None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = Target.objects.filter(pk=target_id).first()
    if found is None:
        raise Http404
    plan, today = queries.plan(actor, found.plan_id), clock.today()
    row = next(iter(queries.target_rows(actor, [plan], on=today, only=target_id)), None)
    if row is None:
        messages.info(request, _("Chỉ tiêu này đã được bỏ khỏi kế hoạch."))
        return redirect("targets:plan", plan.pk)
    now = row.target
    held = next(iter(queries.standing_to_above([now], on=today)), None)
    listing = ui.Listing.of(request)
    units, done = _units(actor, now, listing, today)
    unit_id = actor.home_unit_id or plan.unit_id
    may_report = _may_report(actor, plan, now.measure, unit_id)
    initial = {"as_of": today, "value": 1 if now.measure is Measure.EVIDENCE else None}
    page = LinePage(
        kind="target", plan=plan, row=row, facts=_said(_target_facts(row)),
        reports=_reports("target", target_id, plan.unit_id),
        units=units, units_done=done, listing=listing, chart=_chart(row, today),
        history=[(step, done_words(step)) for step in now.history], held=held,
        looser=held is not None and held.verdict in (Verdict.LOOSENED, Verdict.OTHER),
        form=(form or ReportForm(initial=initial)) if may_report else None, unit_id=unit_id, may=_may(actor, plan),
        breadcrumbs=trail(plan_step(plan), (now.name[:60], "")),
    )  # fmt: skip
    return ui.render(request, "targets/line.html", page, status=422 if form is not None else 200)


def _show_task(request: HttpRequest, task_id: int, *, form: ReportForm | None = None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = Task.objects.filter(pk=task_id).first()
    if found is None:
        raise Http404
    plan, today = queries.plan(actor, found.plan_id), clock.today()
    row = next(iter(queries.task_rows(actor, [plan], on=today, only=task_id)), None)
    if row is None:
        messages.info(request, _("Nhiệm vụ này đã được bỏ khỏi kế hoạch."))
        return redirect("targets:plan", plan.pk)
    may_report = plan.state == PlanState.ADOPTED and queries.may_for(actor, REPORT_PROGRESS, plan.unit_id)
    page = LinePage(
        kind="task", plan=plan, row=row, facts=_said(_task_facts(row)), reports=_reports("task", task_id, plan.unit_id),
        units=None, units_done=0, listing=ui.Listing.of(request), chart=None,
        history=[(step, done_words(step)) for step in row.task.history], held=None, looser=False,
        form=(form or ReportForm(initial={"as_of": today})) if may_report else None, unit_id=plan.unit_id,
        may=_may(actor, plan), breadcrumbs=trail(plan_step(plan), (row.task.name[:60], "")),
    )  # fmt: skip
    return ui.render(request, "targets/line.html", page, status=422 if form is not None else 200)


def _may(actor: Actor, plan: Plan) -> frozenset[str]:
    if plan.state == PlanState.DRAFT:
        return frozenset({"edit"}) if queries.may_edit(actor, plan.unit_id) else frozenset()
    can = plan.state == PlanState.ADOPTED and queries.may_adopt(actor, plan.unit_id)
    return frozenset({"amend"}) if can else frozenset()


def _may_report(actor: Actor, plan: Plan, measure: Measure, unit_id: int) -> bool:
    if plan.state != PlanState.ADOPTED or measure is Measure.INDICATOR:
        return False
    is_school = organisations.kinds([unit_id]).get(unit_id) not in (None, *BODIES)
    if not (is_school if measure is Measure.EVIDENCE else unit_id == plan.unit_id):
        return False
    return queries.may_for(actor, REPORT_PROGRESS, unit_id)


def _target_facts(row: TargetRow) -> list[tuple[str, Any]]:
    now = row.target
    return [
        (_("Mức phải đạt"), asked_for(now)), (_("Đạt vào ngày"), ui.formatters.day(now.due_on)),
        (_("Mức ban đầu"), amount(now.base, now.unit_word)), (_("Cách đo"), now.measure.label),
        (_("Nhóm"), row.section), (_("Mục của văn bản"), now.item), (_("Đơn vị chủ trì"), now.lead),
        (_("Đơn vị phối hợp"), now.supporting), (_("Sản phẩm"), now.deliverable), (_("Ghi chú"), now.note),
    ]  # fmt: skip


def _task_facts(row: TaskRow) -> list[tuple[str, Any]]:
    now = row.task
    return [
        (_("Bắt đầu"), ui.formatters.day(now.starts_on)), (_("Hoàn thành"), ui.formatters.day(now.ends_on)),
        (_("Thời gian, như văn bản ghi"), now.period_said),
        (_("Làm lại hằng năm"), _("Có") if now.is_yearly else _("Không")),
        (_("Nhóm"), row.section), (_("Mục của văn bản"), now.item), (_("Đơn vị chủ trì"), now.lead),
        (_("Đơn vị phối hợp"), now.supporting), (_("Sản phẩm"), now.deliverable), (_("Ghi chú"), now.note),
        (_("Chờ nhiệm vụ"), row.waits_for),
    ]  # fmt: skip


def _said(facts: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Without those of which the plan says nothing."""
    return [one for one in facts if one[1] and one[1] != ui.formatters.NOTHING]


def _reports(kind: str, line_id: int, unit_id: int) -> list[Evidence]:
    rows = Report.objects.filter(**{f"{kind}_id": line_id}, unit_id=unit_id).select_related("file")
    return [queries.evidence_of(row) for row in rows.order_by("-as_of", "-pk")[:50]]


def _units(
    actor: Actor, now: queries.TargetNow, listing: ui.Listing, today: date
) -> tuple[ui.Slice | None, int]:
    """The schools that are counted, as far as the actor sees them; those without evidence first."""
    if now.measure is not Measure.EVIDENCE:
        return None, 0
    scope = access.scope(actor, VIEW_PLANS)
    concerned = [unit for unit in queries.schools_of([now], on=today)[now.id] if unit in scope]
    names = organisations.names(concerned)
    heirs = queries.taken_over(set(concerned), on=today)
    rows = Report.objects.filter(target_id=now.id, unit_id__in=[*concerned, *heirs]).select_related("file")
    last = {
        heirs.get(row.unit_id, row.unit_id): queries.evidence_of(row) for row in rows.order_by("as_of", "pk")
    }
    shown = [UnitRow(unit, names.get(unit, ""), last.get(unit)) for unit in concerned]
    shown.sort(key=lambda one: (one.evidence is not None, one.name))
    done = sum(one.evidence is not None and one.evidence.value > 0 for one in shown)
    return ui.take_of(shown, listing), done


def _chart(row: TargetRow, today: date) -> ui.Chart | None:
    """The readings beside the threshold."""
    points = {one.on: one.value for one in queries.readings_of(row.target.id, today)}
    if row.target.base is not None:
        points.setdefault(row.target.starts_on, float(row.target.base))
    if row.value is not None:
        points[row.as_of or today] = row.value
    if len(points) < 2:
        return None
    days = sorted(points)
    return ui.Chart(
        _("Số đo theo thời gian"), [ui.formatters.day(one) for one in days],
        [ui.Series(_("Giá trị"), [points[one] for one in days]),
         ui.Series(_("Mức phải đạt"), [row.threshold for _one in days])],
        kind="line", unit=row.target.unit_word, category_label=_("Ngày"), decimals=1,
    )  # fmt: skip


def _say(form: ReportForm, invalid: Invalid) -> None:
    for name, text in invalid.errors.items():
        form.add_error(name if name in form.fields else None, str(text))
