"""The year's plan of a body: begun, drawn, looked at, drawn again, approved; units named and replaced."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from khuevan.kernel import audit, clock, text, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid, export, typed_day, typed_of

from .. import queries, services
from ..choices import Factor, Leaving, PlanState
from ..models import Candidate, Plan
from ..permissions import PLAN_INSPECTIONS, VIEW_INSPECTIONS
from ..queries import Coverage, Redrawn
from ..rules import needed
from .words import (
    PLAN_TONES,
    actor_of,
    address,
    number_of,
    tabs,
    trail,
    unit_asked,
    way_badge,
    year_asked,
    year_choice,
)


@dataclass(frozen=True)
class GoneRow:
    """A unit in the plan that is no more, or that moved away."""

    row: Candidate
    leaving: str
    why: str


@dataclass(frozen=True)
class PlanPage:
    """wanted: units that the share makes. sheets: where a plan may be begun."""

    name: str
    unit_id: int
    year: str
    plan: Plan | None
    badge: Markup
    coverage: Coverage | None
    wanted: int
    facts: Sequence[tuple[str, object]]
    weights: Sequence[tuple[str, int, int]]
    redrawn: Redrawn | None
    is_asked: bool
    slice: ui.Slice
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    columns: Sequence[ui.Column]
    cells: Callable[[Candidate], Sequence[object]]
    gone: Sequence[GoneRow]
    sheets: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]
    leavings: Sequence[tuple[str, str]]
    may_plan: bool
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]
    error: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


@requires(VIEW_INSPECTIONS)
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    unit_id, name = unit_asked(request)
    if queries.is_school(unit_id, clock.today()):
        raise Http404
    return show(request, unit_id, name, year_asked(request))


def show(
    request: HttpRequest,
    unit_id: int,
    name: str,
    year: str,
    *,
    error: Mapping[str, str] | None = None,
) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    one = queries.plan_of(unit_id, year)
    rows = queries.candidates(one) if one is not None else []
    listing = ui.Listing.of(request, filters=("in", "year"), keep=("unit", "verify"))
    is_asked = request.GET.get("verify") == "1"
    gone = queries.gone(one, rows, on=today) if one is not None else {}
    chosen = [row for row in rows if row.way]
    shown = [row for row in rows if _fits(row, listing)]
    page = PlanPage(
        name=name,
        unit_id=unit_id,
        year=year,
        plan=one,
        badge=_badge(one),
        coverage=queries.coverage(one) if one is not None else None,
        wanted=needed(len(rows), one.percent) if one is not None else 0,
        facts=_facts(one) if one is not None else [],
        weights=_weights(one) if one is not None else [],
        redrawn=queries.redrawn(one, rows) if one is not None and one.seed and is_asked else None,
        is_asked=is_asked,
        slice=ui.take_of(shown, listing),
        listing=listing,
        filters=[
            ui.choice(
                "in", _("Danh sách"), [("", _("Trong kế hoạch")), ("all", _("Mọi đơn vị được bốc"))]
            ),
            year_choice(),
        ],
        columns=[
            ui.column(_("Đơn vị")), ui.column(_("Vào kế hoạch")), ui.column(_("Đã kiểm tra (lần)"), kind="number"),
            ui.column(_("Rủi ro"), kind="number"), ui.column(_("Thăm")),
        ],
        cells=_cells,
        gone=[
            GoneRow(row, gone[row.unit_id], str(Leaving(gone[row.unit_id]).label))
            for row in chosen
            if row.unit_id in gone
        ],
        sheets=[(sheet, sheet) for sheet in queries.sheets(today)],
        others=[
            (str(row.pk), f"{row.name} ({row.code})")
            for row in sorted(rows, key=_by_name)
            if not row.way and not row.left
        ],
        leavings=[(word.value, str(word.label)) for word in Leaving],
        may_plan=queries.may_plan(actor, unit_id),
        tabs=tabs(request, "plan"),
        breadcrumbs=trail((name, "")),
        error=error or {},
        typed=typed_of(request) if error else {},
    )  # fmt: skip
    return ui.render(request, "inspections/plan.html", page, status=422 if error else 200)


def _by_name(row: Candidate) -> str:
    return text.sort_key(row.name)


def _badge(one: Plan | None) -> Markup:
    if one is None:
        return ui.badge(_("Chưa lập"), "neutral")
    return ui.badge(str(PlanState(one.state).label), PLAN_TONES[PlanState(one.state)])


def _fits(row: Candidate, listing: ui.Listing) -> bool:
    if listing.chosen("in") != "all" and not row.way:
        return False
    known = text.search_text(f"{row.name} {row.code}")
    return all(word in known for word in text.search_words(listing.text))


def _facts(one: Plan) -> list[tuple[str, object]]:
    moment = ui.formatters.day_and_time
    approved = f"{one.decision_number}, {ui.formatters.day(one.decision_on)}" if one.decision_number else ""
    return [
        (_("Phiếu kiểm tra"), one.sheet),
        (_("Theo quy tắc"), one.policy),
        (_("Tỉ lệ; trong đó theo rủi ro"), f"{one.percent}%; {one.risk_percent}%" if one.seed else ""),
        (_("Số gieo"), one.seed),
        (_("Bốc thăm"), f"{moment(one.drawn_at)}, {one.drawn_by}" if one.drawn_at else ""),
        (_("Lần bốc thứ"), one.draws or ""),
        (_("Quyết định phê duyệt"), approved),
    ]


def _weights(one: Plan) -> list[tuple[str, int, int]]:
    return [(str(Factor(row["factor"]).label), row["weight"], row["full_at"]) for row in one.weights]


def _cells(row: Candidate) -> Sequence[object]:
    name = ui.link(address("candidate", candidate_id=row.pk), row.name)
    way = way_badge(row.way)
    if row.left:
        way += Markup(" ") + ui.badge(_("Đã ra"), "neutral")
    return name, way, row.visits, ui.formatters.number(float(row.risk), 1), f"{row.lot[:12]}…"


@require_POST
@requires(PLAN_INSPECTIONS)
def begin(request: HttpRequest) -> HttpResponse:
    body, year = number_of(request.POST.get("unit", "")), request.POST.get("year", "")[:9]
    actor = actor_of(request)
    if not queries.may_plan(actor, body) or queries.year_of(year, clock.today()) is None:
        raise Http404
    try:
        services.begin_plan(
            actor, at=clock.now(), body_id=body, year=year, sheet=request.POST.get("sheet", "")
        )
    except Invalid as invalid:
        messages.error(request, "; ".join(invalid.errors.values()))
    else:
        messages.success(request, _("Đã lập kế hoạch; giờ bốc thăm đơn vị."))
    return redirect(address("plan", asked={"unit": str(body), "year": year}))


@require_POST
@requires(PLAN_INSPECTIONS)
def draw(request: HttpRequest, schedule_id: int) -> HttpResponse:
    return _done(
        request, schedule_id, _("Đã bốc thăm."),
        lambda actor: services.draw_plan(actor, at=clock.now(), plan_id=schedule_id, seed=request.POST.get("seed", "")),
    )  # fmt: skip


@require_POST
@requires(PLAN_INSPECTIONS)
def approve(request: HttpRequest, schedule_id: int) -> HttpResponse:
    return _done(
        request, schedule_id, _("Đã phê duyệt kế hoạch; các đơn vị thấy lịch kiểm tra của mình."),
        lambda actor: services.approve_plan(
            actor, at=clock.now(), plan_id=schedule_id, decision=request.POST.get("decision", ""),
            decided_on=typed_day(request, "decided_on"),
        ),
    )  # fmt: skip


@require_POST
@requires(PLAN_INSPECTIONS)
def name_unit(request: HttpRequest, schedule_id: int) -> HttpResponse:
    return _done(
        request, schedule_id, _("Đã thêm đơn vị vào kế hoạch."),
        lambda actor: services.name_unit(
            actor, at=clock.now(), plan_id=schedule_id, candidate_id=number_of(request.POST.get("candidate", "")),
            reason=request.POST.get("reason", ""),
        ),
    )  # fmt: skip


@require_POST
@requires(PLAN_INSPECTIONS)
def replace(request: HttpRequest, schedule_id: int) -> HttpResponse:
    return _done(
        request, schedule_id, _("Đã thay đơn vị theo thăm kế tiếp."),
        lambda actor: services.replace_unit(
            actor, at=clock.now(), plan_id=schedule_id, candidate_id=number_of(request.POST.get("candidate", "")),
            leaving=request.POST.get("leaving", ""), reason=request.POST.get("reason", ""),
        ),
    )  # fmt: skip


def _done(request: HttpRequest, schedule_id: int, said: str, act: Callable[[Actor], object]) -> HttpResponse:
    """Back to the plan; a refusal is said on its page, with what was typed."""
    actor = actor_of(request)
    one = queries.plan(actor, schedule_id)
    try:
        act(actor)
    except Invalid as invalid:
        return show(request, one.unit_id, one.unit_name, one.school_year, error=invalid.errors)
    messages.success(request, said)
    return redirect(address("plan", asked={"unit": str(one.unit_id), "year": one.school_year}))


@requires(VIEW_INSPECTIONS)
@require_safe
def candidates_csv(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """The whole list that was drawn from: with it and the seed anybody draws the same again."""
    actor = actor_of(request)
    one = queries.plan(actor, schedule_id)
    rows = queries.candidates(one)
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["# seed", one.seed, "percent", one.percent, "risk_percent", one.risk_percent])
    sheet.writerow(["# sha256", queries.list_digest(one, rows)])
    sheet.writerow(["code", "name", "visits", "risk", "lot", "way"])
    for row in rows:
        sheet.writerow([row.code, row.name, row.visits, f"{row.risk:.2f}", row.lot, row.way])
    audit.export(
        actor, "inspections.plan:export", at=clock.now(), rows=len(rows), unit_id=one.unit_id,
        filter=str(one.pk), file="csv",
    )  # fmt: skip
    name = export.file_name(f"Danh sách bốc thăm {one.unit_name}", one.drawn_on or clock.today(), "csv")
    return HttpResponse(
        "\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@dataclass(frozen=True)
class PartView:
    label: str
    value: str
    full_at: int
    weight: int
    points: str
    url: str


@dataclass(frozen=True)
class CandidatePage:
    row: Candidate
    facts: Sequence[tuple[str, object]]
    parts: Sequence[PartView]
    chart: ui.Chart
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_INSPECTIONS)
@require_safe
def candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """A unit's risk as it stood when lots were drawn, down to its parts and to the pages behind them."""
    row = queries.candidate(actor_of(request), candidate_id)
    parts = [
        PartView(
            str(Factor(one["factor"]).label),
            ui.formatters.number(float(one["value"]), 1) if one["value"] is not None else _("chưa có số liệu"),
            one["full_at"], one["weight"], ui.formatters.number(float(one["points"]), 1),
            queries.page_of(Factor(one["factor"]), row.unit_id),
        )
        for one in row.parts
    ]  # fmt: skip
    plan_url = address("plan", asked={"unit": str(row.plan.unit_id), "year": row.plan.school_year})
    page = CandidatePage(
        row=row,
        facts=[
            (_("Rủi ro khi bốc thăm"), ui.formatters.number(float(row.risk), 1)),
            (_("Đã kiểm tra (lần)"), row.visits),
            (_("Vào kế hoạch"), way_badge(row.way)),
            (_("Thay cho"), row.stands_for.name if row.stands_for is not None else ""),
            (_("Ra khỏi kế hoạch"), str(Leaving(row.left).label) if row.left else ""),
            (_("Lý do"), row.reason),
            (_("Thăm (SHA-256)"), row.lot),
        ],
        parts=parts,
        chart=ui.Chart(
            _("Rủi ro theo yếu tố"), [one.label for one in parts],
            [ui.Series(_("Điểm rủi ro"), [float(Decimal(one["points"])) for one in row.parts])],
            category_label=_("Yếu tố"), decimals=1,
        ),
        breadcrumbs=trail((row.plan.unit_name, plan_url), (row.name, "")),
    )  # fmt: skip
    return ui.render(request, "inspections/candidate.html", page)
