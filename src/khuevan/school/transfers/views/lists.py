"""The list of transfers, for both sides and for those who watch over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, requires

from .. import queries
from ..choices import State
from ..permissions import REQUEST_TRANSFER, VIEW_TRANSFERS

TONES = {
    "requested": "warning",
    "accepted": "warning",
    "moved": "info",
    "done": "success",
    "refused": "danger",
    "withdrawn": "neutral",
}


@dataclass(frozen=True)
class TransfersPage:
    slice: ui.Slice
    listing: ui.Listing
    states: list[tuple[str, str]]
    cells: Callable[[queries.Row], Sequence[object]]
    may_request: bool


@requires(VIEW_TRANSFERS)
@require_GET
def transfers(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = clock.today()
    listing = ui.Listing.of(request, filters=("state", "late"))
    state = listing.chosen("state")
    known = ["open", *State.values]
    found = queries.rows(
        actor,
        state=state if state in known else "",
        text=listing.text,
        late_on=on if listing.chosen("late") == "1" else None,
    )
    taken = ui.take(found, listing)
    page = TransfersPage(
        slice=taken.map(lambda one: queries.row_of(actor, one, on)),
        listing=listing,
        states=[
            ("", _("Tất cả")),
            ("open", _("Đang giải quyết")),
            *((code, str(label)) for code, label in State.choices),
        ],
        cells=cells,
        may_request=bool(access.decide(actor, REQUEST_TRANSFER)),
    )
    return ui.render(request, "transfers/transfers.html", page)


def cells(row: queries.Row) -> Sequence[object]:
    one = row.transfer
    name = ui.link(ui.url("transfers:transfer", one.pk), one.full_name)
    if row.mine:
        name += Markup(" ") + ui.badge(_("Chờ bạn"), "warning", icon="bell")
    return (
        name,
        one.get_grade_display(),
        one.sending_name,
        one.receiving_name,
        ui.badge(one.get_state_display(), TONES[one.state]),
        f"{one.requested_on:%d/%m/%Y}",
        due(one.due_on, row.left),
    )


def due(on: date | None, left: int | None) -> object:
    """The day, and how many working days are left or have passed."""
    if on is None or left is None:
        return ui.formatters.NOTHING
    if left < 0:
        told = _("quá %(days)d ngày làm việc") % {"days": -left}
        return Markup("{} ").format(f"{on:%d/%m/%Y}") + ui.badge(told, "danger", icon="alert-triangle")
    told = _("còn %(days)d ngày làm việc") % {"days": left}
    return Markup("{} ").format(f"{on:%d/%m/%Y}") + ui.badge(told, "neutral")
