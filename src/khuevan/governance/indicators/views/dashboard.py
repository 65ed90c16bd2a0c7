"""A unit's dashboard: tiles with the months that were kept, and the units below, down to the school."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import clock, text, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.measures import Indicator

from .. import queries
from ..permissions import VIEW_VALUES
from ..queries.dashboard import Below, Tile
from ..rules.dashboard import MOST_TILES, ORDERS, Seen, ordered
from ..store.months import FROZEN, RECORDS, KeptMonth, Month
from ..store.series import Damaged
from .exploring import Field
from .words import address, bare, line_of, shown, start, unit_of

LONGEST = 2_000


@dataclass(frozen=True)
class Shown:
    """A tile in words. url: of the value with its formula and records, now."""

    label: str
    url: str
    value: str
    changes: Sequence[tuple[str, str]]
    chart: ui.Chart
    note: str


@dataclass(frozen=True)
class DashboardPage:
    place: queries.Place
    latest: str
    tiles: Sequence[Shown]
    fields: Sequence[Field]
    hidden: Sequence[tuple[str, str]]
    ranked: str
    listing: ui.Listing
    slice: ui.Slice
    columns: Sequence[ui.Column]
    cells: Callable[[Below], Sequence[object]]
    is_partial: bool
    damaged: str
    profile: str
    explorer: str
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_VALUES)
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = queries.place_of(actor, unit_of(request), line_of(request), on=clock.today())
    if place is None:
        raise Http404
    codes = _codes(request)
    found, damaged = None, ""
    try:
        found = queries.dashboard(actor, place, codes, request.GET.get("by", ""), on=clock.today())
    except Damaged as failure:
        damaged = str(failure)
    listing = ui.Listing.of(request, sorts=ORDERS, sort="name")
    kept = {"unit": str(place.id), "line": place.line.value, "ind": ",".join(codes)}
    if found is not None and found.ranked is not None:
        kept["by"] = found.ranked.code
    listing = replace(listing, kept={name: word for name, word in kept.items() if word})
    rows, to = _rows(found, listing) if found else [], _to(listing)
    page = DashboardPage(
        place=place,
        latest=_source(found.latest) if found else "",
        tiles=[_shown(one, found.months, place) for one in found.tiles] if found else (),
        fields=_fields(found) if found and found.tiles else (),
        hidden=[(name, word) for name, word in kept.items() if name in ("unit", "line")],
        ranked=str(found.ranked.label) if found and found.ranked else "",
        listing=listing,
        slice=ui.take_of(rows, listing),
        columns=_columns(found.ranked) if found and found.ranked else (),
        cells=lambda row: _cells(row, found.ranked, to) if found and found.ranked else (),
        is_partial=bool(found and found.is_partial),
        damaged=damaged,
        profile=reverse("indicators:profile", args=[place.id]),
        explorer=address("explorer", None, place),
        breadcrumbs=[start(place), *((one.name, to(one.id)) for one in place.above), (place.name, "")],
    )  # fmt: skip
    return ui.render(request, "indicators/dashboard.html", page)


def _codes(request: HttpRequest) -> list[str]:
    words = ",".join(request.GET.getlist("ind"))[:LONGEST].replace("\x00", "").split(",")
    return [one for one in dict.fromkeys(words) if one][:MOST_TILES]


def _to(listing: ui.Listing) -> Callable[[int], str]:
    """The dashboard of another unit, with the same tiles in the same order."""
    rest = urlencode({**listing.kept, "unit": "", "sort": listing.sort})
    before, after = rest.split("unit=", 1)
    return lambda unit: f"{listing.path}?{before}unit={unit}{after}"


def _source(month: KeptMonth) -> str:
    words = {
        FROZEN: _("tháng %(month)s, kỳ đã chốt, tính đến ngày %(day)s"),
        RECORDS: _("tháng %(month)s, đọc lại từ hồ sơ theo ngày %(day)s"),
    }
    said = words.get(month.source, _("tháng %(month)s, chưa chốt, tính đến ngày %(day)s"))
    return said % {"month": _named(month.month), "day": ui.formatters.day(month.as_of)}


def _named(month: Month) -> str:
    return f"{month % 100:02d}/{month // 100}"


def _shown(tile: Tile, months: Sequence[Month], place: queries.Place) -> Shown:
    indicator, seen = tile.indicator, tile.seen
    versions = sorted({one for one in tile.versions if one is not None})
    return Shown(
        label=str(indicator.label),
        url=address("value", indicator, place),
        value=shown(indicator, seen.now),
        changes=[
            (_("so với tháng trước"), changed(indicator, seen.by_month)),
            (_("so với cùng kỳ năm trước"), changed(indicator, seen.by_year)),
        ],
        chart=ui.Chart(
            str(indicator.label), [_named(one) for one in months],
            [ui.Series(str(indicator.unit), [one.value if one else None for one in tile.figures])], kind="line",
            unit=str(indicator.unit), category_label=_("Tháng"), decimals=indicator.decimals,
        ),
        note=_("Công thức đã đổi trong các tháng này.") if len(versions) > 1 else "",
    )  # fmt: skip


def changed(indicator: Indicator, by: float | None) -> str:
    """With its sign; of percentages in points."""
    if by is None:
        return ui.formatters.NOTHING
    number = ui.formatters.number(abs(by), indicator.decimals)
    if not any(digit in number for digit in "123456789"):
        return _("không đổi")
    said = f"{'+' if by > 0 else '−'}{number}"
    return _("%(number)s điểm %%") % {"number": said} if indicator.unit == "%" else said


def _fields(found: queries.Dashboard) -> list[Field]:
    groups: dict[str, list[tuple[str, str]]] = {}
    every = queries.indicators(on=clock.today()).values()
    for one in sorted(every, key=lambda one: (one.group.order, one.group.code)):
        groups.setdefault(str(one.group.label), []).append((one.code, str(one.label)))
    codes = [one.indicator.code for one in found.tiles]
    return [
        Field("ind", _("Chỉ tiêu trên bảng (nhiều nhất %(most)s)") % {"most": MOST_TILES}, codes,
              list(groups.items()), "multiple"),
        Field("by", _("Chỉ tiêu của các đơn vị bên dưới"), found.ranked.code if found.ranked else "",
              [(one.indicator.code, str(one.indicator.label)) for one in found.tiles]),
    ]  # fmt: skip


def _rows(found: queries.Dashboard, listing: ui.Listing) -> Sequence[Below]:
    words = text.search_words(listing.text)
    rows = [one for one in found.below if all(word in text.search_text(one.node.name) for word in words)]

    def seen(row: Below) -> Seen:
        return row.seen

    return ordered(rows, seen, listing.sort_key, descending=listing.descending)


def _columns(indicator: Indicator) -> list[ui.Column]:
    unit = f" ({indicator.unit})" if indicator.unit else ""
    return [
        ui.column(_("Đơn vị"), sort="name"),
        ui.column(f"{_('Giá trị')}{unit}", sort="value", kind="number"),
        ui.column(_("So với tháng trước"), sort="month", kind="number"),
        ui.column(_("So với cùng kỳ năm trước"), sort="year", kind="number"),
    ]


def _cells(row: Below, indicator: Indicator, to: Callable[[int], str]) -> Sequence[object]:
    return (
        ui.link(to(row.node.id), row.node.name),
        bare(indicator, row.seen.now) if row.seen.now else ui.formatters.NOTHING,
        changed(indicator, row.seen.by_month),
        changed(indicator, row.seen.by_year),
    )
