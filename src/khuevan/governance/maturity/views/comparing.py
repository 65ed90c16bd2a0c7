"""Units beside each other, on the map, and where the school and the assessors saw it differently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import requires
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.queries import SchoolFilter

from .. import queries
from ..choices import Kind, Level
from ..models import Edition
from ..permissions import VIEW_ASSESSMENTS
from ..queries import Index, Result
from ..rules import Difference, Found
from .boards import under
from .words import (
    NUMBERS,
    actor_of,
    address,
    choices,
    edition_asked,
    level_badge,
    points,
    trail,
    unit_asked,
    year_asked,
)

MOST = 6


@dataclass(frozen=True)
class ComparePage:
    name: str
    edition: Edition
    year: str
    offered: Sequence[tuple[str, str]]
    chosen: Sequence[str]
    chart: ui.Chart | None
    columns: Sequence[ui.Column]
    rows: Sequence[Sequence[object]]
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class DifferencesPage:
    """cells: of a unit whose level or points were changed."""

    name: str
    edition: Edition
    year: str
    rows: Sequence[tuple[str, str, Difference]]
    units: Sequence[Result]
    cells: Callable[[Result], Sequence[object]]
    chart: ui.Chart | None
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class MapPage:
    name: str
    edition: Edition
    year: str
    map: ui.Map
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ASSESSMENTS)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to six units, criterion by criterion; without a choice those with the most points."""
    year, edition = year_asked(request), edition_asked(request)
    unit_id, name = unit_asked(request)
    results = [row for row in under(request, edition, year, unit_id) if row.assessment_id is not None]
    asked = [
        int(word)
        for word in request.GET.getlist("with")[:MOST]
        if word.isascii() and word.isdigit() and len(word) <= NUMBERS
    ]
    by_id = {row.unit_id: row for row in results}
    chosen = [by_id[pk] for pk in asked if pk in by_id]
    if not chosen:
        scored = [row for row in results if row.groups]
        chosen = sorted(scored, key=lambda row: sum(row.groups.values(), Decimal(0)), reverse=True)[:3]
    found = queries.index(edition, clock.today())
    totals = _totals(request, edition, year, found, chosen)
    page = ComparePage(
        name=name,
        edition=edition,
        year=year,
        offered=[(str(row.unit_id), row.name) for row in results],
        chosen=[str(row.unit_id) for row in chosen],
        chart=_radar(found, chosen, totals),
        columns=[
            ui.column(_("Tiêu chí")), ui.column(_("Tối đa"), kind="number"),
            *(ui.column(row.name, kind="number") for row in chosen),
        ],
        rows=_table(found, chosen, totals),
        listing=ui.Listing.of(request, filters=("year", "edition"), keep=("unit",)),
        filters=choices(),
        breadcrumbs=trail((name, _board(request)), (_("So sánh đơn vị"), "")),
    )  # fmt: skip
    return ui.render(request, "maturity/compare.html", page)


def _totals(
    request: HttpRequest, edition: Edition, year: str, found: Index, chosen: Sequence[Result]
) -> dict[int, dict[str, Decimal]]:
    """Unit -> line -> points that count."""
    own: dict[int, dict[str, Found]] = {row.unit_id: {} for row in chosen}
    for row in queries.scores(actor_of(request), edition, year, units=list(own)):
        own[row.unit_id][row.code] = Found(row.final_points, row.final_met)
    return {unit: queries.judged(found, scores)[0] for unit, scores in own.items()}


def _radar(found: Index, chosen: Sequence[Result], totals: dict[int, dict[str, Decimal]]) -> ui.Chart | None:
    rows = [row for row in found.rows if row.line.kind is Kind.CRITERION and row.line.maximum]
    if not chosen or not rows:
        return None
    return ui.Chart(
        _("Từng tiêu chí so với điểm tối đa"), [f"{row.code} {row.line.name}" for row in rows],
        [
            ui.Series(one.name, [float(totals[one.unit_id][row.code] * 100 / (row.line.maximum or 1)) for row in rows])
            for one in chosen
        ],
        kind="radar", unit="%", category_label=_("Tiêu chí"), decimals=0,
    )  # fmt: skip


