"""How the inspections of a body stand; of a school its own page; the rules that all of it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import clock, text, ui
from khuevan.kernel.access import requires
from khuevan.school.curriculum.choices import Trust

from .. import queries
from ..choices import RemedyState, VisitState
from ..models import Item, Plan, Policy, Remedy, Visit, Weight
from ..permissions import VIEW_INSPECTIONS
from ..queries import Coverage
from ..rules import is_late
from .words import (
    actor_of,
    address,
    remedy_badge,
    tabs,
    trail,
    unit_asked,
    visit_badge,
    year_asked,
    year_choice,
)


@dataclass(frozen=True)
class BoardPage:
    name: str
    year: str
    plan: Plan | None
    plan_url: str
    coverage: Coverage | None
    stats: Sequence[tuple[str, object, str, str]]
    chart: ui.Chart | None
    slice: ui.Slice
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    columns: Sequence[ui.Column]
    cells: Callable[[Visit], Sequence[object]]
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_INSPECTIONS)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """A school's own page; of everybody else the board."""
    unit_id, name = unit_asked(request)
    if queries.is_school(unit_id, clock.today()):
        return _school(request, unit_id, name)
    return _board(request, unit_id, name)


def _board(request: HttpRequest, unit_id: int, name: str) -> HttpResponse:
    actor, year = actor_of(request), year_asked(request)
    listing = ui.Listing.of(request, filters=("state", "year"), keep=("unit",))
    visits = queries.visits_by(actor, unit_id, year)
    plan = queries.plan_of(unit_id, year)
    coverage = queries.coverage(plan) if plan is not None else None
    remedies = [one for one in queries.of_body(actor, unit_id) if one.visit.school_year == year]
    done = queries.answered(one.pk for one in visits)
    team = {one.pk: one for one in visits}
    shown = [one for one in visits if _fits(one, listing)]
    page = BoardPage(
        name=name,
        year=year,
        plan=plan,
        plan_url=address("plan", asked={name: request.GET.get(name, "") for name in ("unit", "year")}),
        coverage=coverage,
        stats=_stats(request, visits, remedies, coverage),
        chart=_chart(visits),
        slice=ui.take_of(shown, listing),
        listing=listing,
        filters=[_states(), year_choice()],
        columns=[
            ui.column(_("Đơn vị")), ui.column(_("Tình trạng")), ui.column(_("Ngày"), kind="date"),
            ui.column(_("Đã ghi"), kind="number"), ui.column(_("Yêu cầu chưa xong"), kind="number"),
        ],
        cells=lambda one: _cells(team[one.pk], done, remedies),
        tabs=tabs(request, "start"),
        breadcrumbs=trail((name, "")),
    )  # fmt: skip
    return ui.render(request, "inspections/board.html", page)


def _fits(one: Visit, listing: ui.Listing) -> bool:
    state = listing.chosen("state")
    if state in VisitState.values and one.state != state:
        return False
    known = text.search_text(one.unit_name)
    return all(word in known for word in text.search_words(listing.text))


def _states() -> ui.Choice:
    return ui.choice(
        "state",
        _("Tình trạng"),
        [("", _("Tất cả")), *((one.value, str(one.label)) for one in VisitState)],
    )


def _stats(
    request: HttpRequest, visits: Sequence[Visit], remedies: Sequence[Remedy], coverage: Coverage | None
) -> list[tuple[str, object, str, str]]:
    """(label, figure, tone, address)."""
    told, today = queries.tallied(visits), clock.today()
    waiting = [one for one in remedies if one.state != RemedyState.ACCEPTED]
    late = sum(is_late(RemedyState(one.state), one.due_on, today) for one in waiting)
    asked = {name: request.GET.get(name, "") for name in ("unit", "year")}
    to_remedies = address("remedies", asked=asked)
    rows: list[tuple[str, object, str, str]] = []
    if coverage is not None and coverage.units:
        share = f"{ui.formatters.number(coverage.share * 100, 1)}%"
        tone = "success" if coverage.is_enough else "danger"
        rows.append((_("Đơn vị trong kế hoạch"), f"{coverage.covered}/{coverage.units} ({share})", tone, ""))
    held = told[VisitState.CONCLUDED] + told[VisitState.SIGNED]
    rows.append((_("Đã kiểm tra"), held, "primary", ""))
    rows.append((_("Biên bản đã ký"), told[VisitState.SIGNED], "success", ""))
    rows.append((_("Yêu cầu chưa khắc phục xong"), len(waiting), "warning", to_remedies))
    rows.append((_("Khắc phục quá hạn"), late, "danger" if late else "neutral", to_remedies))
    return rows


