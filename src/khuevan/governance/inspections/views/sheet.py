"""The sheet of a visit, filled on a phone, also without a line: lines one by one, photos, who else writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from khuevan.kernel import clock, files, ui
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.ui import formatters

from .. import queries, services
from ..choices import Result, VisitState
from ..models import Answer, Photo, Visit
from ..permissions import INSPECT, VIEW_INSPECTIONS
from ..queries import Beside
from .words import actor_of, address, trail, visit_badge

MOST_CELLS, MOST_BYTES = 300, 1_000_000
LATELY = timedelta(minutes=10)


@dataclass(frozen=True)
class LineView:
    row: Answer
    beside: Sequence[Beside]
    photos: Sequence[Photo]


@dataclass(frozen=True)
class SheetPage:
    visit: Visit
    badge: object
    lines: Sequence[LineView]
    results: Sequence[tuple[str, str]]
    address: str
    longest: int
    breadcrumbs: Sequence[tuple[str, str]]


@require_POST
@requires(INSPECT)
def open_visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    try:
        services.open_visit(actor_of(request), at=clock.now(), visit_id=visit_id)
    except Invalid as invalid:
        messages.error(request, "; ".join(invalid.errors.values()))
        return redirect("inspections:visit", visit_id)
    return redirect("inspections:sheet", visit_id)


@requires(INSPECT)
@require_GET
def sheet(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Kept on the device, so that it opens at a school without a line."""
    actor, one = actor_of(request), queries.visit(actor_of(request), visit_id)
    if not queries.may_write(actor, one) or one.state == VisitState.PLANNED:
        return redirect("inspections:visit", visit_id)
    rows = queries.answers(one)
    beside = queries.beside(actor, one, rows, on=clock.today())
    photos = queries.photos(one)
    page = SheetPage(
        visit=one,
        badge=visit_badge(one.state),
        lines=[LineView(row, beside.get(row.pk, ()), photos.get(row.pk, ())) for row in rows],
        results=[(value, str(label)) for value, label in Result.choices if value],
        address=address("sheet", visit_id=one.pk),
        longest=services.LONGEST_REMARK,
        breadcrumbs=trail((one.unit_name, address("visit", visit_id=one.pk)), (_("Phiếu"), "")),
    )
    return ui.keep_on_device(request, ui.render(request, "inspections/sheet.html", page))


@require_POST
@requires(INSPECT)
def save(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Cells as JSON, an answer for each. 400 with a sentence where the message cannot be."""
    queries.visit(actor_of(request), visit_id)
    now = clock.now()
    try:
        sent, _why = ui.cells_sent(
            request, most_cells=MOST_CELLS, most_bytes=MOST_BYTES, longest=services.LONGEST_REMARK
        )
        cells = [services.Cell(one.row, one.column, one.typed, one.version) for one in sent]
        told = services.save_cells(actor_of(request), at=now, visit_id=visit_id, cells=cells)
    except Invalid as invalid:
        return JsonResponse({"problem": " ".join(invalid.errors.values())}, status=400)
    except ValueError as error:
        return JsonResponse({"problem": str(error)}, status=400)
    answers = [
        {"state": one.state, "value": one.value, "v": one.version, "sentence": one.sentence} for one in told
    ]
    return JsonResponse({"at": formatters.day_and_time(now), "cells": answers})


@requires(INSPECT)
@require_GET
def now(request: HttpRequest, visit_id: int) -> HttpResponse:
    """What stands in the sheet, and who else of the team wrote lately: both who write at once are told."""
    actor, one = actor_of(request), queries.visit(actor_of(request), visit_id)
    if not queries.may_read_sheet(actor, one):
        raise Http404
    rows, since = queries.answers(one), clock.now() - LATELY
    others = {
        row.changed_by
        for row in rows
        if row.changed_at and row.changed_at >= since and row.changed_by != actor.name[:150]
    }
    cells: list[dict[str, Any]] = [
        {
            "e": row.pk, "result": row.result, "result_v": row.result_version, "remark": row.remark,
            "remark_v": row.remark_version, "by": row.changed_by,
            "rival": row.rival if row.changed_by == actor.name[:150] else "",
        }
        for row in rows
    ]  # fmt: skip
    return JsonResponse({"cells": cells, "others": sorted(others), "open": queries.may_write(actor, one)})


@require_POST
@requires(INSPECT)
def add_photo(request: HttpRequest, visit_id: int) -> HttpResponse:
    """One picture; the same key again is the same picture. 422 with the reason where it cannot be taken."""
    queries.visit(actor_of(request), visit_id)
    sent: Any = request.FILES.get("photo")
    word = request.POST.get("e", "")
    if sent is None or not (word.isascii() and word.isdigit() and len(word) <= 9):
        return JsonResponse({"sentence": _("Không nhận được ảnh; hãy chụp lại.")}, status=422)
    try:
        made = services.add_photo(
            actor_of(request), at=clock.now(), visit_id=visit_id, answer_id=int(word),
            key=request.POST.get("key", ""), stream=sent, name=sent.name or "anh.jpg",
        )  # fmt: skip
    except Invalid as invalid:
        return JsonResponse({"sentence": " ".join(invalid.errors.values())}, status=422)
    return JsonResponse({"url": address("photo", photo_id=made.pk), "sha256": made.sha256})


@requires(VIEW_INSPECTIONS)
@require_safe
def photo(request: HttpRequest, photo_id: int) -> FileResponse:
    row, stored = queries.photo(actor_of(request), photo_id)
    response = FileResponse(files.content(stored), filename=stored.name, content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-SHA256"] = row.sha256
    return response