def _table(
    found: Index, chosen: Sequence[Result], totals: dict[int, dict[str, Decimal]]
) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [(_("Mức độ"), "", *(level_badge(one.level) for one in chosen))]
    for row in found.rows:
        if row.line.kind is not Kind.MANDATORY:
            rows.append(
                (
                    f"{row.code} {row.line.name}", points(row.line.maximum),
                    *(points(totals[one.unit_id].get(row.code)) for one in chosen),
                )
            )  # fmt: skip
    return rows


@requires(VIEW_ASSESSMENTS)
@require_safe
def differences(request: HttpRequest) -> HttpResponse:
    year, edition = year_asked(request), edition_asked(request)
    unit_id, name = unit_asked(request)
    results = under(request, edition, year, unit_id)
    units = [row.unit_id for row in results]
    told = queries.differences(actor_of(request), edition, year, units=units)
    found = queries.index(edition, clock.today())
    names = {row.code: row.line.name for row in found.rows}
    moved = [
        row
        for row in results
        if row.final_groups and (row.final_groups != row.self_groups or row.final_level != row.self_level)
    ]
    page = DifferencesPage(
        name=name,
        edition=edition,
        year=year,
        rows=[(one.code, names.get(one.code, ""), one) for one in told],
        units=moved,
        cells=_moved,
        chart=_means(told) if told else None,
        listing=ui.Listing.of(request, filters=("year", "edition"), keep=("unit",)),
        filters=choices(),
        breadcrumbs=trail((name, _board(request)), (_("Khác biệt"), "")),
    )  # fmt: skip
    return ui.render(request, "maturity/differences.html", page)


def _means(told: Sequence[Difference]) -> ui.Chart:
    return ui.Chart(
        _("Chênh lệch bình quân: đánh giá ngoài trừ tự đánh giá"), [one.code for one in told],
        [ui.Series(_("Điểm"), [float(one.mean) for one in told])], category_label=_("Tiêu chí"), decimals=2,
    )  # fmt: skip


def _moved(row: Result) -> Sequence[object]:
    own = " + ".join(points(one) for _code, one in sorted(row.self_groups.items()))
    final = " + ".join(points(one) for _code, one in sorted(row.final_groups.items()))
    url = address("assessment", assessment_id=row.assessment_id or 0)
    return (ui.link(url, row.name), own, final, level_badge(row.self_level), level_badge(row.final_level))


@requires(VIEW_ASSESSMENTS)
@require_safe
def level_map(request: HttpRequest) -> HttpResponse:
    year, edition = year_asked(request), edition_asked(request)
    unit_id, name = unit_asked(request)
    results = {row.unit_id: row for row in under(request, edition, year, unit_id)}
    placed = organisations.map_points(actor_of(request), SchoolFilter(), on=clock.today())
    made = [_point(results[one.id], one) for one in placed if one.id in results]
    groups = [str(level.label) for level in reversed(Level)]
    made.sort(key=lambda point: groups.index(point.group) if point.group in groups else len(groups))
    page = MapPage(
        name=name,
        edition=edition,
        year=year,
        map=ui.Map(_("Mức độ chuyển đổi số của từng đơn vị"), made),
        listing=ui.Listing.of(request, filters=("year", "edition"), keep=("unit",)),
        filters=choices(),
        breadcrumbs=trail((name, _board(request)), (_("Bản đồ"), "")),
    )
    return ui.render(request, "maturity/map.html", page)


def _point(row: Result, place: organisations.MapPoint) -> ui.Point:
    url = (
        address("assessment", assessment_id=row.assessment_id)
        if row.assessment_id is not None
        else address("unit", unit_id=row.unit_id)
    )
    group = str(row.level.label) if row.level else _("Chưa có kết quả")
    return ui.Point(
        place.latitude, place.longitude, row.name, url, str(row.state.label) if row.state else "", group
    )


def _board(request: HttpRequest) -> str:
    return address("board", asked={name: request.GET.get(name, "") for name in ("year", "edition", "unit")})
