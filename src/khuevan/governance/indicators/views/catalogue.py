"""All indicators, with their values where the reader is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.kernel import access, clock, jobs, ui
from khuevan.kernel.access import Actor, requires

from .. import queries, tasks
from ..permissions import REBUILD, VIEW_VALUES
from ..store import store
from .words import address, line_of, shown, unit_of


@dataclass(frozen=True)
class CataloguePage:
    """as_of, made_at: of the figures; None where nothing was computed yet."""

    listing: ui.Listing
    place: queries.Place
    groups: Sequence[tuple[object, list[queries.CatalogueRow]]]
    cells: Callable[[queries.CatalogueRow], Sequence[object]]
    as_of: date | None
    made_at: datetime | None
    may_rebuild: bool


@requires(VIEW_VALUES)
def catalogue(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, keep=("unit", "line"))
    on = clock.today()
    place = queries.place_of(actor, unit_of(request), line_of(request), on=on)
    if place is None:
        raise Http404
    state = store().current()
    page = CataloguePage(
        listing=listing,
        place=place,
        groups=queries.catalogue(actor, place, listing.text, on=on),
        cells=lambda row: (
            ui.link(address("value", row.indicator, place), str(row.indicator.label)),
            shown(row.indicator, row.figure)
            if row.figure
            else ui.link(address("value", row.indicator, place), _("Mở")),
            row.indicator.official or ui.formatters.NOTHING,
            str(row.indicator.source),
        ),
        as_of=state.as_of if state else None,
        made_at=state.made_at if state else None,
        may_rebuild=access.decide(actor, REBUILD).allowed,
    )
    return ui.render(request, "indicators/catalogue.html", page)


@require_POST
@requires(REBUILD)
def rebuild(request: HttpRequest) -> HttpResponse:
    """Everything anew, in the background."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    run = jobs.start(actor, tasks.rebuild, at=clock.now())
    messages.success(request, _("Đã bắt đầu tính lại toàn bộ số liệu."))
    return redirect("jobs:run", run.pk)
