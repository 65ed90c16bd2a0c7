"""What everybody may see: published levels of units, cached, without anybody's person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import clock, text, ui
from khuevan.kernel.access import public

from .. import queries
from ..choices import Level
from ..models import Edition
from ..queries import Result
from .words import edition_asked, level_badge, points


@dataclass(frozen=True)
class PublicPage:
    edition: Edition
    year: str
    slice: ui.Slice
    listing: ui.Listing
    filters: Sequence[ui.Choice]
    columns: Sequence[ui.Column]
    cells: Callable[[Result], Sequence[object]]
    chart: ui.Chart | None


@require_safe
@public(
    "levels are made public by law (QĐ 4725/QĐ-BGDĐT): names of units, points of groups, levels, decisions"
)
@ui.for_everybody
def published(request: HttpRequest) -> HttpResponse:
    edition, years = edition_asked(request), queries.years(clock.today())
    asked = request.GET.get("year", "")[:9]
    if asked and asked not in years:
        raise Http404
    told = [year for year in years if queries.published_results(edition, year)]
    year = asked or (told[0] if told else (years[0] if years else ""))
    rows = queries.published_results(edition, year)
    listing = ui.Listing.of(request, filters=("year", "level", "edition"))
    chosen = [row for row in rows if _fits(row, listing)]
    groups = [row.code for row in queries.index(edition, clock.today()).groups]
    page = PublicPage(
        edition=edition,
        year=year,
        slice=ui.take_of(chosen, listing),
        listing=listing,
        filters=[
            ui.choice("year", _("Năm học"), [("", _("Mới nhất")), *((one, one) for one in years)]),
            ui.choice("level", _("Mức độ"), [("", _("Tất cả")), *((one.value, str(one.label)) for one in Level)]),
        ],
        columns=[
            ui.column(_("Đơn vị")), ui.column(_("Nơi công nhận")),
            *(ui.column(_("Nhóm %(code)s") % {"code": code}, kind="number") for code in groups),
            ui.column(_("Mức độ")), ui.column(_("Công bố"), kind="date"),
        ],
        cells=lambda row: _cells(row, groups),
        chart=_chart(rows),
    )  # fmt: skip
    return ui.render(request, "maturity/public.html", page)


def _fits(row: Result, listing: ui.Listing) -> bool:
    level = listing.chosen("level")
    if level in Level.values and row.final_level != level:
        return False
    known = text.search_text(row.name)
    return all(word in known for word in text.search_words(listing.text))


def _cells(row: Result, groups: Sequence[str]) -> Sequence[object]:
    return (
        row.name, row.receiver_name or ui.formatters.NOTHING, *(points(row.final_groups.get(code)) for code in groups),
        level_badge(row.final_level), ui.formatters.day(clock.on(row.published_at)) if row.published_at else "",
    )  # fmt: skip


def _chart(rows: Sequence[Result]) -> ui.Chart | None:
    if not rows:
        return None
    numbers = [sum(row.final_level is level for row in rows) for level in Level]
    return ui.Chart(
        _("Số đơn vị theo mức độ"), [str(level.label) for level in Level], [ui.Series(_("Đơn vị"), numbers)],
        category_label=_("Mức độ"), decimals=0,
    )  # fmt: skip
