"""The list of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from markupsafe import Markup

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, Reach, requires
from khuevan.kernel.records import Computed, Text, export
from khuevan.kernel.records.fields import Field
from khuevan.kernel.records.unchanged import unchanged
from khuevan.register.organisations import queries as organisations

from .. import choices, queries
from ..models import Affiliation, Person
from ..permissions import REGISTER_PERSON, VIEW_PEOPLE

FILTERS = ("kind", "sex", "born", "number")
NUMBERS = ["missing", "doubtful", "present"]
OLDEST = 100


@dataclass(frozen=True)
class PeopleListPage:
    slice: ui.Slice
    listing: ui.Listing
    kinds: list[tuple[str, str]]
    years: list[tuple[str, str]]
    sexes: list[tuple[str, str]]
    numbers: list[tuple[str, str]]
    unit_name: str
    export_url: str
    total_text: str
    may_register: bool
    cells: Callable[[queries.PersonRow], Sequence[object]]


@unchanged(Person, Affiliation, "organisations_orgunit")
@requires(VIEW_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Keyset pages in Vietnamese order; while words are looked for, the best matches first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = _listing(request)
    every = ("", _("Tất cả"))
    this_year = clock.today().year
    numbers = [
        ("missing", _("Chưa có số định danh")),
        ("doubtful", _("Số định danh cần kiểm tra")),
        ("present", _("Đã có số định danh")),
    ]
    sexes = [*((value, str(label)) for value, label in choices.Sex.choices), ("unknown", _("Chưa rõ"))]
    unit_id = _unit(listing)
    mark = listing.mark
    found = queries.people(
        actor,
        _asked(listing),
        after=mark.removeprefix("a~") if mark.startswith("a~") else "",
        before=mark.removeprefix("b~") if mark.startswith("b~") else "",
    )
    page = PeopleListPage(
        slice=ui.Slice(
            rows=found.rows,
            total=None,
            has_previous=bool(found.before),
            has_next=bool(found.after),
            previous_mark=f"b~{found.before}",
            next_mark=f"a~{found.after}",
        ),
        listing=listing,
        kinds=[every, *((value, str(label)) for value, label in choices.AffiliationKind.choices)],
        years=[every, *((str(year), str(year)) for year in range(this_year, this_year - OLDEST, -1))],
        sexes=[every, *sexes],
        numbers=[every, *numbers],
        unit_name=_unit_name(unit_id),
        export_url=listing.same(reverse("people:export")),
        total_text=_total(found),
        may_register=bool(access.decide(actor, REGISTER_PERSON)),
        cells=cells_of_person,
    )
    return ui.render(request, "people/people.html", page)


def cells_of_person(row: queries.PersonRow) -> Sequence[object]:
    """What the list shows of one person, column by column; of the number only its end."""
    name = ui.link(ui.url("people:person", row.id), row.full_name)
    if row.is_dead:
        name += Markup(" ") + ui.badge(_("Đã mất"))
    if not row.has_number:
        number = ui.badge(_("Chưa có"))
    else:
        number = ui.masked(f"•••••••••{row.number_tail}")
        if row.number_is_doubtful:
            number += Markup(" ") + ui.badge(_("Cần kiểm tra"), "warning", icon="alert-triangle")
    nothing = ui.formatters.NOTHING
    return name, row.born or nothing, row.sex or nothing, number, ", ".join(row.places) or nothing


@requires(VIEW_PEOPLE)
@require_GET
def people_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook: its columns, the same masks, the same scope, without its pages."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = _listing(request)
    try:
        return export.answer(
            actor,
            columns(),
            queries.every_person(actor, _asked(listing)),
            "xlsx",
            title=_("Danh sách người"),
            action="people.person:export",
            at=clock.now(),
            asked=request.GET.urlencode(),
        )
    except export.TooMany as many:
        messages.error(request, str(many))
        return redirect(listing.same(reverse("people:people")))


def columns() -> tuple[Field, ...]:
    """What the workbook has of each row; the number stays masked, because the row holds nothing else of it."""
    return (
        Text("full_name", _("Họ và tên")),
        Text("born", _("Ngày sinh"), max_length=48),
        Text("sex", _("Giới tính"), max_length=48),
        Computed("number", _("Số định danh"), _masked_number),
        Text("sector_id", _("Mã định danh ngành"), max_length=80),
        Computed("places", _("Đơn vị"), lambda row: ", ".join(row.places)),
        Computed("is_dead", _("Ghi chú"), lambda row: _("Đã mất") if row.is_dead else ""),
    )


def _masked_number(row: queries.PersonRow) -> str:
    return f"•••••••••{row.number_tail}" if row.has_number else ""


def _listing(request: HttpRequest) -> ui.Listing:
    return ui.Listing.of(request, filters=FILTERS, keep=("unit",))


def _unit(listing: ui.Listing) -> int | None:
    return _number(listing.kept.get("unit", ""), 2**31 - 1)


def _unit_name(unit_id: int | None) -> str:
    return organisations.names([unit_id]).get(unit_id, "") if unit_id else ""


def _asked(listing: ui.Listing) -> queries.PeopleFilter:
    """What the address asks of the list; unknown words ask nothing, an unknown unit finds nobody."""
    unit_id = _unit(listing)
    unit: Reach | None = None
    if unit_id:
        unit = organisations.descendants(unit_id) if _unit_name(unit_id) else Reach.nothing()
    return queries.PeopleFilter(
        text=listing.text,
        kind=_one_of(listing.chosen("kind"), choices.AffiliationKind.values),
        sex=_one_of(listing.chosen("sex"), [*choices.Sex.values, "unknown"]),
        born_year=_number(listing.chosen("born"), 2100, 1900),
        number=_one_of(listing.chosen("number"), NUMBERS),
        unit=unit,
    )


def _total(found: queries.PeoplePage) -> str:
    number = f"{found.total:,}".replace(",", ".")
    return (
        _("Hơn %(number)s người") % {"number": number}
        if found.is_capped
        else _("%(number)s người") % {"number": number}
    )


def _one_of(text: str, values: list[str]) -> str:
    return text if text in values else ""


def _number(text: str, most: int, least: int = 1) -> int | None:
    if not (text.isascii() and text.isdecimal()) or len(text) > 10:
        return None
    return int(text) if least <= int(text) <= most else None
