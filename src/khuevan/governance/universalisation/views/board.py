"""The board of a province: each commune's survey, standards, dossier; and the dossier of the province itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Text, Whole, export
from khuevan.register.organisations import queries as organisations
from khuevan.register.organisations.choices import UnitKind

from .. import queries
from ..choices import DossierState, Standard, Tier
from ..models import Dossier
from ..permissions import SUBMIT_PROVINCE, VIEW_SURVEY
from .places import TONES, actor_of, deadline_words, year_choice, year_of

STATES = ("late", "none", *DossierState.values)


@dataclass(frozen=True)
class BoardPage:
    year: int
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    slice: ui.Slice
    cells: Callable[[queries.BoardRow], Sequence[object]]
    counts: Sequence[tuple[str, int, str]]
    standards: Sequence[tuple[str, int, int]]
    due: Any
    province: tuple[int, str] | None
    dossier: Dossier | None
    may_check: bool
    export_url: str
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_SURVEY)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Whoever has one commune goes straight to it."""
    actor, year = actor_of(request), year_of(request)
    rows = queries.board(actor, year, on=clock.today())
    if len(rows) == 1:
        return redirect(f"{reverse('universalisation:commune', args=[rows[0].unit_id])}?year={year}")
    listing = ui.Listing.of(request, filters=("state", "year"))
    shown = _narrowed(rows, listing)
    province = _province(actor)
    words = {"late": _("Quá hạn"), "none": _("Chưa có hồ sơ"), **dict(DossierState.choices)}
    page = BoardPage(
        year=year,
        listing=listing,
        filters=[
            year_choice(),
            ui.choice("state", _("Hồ sơ"), [("", _("Tất cả")), *words.items()]),
        ],
        slice=ui.take_of(shown, listing),
        cells=lambda row: _cells(row, year),
        counts=_counts(rows),
        standards=[
            (
                str(standard.label),
                sum(standard.value in row.asked for row in rows),
                sum(standard.value in row.recognised for row in rows),
            )
            for standard in Standard
        ],
        due=deadline_words(Tier.COMMUNE, year),
        province=province,
        dossier=queries.dossier_of(province[0], Tier.PROVINCE, year) if province else None,
        may_check=province is not None and access.decide(actor, SUBMIT_PROVINCE, on=province[0]).allowed,
        export_url=listing.same(reverse("universalisation:board_export")),
        breadcrumbs=[(_("Phổ cập, xóa mù chữ"), "")],
    )
    return ui.render(request, "universalisation/board.html", page)


def _province(actor: Actor) -> tuple[int, str] | None:
    """The department at which the actor is at home."""
    if actor.home_unit_id is None or actor.home_unit_id not in access.scope(actor, VIEW_SURVEY):
        return None
    unit = organisations.unit_if_seen(actor, actor.home_unit_id)
    return (unit.pk, unit.name) if unit is not None and unit.kind == UnitKind.DEPARTMENT else None


def _narrowed(rows: list[queries.BoardRow], listing: ui.Listing) -> list[queries.BoardRow]:
    from khuevan.kernel.text import fold

    words, state = fold(listing.text), listing.chosen("state")
    found = [row for row in rows if not words or words in fold(row.name)]
    if state == "late":
        return [row for row in found if row.is_late]
    if state == "none":
        return [row for row in found if not row.state]
    return [row for row in found if row.state == state] if state in DossierState.values else found


def _counts(rows: list[queries.BoardRow]) -> list[tuple[str, int, str]]:
    return [
        (_("Xã, phường, đặc khu"), len(rows), "building-community"),
        (_("Đã mở đợt điều tra"), sum(row.is_open is not None for row in rows), "clipboard-list"),
        (_("Đã nộp, chờ kiểm tra"), sum(row.state == DossierState.SUBMITTED for row in rows), "send"),
        (_("Đã công nhận"), sum(row.state == DossierState.RECOGNISED for row in rows), "circle-check"),
        (_("Quá hạn"), sum(row.is_late for row in rows), "alert-triangle"),
    ]


def _cells(row: queries.BoardRow, year: int) -> Sequence[object]:
    state = DossierState(row.state) if row.state in DossierState.values else None
    badge = ui.badge(state.label, TONES[state]) if state else ui.badge(_("Chưa có"), "neutral")
    survey = _("chưa mở") if row.is_open is None else _("đang điều tra") if row.is_open else _("đã chốt")
    return (
        ui.link(f"{reverse('universalisation:commune', args=[row.unit_id])}?year={year}", row.name),
        survey,
        f"{row.visited}/{row.households}" if row.households else ui.formatters.NOTHING,
        len(row.asked) or ui.formatters.NOTHING,
        len(row.recognised) or ui.formatters.NOTHING,
        ui.link(reverse("universalisation:dossier", args=[row.dossier_id]), str(state.label))
        if state
        else badge,
        ui.badge(_("quá hạn"), "danger") if row.is_late else "",
    )


@dataclass(frozen=True)
class _Line:
    name: str
    households: int
    visited: int
    asked: str
    recognised: str
    state: str


@requires(VIEW_SURVEY)
@require_safe
def board_export(request: HttpRequest) -> HttpResponseBase:
    """The board as a workbook."""
    actor, year = actor_of(request), year_of(request)
    listing = ui.Listing.of(request, filters=("state", "year"))
    rows = _narrowed(queries.board(actor, year, on=clock.today()), listing)
    lines = [
        _Line(
            row.name, row.households, row.visited, _joined(row.asked), _joined(row.recognised),
            str(DossierState(row.state).label) if row.state in DossierState.values else "",
        )
        for row in rows
    ]  # fmt: skip
    columns = (
        Text("name", _("Xã, phường, đặc khu")), Whole("households", _("Số hộ")), Whole("visited", _("Đã điều tra")),
        Text("asked", _("Đề nghị công nhận"), max_length=2000), Text("recognised", _("Được công nhận"), max_length=2000),
        Text("state", _("Hồ sơ")),
    )  # fmt: skip
    return export.answer(
        actor, columns, lines, "xlsx", title=_("Bảng phổ cập giáo dục, xóa mù chữ"),
        action="universalisation.board:export", at=clock.now(), asked=request.GET.urlencode(),
    )  # fmt: skip


def _joined(codes: Sequence[str]) -> str:
    return "; ".join(str(Standard(code).label) for code in codes)
