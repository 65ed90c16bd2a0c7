"""Completeness and timeliness of one form below a body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import clock, text, ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..choices import State, Tier
from ..permissions import VIEW_REPORTS
from .words import address, standing_badge, trail, unit_asked, year_asked, year_choice

LATE = "late"
NOT_BEGUN = "none"


@dataclass(frozen=True)
class BoardPage:
    board: queries.Board
    name: str
    stats: Sequence[tuple[str, int, str, str]]
    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    cells: Callable[[queries.BoardRow], Sequence[object]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_REPORTS)
@require_safe
def board(request: HttpRequest, form: str) -> HttpResponse:
    """Everybody who reports to the body: where the report is, how late; of a commune its schools."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    year = year_asked(request)
    unit_id, name = unit_asked(request)
    found = next((one for one in queries.forms_of(year) if one.code == form), None)
    if found is None:
        raise Http404
    made = queries.board(
        queries.owing(actor, found, year), unit_id, clock.today(), queries.known_reports(year, form)
    )
    listing = ui.Listing.of(request, filters=("state", "year"), keep=("unit",))
    page = BoardPage(
        board=made,
        name=name,
        stats=_stats(made, year, unit_id),
        listing=listing,
        slice=ui.take_of([row for row in made.rows if _fits(row, listing)], listing),
        filters=_filters(),
        cells=lambda row: _cells(actor, made, row),
        breadcrumbs=trail((name, address("forms", year, unit_id)), (found.symbol, "")),
    )
    return ui.render(request, "statistics/board.html", page)


def _fits(row: queries.BoardRow, listing: ui.Listing) -> bool:
    state = listing.chosen("state")
    if state == LATE and not row.standing.is_late:
        return False
    if state == NOT_BEGUN and row.standing.state is not None:
        return False
    if state in State.values and row.standing.state != state:
        return False
    known = text.search_text(f"{row.owed.name} {row.owed.code}")
    return all(word in known for word in text.search_words(listing.text))


def _filters() -> list[ui.Choice]:
    states = [(state.value, str(state.label)) for state in State]
    every = [("", _("Tất cả")), (NOT_BEGUN, _("Chưa lập")), *states, (LATE, _("Muộn"))]
    return [
        ui.choice("state", _("Tình trạng"), every),
        year_choice(),
    ]


def _stats(made: queries.Board, year: str, unit_id: int) -> list[tuple[str, int, str, str]]:
    """(label, number, tone, address) over all schools beneath."""
    of, here = made.schools, address("board", year, unit_id, form=made.owing.form.code)
    told = (
        (_("Trường phải gửi"), of.owed, "neutral", ""),
        (_("Chưa lập"), of.not_begun, "neutral", NOT_BEGUN),
        (_("Đang lập"), of.draft, "info", State.DRAFT.value),
        (_("Đã gửi"), of.submitted, "primary", State.SUBMITTED.value),
        (_("Bị trả lại"), of.returned, "danger", State.RETURNED.value),
        (_("Đã nhận"), of.accepted, "success", State.ACCEPTED.value),
        (_("Muộn"), of.late, "warning", LATE),
    )
    flat = all(row.owed.tier is Tier.SCHOOL for row in made.rows)
    return [
        (label, number, tone, f"{here}&state={word}" if flat and word else "")
        for label, number, tone, word in told
    ]


def _cells(actor: Actor, made: queries.Board, row: queries.BoardRow) -> Sequence[object]:
    name: object = row.owed.name
    if row.report_id is not None:
        name = ui.link(address("report", report_id=row.report_id), row.owed.name)
    below: object = ui.formatters.NOTHING
    if row.schools is not None and row.schools.owed:
        url = address("board", made.owing.year, row.owed.unit_id, form=made.owing.form.code)
        below = ui.link(
            url, _("%(sent)s/%(owed)s trường") % {"sent": row.schools.sent, "owed": row.schools.owed}
        )
    closed = (
        f" ({_('đã ngừng từ %(day)s') % {'day': ui.formatters.day(row.owed.closed_on)}})"
        if row.owed.closed_on
        else ""
    )
    return (
        name,
        f"{row.owed.tier.label}{closed}",
        standing_badge(row.standing),
        ui.formatters.day(row.owed.due_on),
        ui.formatters.day_and_time(row.sent_at),
        ui.formatters.number(row.revision) if row.revision else ui.formatters.NOTHING,
        below,
    )
