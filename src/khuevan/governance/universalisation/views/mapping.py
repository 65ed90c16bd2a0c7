"""The communes on a map, by how far they came with a standard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import clock, ui
from khuevan.kernel.access import requires
from khuevan.kernel.text import fold

from .. import queries
from ..choices import Standard
from ..permissions import VIEW_SURVEY
from .places import actor_of, year_choice, year_of

TONES = {
    queries.Reached.RECOGNISED: "success", queries.Reached.MET: "info", queries.Reached.NOT_MET: "danger",
    queries.Reached.UNCHECKED: "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class MapPage:
    """placeless: communes in which no school has a place on the map."""

    year: int
    standard: str
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    map: ui.Map
    counts: Sequence[tuple[str, int, str]]
    placeless: int
    slice: ui.Slice
    cells: Callable[[queries.Standing], Sequence[object]]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_SURVEY)
@require_safe
def communes_map(request: HttpRequest) -> HttpResponse:
    year = year_of(request)
    listing = ui.Listing.of(request, filters=("standard", "year"))
    word = listing.chosen("standard")
    standard = Standard(word) if word in Standard.values else Standard.PRESCHOOL
    rows = queries.standings(actor_of(request), standard, year, on=clock.today())
    said = _said()
    words = fold(listing.text)
    shown = [row for row in rows if not words or words in fold(row.name)]
    page = MapPage(
        year=year,
        standard=str(standard.label),
        listing=listing,
        filters=[
            year_choice(),
            ui.choice("standard", _("Tiêu chuẩn"), [
                ("" if one is Standard.PRESCHOOL else one.value, str(one.label)) for one in Standard
            ]),
        ],
        map=ui.Map(
            f"{standard.label}, {year}",
            [
                ui.Point(*row.at, row.name, _url(row, year), said[row.reached], said[row.reached])
                for reached in queries.Reached
                for row in shown
                if row.at is not None and row.reached is reached
            ],
        ),
        counts=[
            (said[reached], sum(row.reached is reached for row in rows), TONES[reached]) for reached in queries.Reached
        ],
        placeless=sum(row.at is None for row in rows),
        slice=ui.take_of(shown, listing),
        cells=lambda row: (ui.link(_url(row, year), row.name), ui.badge(said[row.reached], TONES[row.reached])),
        breadcrumbs=[(_("Phổ cập, xóa mù chữ"), reverse("universalisation:board")), (_("Bản đồ"), "")],
    )  # fmt: skip
    return ui.render(request, "universalisation/map.html", page)


def _url(row: queries.Standing, year: int) -> str:
    return f"{reverse('universalisation:commune', args=[row.unit_id])}?year={year}"


def _said() -> dict[queries.Reached, str]:
    return {
        queries.Reached.RECOGNISED: _("Được công nhận"),
        queries.Reached.MET: _("Tự kiểm tra đạt"),
        queries.Reached.NOT_MET: _("Tự kiểm tra chưa đạt"),
        queries.Reached.UNCHECKED: _("Chưa tự kiểm tra"),
    }