def _chart(visits: Sequence[Visit]) -> ui.Chart | None:
    told = queries.tallied(visits)
    if not visits:
        return None
    states = [one for one in VisitState if told[one] or one is not VisitState.CANCELLED]
    return ui.Chart(
        _("Số cuộc kiểm tra theo tình trạng"), [str(one.label) for one in states],
        [ui.Series(_("Số cuộc"), [told[one] for one in states])], category_label=_("Tình trạng"), decimals=0,
    )  # fmt: skip


def _cells(one: Visit, done: dict[int, tuple[int, int]], remedies: Sequence[Remedy]) -> Sequence[object]:
    written, every = done.get(one.pk, (0, 0))
    waiting = sum(row.visit_id == one.pk and row.state != RemedyState.ACCEPTED for row in remedies)
    day: date | None = one.visited_on or one.planned_on
    return (
        ui.link(address("visit", visit_id=one.pk), one.unit_name), visit_badge(one.state),
        ui.formatters.day(day), f"{written}/{every}" if every else ui.formatters.NOTHING,
        waiting or ui.formatters.NOTHING,
    )  # fmt: skip


@dataclass(frozen=True)
class SchoolPage:
    name: str
    visits: Sequence[Visit]
    visit_columns: Sequence[ui.Column]
    visit_cells: Callable[[Visit], Sequence[object]]
    remedies: Sequence[Remedy]
    remedy_columns: Sequence[ui.Column]
    remedy_cells: Callable[[Remedy], Sequence[object]]
    breadcrumbs: Sequence[tuple[str, str]]


def _school(request: HttpRequest, unit_id: int, name: str) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    visits, remedies = (
        queries.visits_of(actor, unit_id, on=today), queries.of_unit(actor, unit_id, on=today),
    )  # fmt: skip
    of_others = bool(({one.unit_id for one in visits} | {one.unit_id for one in remedies}) - {unit_id})
    page = SchoolPage(
        name=name,
        visits=visits,
        visit_columns=[
            ui.column(_("Năm học")), *([ui.column(_("Đơn vị khi ấy"))] if of_others else []),
            ui.column(_("Cơ quan kiểm tra")), ui.column(_("Tình trạng")), ui.column(_("Ngày"), kind="date"),
        ],
        visit_cells=lambda one: (
            ui.link(address("visit", visit_id=one.pk), one.school_year), *([one.unit_name] if of_others else []),
            one.body_name, visit_badge(one.state), ui.formatters.day(one.visited_on or one.planned_on),
        ),
        remedies=remedies,
        remedy_columns=remedy_columns(with_unit=of_others),
        remedy_cells=lambda one: remedy_cells(one, with_unit=of_others),
        breadcrumbs=trail((name, "")),
    )  # fmt: skip
    return ui.render(request, "inspections/school.html", page)


def remedy_columns(*, with_unit: bool = False) -> list[ui.Column]:
    return [
        ui.column(_("Yêu cầu")),
        *([ui.column(_("Đơn vị"))] if with_unit else []),
        ui.column(_("Hạn"), kind="date"),
        ui.column(_("Tình trạng")),
    ]


def remedy_cells(one: Remedy, *, with_unit: bool = False) -> Sequence[object]:
    words = one.text if len(one.text) <= 120 else f"{one.text[:118]}…"
    unit = (one.visit.unit_name,) if with_unit else ()
    return (
        ui.link(address("remedy", remedy_id=one.pk), words), *unit, ui.formatters.day(one.due_on),
        remedy_badge(one.state, one.due_on),
    )  # fmt: skip


@dataclass(frozen=True)
class RulesPage:
    policy: Policy | None
    trust: str
    weights: Sequence[tuple[Weight, str]]
    total: int
    sheets: Sequence[tuple[str, Sequence[Item]]]
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_INSPECTIONS)
@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """What holds today; each line is edited as a plain record."""
    today = clock.today()
    policy = queries.policy(today)
    weights = queries.weights(today)
    page = RulesPage(
        policy=policy,
        trust=str(Trust(policy.trust).label) if policy is not None else "",
        weights=[(one, str(Trust(one.trust).label)) for one in weights],
        total=sum(one.weight for one in weights),
        sheets=[(sheet, queries.items(sheet, today)) for sheet in queries.sheets(today)],
        tabs=tabs(request, "rules"),
        breadcrumbs=trail((_("Quy tắc, phiếu"), "")),
    )
    return ui.render(request, "inspections/rules.html", page)
