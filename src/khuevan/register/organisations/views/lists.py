"""The list of schools and the map of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Choice, Code, Date, Reference, Text, export
from khuevan.kernel.records.fields import Field
from khuevan.kernel.records.unchanged import unchanged

from .. import queries
from ..choices import EducationLevel, Ownership, UnitKind
from ..models import OrgUnit
from ..permissions import VIEW_UNITS
from ..rules.kinds import INSTITUTIONS
from .unit import map_of

FILTERS = ("kind", "level", "ownership", "commune", "condition")
MOST_COMMUNES = 300
"""A province has at most 168 communes; the ministry searches by name instead of choosing among 3,321."""
SORTS = {"name": ("sort_key", "id"), "code": ("code", "id"), "opened": ("opened_on", "id")}


@dataclass(frozen=True)
class SchoolsPage:
    """A page of the list."""

    listing: ui.Listing
    export_url: str
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    cells: Callable[[Any], Sequence[object]]


@dataclass(frozen=True)
class MapPage:
    """Every school of the scope whose place is known."""

    map: ui.Map
    known: int
    total: int
    listing: ui.Listing
    filters: Sequence[ui.Choice]


def asked(listing: ui.Listing) -> queries.SchoolFilter:
    """What the address asks of the list; unknown words ask nothing."""
    commune = listing.chosen("commune")
    condition = listing.chosen("condition")
    return queries.SchoolFilter(
        text=listing.text,
        kind=_known(listing.chosen("kind"), UnitKind.values),
        level=_known(listing.chosen("level"), EducationLevel.values),
        ownership=_known(listing.chosen("ownership"), Ownership.values),
        commune_id=int(commune) if commune.isdecimal() and len(commune) < 10 else None,
        condition=condition if condition in ("closed", "all") else "open",
    )


def _known(value: str, values: Sequence[str]) -> str:
    return value if value in values else ""


def filters(actor: Actor) -> list[ui.Choice]:
    """The filters above the list and the map; they follow from the actor, the tree, the day and the language."""
    key = ("organisations.schools.filters", get_language())
    if key not in actor.memo:
        actor.memo[key] = _filters(actor)
    return list(actor.memo[key])


def _filters(actor: Actor) -> list[ui.Choice]:
    every = [("", _("Tất cả"))]
    kinds = [(kind.value, kind.label) for kind in UnitKind if kind in INSTITUTIONS]
    conditions = [("", _("Đang hoạt động")), ("closed", _("Đã ngừng hoạt động")), ("all", _("Tất cả"))]
    offered = [
        ui.choice("level", _("Cấp học"), [*every, *EducationLevel.choices]),
        ui.choice("kind", _("Loại trường"), [*every, *kinds]),
        ui.choice("ownership", _("Loại hình"), [*every, *Ownership.choices]),
        ui.choice("condition", _("Tình trạng"), conditions),
    ]
    communes = [(str(pk), name) for pk, name in queries.communes(actor, on=clock.today())]
    if len(communes) <= MOST_COMMUNES:
        offered.insert(3, ui.choice("commune", _("Xã, phường"), [*every, *communes]))
    return offered


@unchanged(OrgUnit)
@requires(VIEW_UNITS)
def schools(request: HttpRequest) -> HttpResponse:
    """Schools and centres of the scope."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sorts=SORTS, sort="name", filters=FILTERS)
    found = queries.listed_schools(actor, asked(listing), on=clock.today())
    page = SchoolsPage(
        listing=listing,
        export_url=listing.same(reverse("organisations:schools_export")),
        slice=ui.take_after(found, listing, by=SORTS[listing.sort_key]),
        filters=filters(actor),
        cells=cells_of_school(),
    )
    return ui.render(request, "organisations/schools.html", page)


def cells_of_school() -> Callable[[Any], Sequence[object]]:
    """What the list shows of a school, column by column, in the reader's language."""
    kinds, ownerships, nothing = ui.labels(UnitKind), ui.labels(Ownership), ui.formatters.NOTHING

    def cells(school: Any) -> Sequence[object]:
        name = ui.link(ui.url("organisations:unit", school.id), school.name)
        if school.closed_on:
            closed = _("Ngừng từ %(day)s") % {"day": ui.formatters.day(school.closed_on)}
            name += Markup(" ") + ui.badge(closed)
        return (
            name,
            school.code,
            kinds[school.kind],
            ownerships[school.ownership],
            school.commune__name or nothing,
            school.managing_parent__short_name or school.managing_parent__name or nothing,
            ui.formatters.day(school.opened_on),
        )

    return cells


@requires(VIEW_UNITS)
@require_GET
def schools_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook, without its pages."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sorts=SORTS, sort="name", filters=FILTERS)
    found = queries.schools(actor, asked(listing), on=clock.today())
    try:
        return export.answer(
            actor,
            columns(),
            found.order_by(*listing.order(SORTS)).iterator(chunk_size=2000),
            "xlsx",
            title=_("Danh sách trường"),
            action="organisations.unit:export",
            at=clock.now(),
            asked=request.GET.urlencode(),
        )
    except export.TooMany as many:
        messages.error(request, str(many))
        return redirect(listing.same(reverse("organisations:schools")))


def columns() -> tuple[Field, ...]:
    """The columns of the list, and what a workbook has room for besides."""
    return (
        Text("name", _("Tên")),
        Code("code", _("Mã")),
        Choice("kind", _("Loại"), choices=UnitKind.choices),
        Choice("ownership", _("Loại hình"), choices=Ownership.choices),
        Reference("commune", _("Xã, phường")),
        Reference("managing_parent", _("Cơ quan quản lý")),
        Date("opened_on", _("Thành lập")),
        Date("closed_on", _("Ngừng hoạt động từ")),
    )


@requires(VIEW_UNITS)
def schools_map(request: HttpRequest) -> HttpResponse:
    """All points of the scope, coloured by kind."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    listing = ui.Listing.of(request, filters=FILTERS)
    wanted = asked(listing)
    points = queries.map_points(actor, wanted, on=today)
    page = MapPage(
        map=map_of(points, _("Trường và trung tâm")),
        known=len(points),
        total=queries.schools(actor, wanted, on=today).count(),
        listing=listing,
        filters=filters(actor),
    )
    return ui.render(request, "organisations/map.html", page)
