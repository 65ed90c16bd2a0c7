"""Remedies: the board of a body, one remedy with its answer, what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from khuevan.kernel import clock, files, text, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid, typed_day, typed_of

from .. import queries, services
from ..choices import RemedyState
from ..models import Remedy
from ..permissions import ANSWER_REMEDIES, INSPECT, VIEW_INSPECTIONS
from ..rules import is_late
from .boards import remedy_cells, remedy_columns
from .words import (
    actor_of,
    address,
    remedy_badge,
    tabs,
    trail,
    unit_asked,
)

LATE = "late"


@dataclass(frozen=True)
class RemediesPage:
    name: str
    is_body: bool
    chart: ui.Chart | None
    slice: ui.Slice
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    columns: Sequence[ui.Column]
    cells: Callable[[Remedy], Sequence[object]]
    tabs: Sequence[tuple[str, str, bool]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_INSPECTIONS)
@require_safe
def remedies(request: HttpRequest) -> HttpResponse:
    """Of a body what it demanded, of a school what it was asked."""
    actor, (unit_id, name), today = actor_of(request), unit_asked(request), clock.today()
    is_body = not queries.is_school(unit_id, today)
    rows = queries.of_body(actor, unit_id) if is_body else queries.of_unit(actor, unit_id, on=today)
    with_unit = is_body or any(one.unit_id != unit_id for one in rows)
    listing = ui.Listing.of(request, filters=("state",), keep=("unit",))
    shown = [one for one in rows if _fits(one, listing)]
    states = [(one.value, str(one.label)) for one in RemedyState]
    page = RemediesPage(
        name=name,
        is_body=is_body,
        chart=_chart(rows),
        slice=ui.take_of(shown, listing),
        listing=listing,
        filters=[
            ui.choice("state", _("Tình trạng"), [("", _("Tất cả")), (LATE, _("Quá hạn")), *states]),
        ],
        columns=remedy_columns(with_unit=with_unit),
        cells=lambda one: remedy_cells(one, with_unit=with_unit),
        tabs=tabs(request, "remedies") if is_body else [],
        breadcrumbs=trail((_("Khắc phục"), "")),
    )
    return ui.render(request, "inspections/remedies.html", page)


def _fits(one: Remedy, listing: ui.Listing) -> bool:
    state = listing.chosen("state")
    if state == LATE and not is_late(RemedyState(one.state), one.due_on, clock.today()):
        return False
    if state in RemedyState.values and one.state != state:
        return False
    known = text.search_text(f"{one.text} {one.visit.unit_name}")
    return all(word in known for word in text.search_words(listing.text))


def _chart(rows: Sequence[Remedy]) -> ui.Chart | None:
    if not rows:
        return None
    numbers = [sum(one.state == state.value for one in rows) for state in RemedyState]
    late = sum(is_late(RemedyState(one.state), one.due_on, clock.today()) for one in rows)
    return ui.Chart(
        _("Yêu cầu khắc phục theo tình trạng"), [*(str(one.label) for one in RemedyState), _("Quá hạn")],
        [ui.Series(_("Số yêu cầu"), [*numbers, late])], category_label=_("Tình trạng"), decimals=0,
    )  # fmt: skip


@dataclass(frozen=True)
class RemedyPage:
    row: Remedy
    badge: Markup
    facts: Sequence[tuple[str, object]]
    may_answer: bool
    may_decide: bool
    breadcrumbs: Sequence[tuple[str, str]]
    error: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


@requires(VIEW_INSPECTIONS)
@require_safe
def remedy(request: HttpRequest, remedy_id: int) -> HttpResponse:
    return _show(request, queries.remedy(actor_of(request), remedy_id))


def _show(request: HttpRequest, row: Remedy, error: Mapping[str, str] | None = None) -> HttpResponse:
    actor, moment = actor_of(request), ui.formatters.day_and_time
    page = RemedyPage(
        row=row,
        badge=remedy_badge(row.state, row.due_on),
        facts=[
            (_("Đơn vị"), row.visit.unit_name),
            (_("Mục kiểm tra"), f"{row.answer.place}. {row.answer.question}"),
            (_("Đoàn nhận xét"), row.answer.remark),
            (_("Hạn"), ui.formatters.day(row.due_on)),
            (_("Yêu cầu lúc"), moment(row.told_at) if row.told_at else ""),
            (_("Được nhắc ngày"), ui.formatters.day(row.reminded_on)),
            (_("Trả lời lúc"), f"{moment(row.replied_at)}, {row.replied_by}" if row.replied_at else ""),
            (_("Xem xét lúc"), f"{moment(row.decided_at)}, {row.decided_by}" if row.decided_at else ""),
        ],
        may_answer=queries.may_answer(actor, row, on=clock.today()),
        may_decide=queries.may_decide(actor, row),
        breadcrumbs=trail(
            (row.visit.unit_name, address("visit", visit_id=row.visit_id)), (_("Khắc phục"), "")
        ),
        error=error or {},
        typed=typed_of(request) if error else {},
    )
    return ui.render(request, "inspections/remedy.html", page, status=422 if error else 200)


@require_POST
@requires(ANSWER_REMEDIES)
def answer(request: HttpRequest, remedy_id: int) -> HttpResponse:
    sent: Any = request.FILES.get("file")
    return _done(
        request, remedy_id, _("Đã trả lời; đoàn kiểm tra xem xét."),
        lambda actor: services.answer_remedy(
            actor, at=clock.now(), remedy_id=remedy_id, reply=request.POST.get("reply", ""), stream=sent,
            name=sent.name if sent is not None else "",
        ),
    )  # fmt: skip


@require_POST
@requires(INSPECT)
def accept(request: HttpRequest, remedy_id: int) -> HttpResponse:
    return _done(
        request, remedy_id, _("Đã chấp nhận khắc phục."),
        lambda actor: services.accept_remedy(actor, at=clock.now(), remedy_id=remedy_id),
    )  # fmt: skip


@require_POST
@requires(INSPECT)
def send_back(request: HttpRequest, remedy_id: int) -> HttpResponse:
    return _done(
        request, remedy_id, _("Đã trả lại để làm tiếp."),
        lambda actor: services.return_remedy(
            actor, at=clock.now(), remedy_id=remedy_id, reason=request.POST.get("reason", ""),
            due_on=typed_day(request, "due_on"),
        ),
    )  # fmt: skip


def _done(request: HttpRequest, remedy_id: int, said: str, act: Callable[[Actor], object]) -> HttpResponse:
    actor = actor_of(request)
    try:
        act(actor)
    except Invalid as invalid:
        return _show(request, queries.remedy(actor, remedy_id), invalid.errors)
    messages.success(request, said)
    return redirect("inspections:remedy", remedy_id)


@requires(VIEW_INSPECTIONS)
@require_safe
def evidence(request: HttpRequest, remedy_id: int) -> FileResponse:
    """For the unit and whoever inspected it."""
    stored = queries.evidence(actor_of(request), remedy_id)
    response = FileResponse(
        files.content(stored), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-SHA256"] = stored.sha256
    return response
