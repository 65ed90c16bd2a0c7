"""The roll of one class: the page, saving cells, and the word that it was called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.ui import formatters

from .. import queries, services
from ..choices import Slot
from ..permissions import TAKE_ROLL, VIEW_ROLLS
from ..services.errors import day_problem
from .places import actor_of, roll_or_404
from .today import address

MOST_BYTES, LONGEST_KIND = 100_000, 3


@dataclass(frozen=True)
class RollPage:
    roll: queries.Roll
    slot: str
    rows: Sequence[queries.RollRow]
    address: str
    may_write: bool
    problem: str
    away: int
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_ROLLS)
@require_GET
def roll(request: HttpRequest, class_id: int, on: str, slot: str) -> HttpResponse:
    """Everybody stands as present; one tap for each who is not; one for all: called."""
    actor = actor_of(request)
    found = roll_or_404(request, class_id, on, slot)
    rows = queries.rows_of(found)
    problem = day_problem(found.group, found.on, clock.today())
    page = RollPage(
        roll=found,
        slot=str(Slot(slot).label),
        rows=rows,
        address=reverse("attendance:roll", args=[class_id, f"{found.on:%Y-%m-%d}", slot]),
        may_write=not problem and bool(access.decide(actor, TAKE_ROLL, on=found.group.school_id)),
        problem=problem,
        away=sum(row.kind in ("P", "K") for row in rows),
        breadcrumbs=[(_("Điểm danh"), address(found.group.school, found.on, slot)), (found.group.name, "")],
    )
    return ui.keep_on_device(request, ui.render(request, "attendance/roll.html", page))


@requires(TAKE_ROLL)
@require_POST
def save(request: HttpRequest, class_id: int, on: str, slot: str) -> HttpResponse:
    """Cells as JSON, an answer for each. 400 with a sentence where the message, or the day, cannot be."""
    found = roll_or_404(request, class_id, on, slot)
    now = clock.now()
    try:
        sent, _why = ui.cells_sent(
            request, most_cells=services.MOST_CELLS, most_bytes=MOST_BYTES, longest=LONGEST_KIND
        )
        cells = [services.Cell(one.row, one.typed, one.version) for one in sent]
        answers = services.save_cells(actor_of(request), found, cells, at=now)
    except services.AttendanceError as error:
        return JsonResponse({"problem": " ".join(error.errors.values())}, status=400)
    except ValueError as error:
        return JsonResponse({"problem": str(error)}, status=400)
    return JsonResponse({"at": formatters.day_and_time(now), "cells": [_told(one) for one in answers]})


@requires(TAKE_ROLL)
@require_POST
def call(request: HttpRequest, class_id: int, on: str, slot: str) -> HttpResponse:
    """The roll was called; back to the classes of the day. A device that asks for JSON gets the moment."""
    found = roll_or_404(request, class_id, on, slot)
    is_device = "application/json" in request.headers.get("Accept", "")
    try:
        made = services.call_roll(actor_of(request), found, at=clock.now())
    except services.AttendanceError as error:
        words = " ".join(error.errors.values())
        if is_device:
            return JsonResponse({"problem": words}, status=400)
        messages.error(request, words)
        return redirect("attendance:roll", class_id, on, slot)
    if is_device:
        return JsonResponse({"at": formatters.day_and_time(made.taken_at)})
    messages.success(request, _("Đã điểm danh lớp %(name)s.") % {"name": found.group.name})
    return redirect(address(found.group.school, found.on, slot))


def _told(one: services.Answer) -> dict[str, Any]:
    return {
        "e": one.enrolment_id,
        "state": one.state,
        "value": one.value,
        "v": one.version,
        "sentence": one.sentence,
    }
