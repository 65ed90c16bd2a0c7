"""Schools: the list, the map, the profile of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from khuevan.governance.maturity.queries import Result
from khuevan.governance.reports.queries import Published
from khuevan.kernel import clock, ui
from khuevan.kernel.access import public
from khuevan.kernel.ui import formatters
from khuevan.register.organisations.choices import EducationLevel, MapPrecision, Ownership, UnitKind

from .. import queries
from ..rules import school_facts

OPEN = "Names, places and official contacts of schools are public; of people nothing is shown."
FILTERS = ("level", "kind", "ownership", "commune")
WITHHELD = "×"


@dataclass(frozen=True)
class SchoolsPage:
    listing: ui.Listing
    map_url: str
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    cells: Callable[[Any], Sequence[object]]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class MapPage:
    map: ui.Map
    known: int
    total: int
    listing: ui.Listing
    list_url: str
    filters: Sequence[ui.Choice]
    breadcrumbs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class SchoolPage:
    """figures: label, value, unit, address, day. facts: for search engines, about the school alone."""

    unit: Any
    about: Sequence[tuple[str, str | Markup]]
    contacts: Sequence[tuple[str, str | Markup]]
    points: Sequence[tuple[str, str, str]]
    map: ui.Map | None
    figures: Sequence[tuple[str, str, str, str, str]]
    has_withheld: bool
    levels: Sequence[Result]
    points_of: Callable[[Result], str]
    plans: Sequence[Any]
    reports: Sequence[Published]
    closed: str
    facts: dict[str, Any]
    breadcrumbs: Sequence[tuple[str, str]]


@public(OPEN)
@require_safe
@ui.for_everybody
def schools(request: HttpRequest) -> HttpResponse:
    today, listing = clock.today(), ui.Listing.of(request, filters=FILTERS)
    page = SchoolsPage(
        listing=listing,
        map_url=listing.same(reverse("portal:map")),
        slice=queries.schools(_asked(listing), listing, on=today),
        filters=_filters(),
        cells=_cells(),
        breadcrumbs=[_start(), (_("Trường học"), "")],
    )
    return ui.render(request, "portal/schools.html", page)


@public(OPEN)
@require_safe
@ui.for_everybody
def schools_map(request: HttpRequest) -> HttpResponse:
    listing = ui.Listing.of(request, filters=FILTERS)
    points, codes, total = queries.map_points(_asked(listing), on=clock.today())
    about = _("vị trí gần đúng")
    shown = ui.Map(
        _("Trường và trung tâm"),
        [
            ui.Point(
                one.latitude, one.longitude, one.name, reverse("portal:school", args=[codes[one.id]]),
                str(one.kind.label) if one.exact else f"{one.kind.label}, {about}",
                str(one.level.label) if one.level else "",
            )
            for one in points
        ],
    )  # fmt: skip
    page = MapPage(
        shown, len(points), total, listing, listing.same(reverse("portal:schools")), _filters(),
        [_start(), (_("Trường học"), reverse("portal:schools")), (_("Bản đồ"), "")],
    )  # fmt: skip
    return ui.render(request, "portal/map.html", page)


@public(OPEN)
@require_safe
@ui.for_everybody
def school(request: HttpRequest, code: str) -> HttpResponse:
    today = clock.today()
    found = queries.profile(code, on=today)
    unit = found.unit
    page = SchoolPage(
        unit=unit,
        about=_about(unit),
        contacts=_contacts(unit),
        points=[(one.name, _("điểm chính") if one.is_main else "", one.address) for one in found.points],
        map=_map(found),
        figures=[_figure(one, unit.pk) for one in found.figures],
        has_withheld=any(one.value is None for one in found.figures),
        levels=found.levels,
        points_of=_points_of,
        plans=found.plans,
        reports=found.reports,
        closed=formatters.day(unit.closed_on) if unit.closed_on and unit.closed_on <= today else "",
        facts=school_facts(_structured(request, unit)),
        breadcrumbs=[_start(), (_("Trường học"), reverse("portal:schools")), (unit.name, "")],
    )
    return ui.render(request, "portal/school.html", page)


def _start() -> tuple[str, str]:
    return _("Cổng công khai"), reverse("portal:home")


def _asked(listing: ui.Listing) -> queries.SchoolFilter:
    """Unknown words ask nothing."""
    commune = listing.chosen("commune")

    def known(name: str, values: Sequence[str]) -> str:
        return listing.chosen(name) if listing.chosen(name) in values else ""

    return queries.SchoolFilter(
        text=listing.text,
        kind=known("kind", UnitKind.values),
        level=known("level", EducationLevel.values),
        ownership=known("ownership", Ownership.values),
        commune_id=int(commune) if commune.isdecimal() and len(commune) < 10 else None,
    )


def _filters() -> list[ui.Choice]:
    every, today = [("", _("Tất cả"))], clock.today()
    kinds = [(kind.value, str(kind.label)) for kind in queries.kinds(on=today)]
    offered = [
        ui.choice("level", _("Cấp học"), [*every, *EducationLevel.choices]),
        ui.choice("kind", _("Loại trường"), [*every, *kinds]),
        ui.choice("ownership", _("Loại hình"), [*every, *Ownership.choices]),
    ]
    communes = [(str(pk), name) for pk, name in queries.communes(on=today)]
    if communes:
        offered.append(ui.choice("commune", _("Xã, phường"), [*every, *communes]))
    return offered


def _cells() -> Callable[[Any], Sequence[object]]:
    kinds, ownerships, nothing = ui.labels(UnitKind), ui.labels(Ownership), formatters.NOTHING
    return lambda row: (
        ui.link(reverse("portal:school", args=[row.code]), row.name), row.code, kinds[row.kind],
        ownerships[row.ownership], ", ".join(part for part in (row.address, row.commune) if part) or nothing,
    )  # fmt: skip


def _about(unit: Any) -> list[tuple[str, str | Markup]]:
    said: list[tuple[str, str | Markup]] = [
        (_("Mã đơn vị"), unit.code),
        (_("Loại trường"), unit.get_kind_display()),
        (_("Cấp học"), ", ".join(str(EducationLevel(level).label) for level in unit.levels)),
        (_("Loại hình"), unit.get_ownership_display()),
        (_("Địa chỉ"), unit.address),
        (_("Xã, phường, đặc khu"), unit.commune.name if unit.commune else ""),
        (_("Tỉnh, thành phố"), unit.province.full_name if unit.province else ""),
        (_("Cơ quan quản lý"), unit.managing_parent.name if unit.managing_parent else ""),
        (_("Ngày thành lập"), formatters.day(unit.opened_on)),
        (_("Vị trí (vĩ độ, kinh độ)"), _place(unit)),
    ]
    return [(label, value) for label, value in said if value]


def _place(unit: Any) -> str | Markup:
    """As a link that a phone opens in its own map."""
    if unit.latitude is None or unit.longitude is None:
        return ""
    digits = 5 if unit.map_precision == MapPrecision.EXACT else 2
    north, east = (formatters.number(number, digits) for number in (unit.latitude, unit.longitude))
    told = ui.link(f"geo:{unit.latitude:.{digits}f},{unit.longitude:.{digits}f}", f"{north}; {east}")
    return told if digits == 5 else told + f" ({_('vị trí gần đúng')})"


def _contacts(unit: Any) -> list[tuple[str, str | Markup]]:
    """As links where a phone or a browser can follow them."""
    said: list[tuple[str, str | Markup]] = []
    if unit.phone:
        digits = "".join(letter for letter in unit.phone if letter.isdigit() or letter == "+")
        said.append((_("Điện thoại"), ui.link(f"tel:{digits}", unit.phone)))
    if unit.email:
        said.append((_("Thư điện tử"), ui.link(f"mailto:{unit.email}", unit.email)))
    if unit.website:
        address = unit.website if "://" in unit.website else f"https://{unit.website}"
        is_web = address.startswith(("https://", "http://"))
        said.append((_("Trang thông tin"), ui.link(address, unit.website) if is_web else unit.website))
    return said


def _map(found: queries.Profile) -> ui.Map | None:
    unit = found.unit
    about = "" if unit.map_precision == MapPrecision.EXACT else _("vị trí gần đúng")
    places = [(unit.latitude, unit.longitude, unit.name, about, _("Trường"))]
    places += [
        (one.latitude, one.longitude, one.name, one.address, _("Điểm trường"))
        for one in found.points
        if not one.is_main
    ]
    points = [
        ui.Point(north, east, name, "", detail, group) for north, east, name, detail, group in places
        if north is not None and east is not None
    ]  # fmt: skip
    return ui.Map(unit.name, points) if len(points) > 1 else None


def _figure(one: queries.Figure, unit_id: int) -> tuple[str, str, str, str, str]:
    path = reverse("indicators:public", args=[one.indicator.code])
    value = WITHHELD if one.value is None else formatters.number(one.value, one.indicator.decimals)
    return (
        str(one.indicator.label), value, str(one.indicator.unit), f"{path}?{urlencode({'unit': unit_id})}",
        formatters.day(one.as_of),
    )  # fmt: skip


def _points_of(row: Result) -> str:
    """What each group of the index came to."""
    return "; ".join(
        _("nhóm %(code)s: %(points)s điểm") % {"code": code, "points": formatters.number(float(points), 1)}
        for code, points in sorted(row.final_groups.items())
    )


def _structured(request: HttpRequest, unit: Any) -> dict[str, Any]:
    from django.conf import settings

    return {
        "name": unit.name, "code": unit.code, "kind": unit.kind, "levels": list(unit.levels),
        "address": unit.address, "commune": unit.commune.name if unit.commune else "",
        "province": unit.province.full_name if unit.province else "", "phone": unit.phone, "email": unit.email,
        "latitude": unit.latitude, "longitude": unit.longitude, "url": f"{settings.PUBLIC_ADDRESS}{request.path}",
    }  # fmt: skip
