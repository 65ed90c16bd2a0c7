"""The list of people."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock, ui
from khuevan.kernel.access import Actor, Reach, requires
from khuevan.register.organisations import queries as organisations

from .. import choices, queries
from ..permissions import REGISTER_PERSON, VIEW_PEOPLE

FILTERS = ("kind", "sex", "born", "number")
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
    total_text: str
    may_register: bool


@requires(VIEW_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Keyset pages in Vietnamese order; while words are looked for, the best matches first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, filters=FILTERS, keep=("unit",))
    every = ("", _("Tất cả"))
    this_year = clock.today().year
    numbers = [
        ("missing", _("Chưa có số định danh")),
        ("doubtful", _("Số định danh cần kiểm tra")),
        ("present", _("Đã có số định danh")),
    ]
    sexes = [*((value, str(label)) for value, label in choices.Sex.choices), ("unknown", _("Chưa rõ"))]
    unit_id = _number(listing.kept.get("unit", ""), 2**31 - 1)
    names = organisations.names([unit_id]) if unit_id else {}
    mark = listing.mark
    found = queries.people(
        actor,
        queries.PeopleFilter(
            text=listing.text,
            kind=_one_of(listing.chosen("kind"), choices.AffiliationKind.values),
            sex=_one_of(listing.chosen("sex"), [value for value, label in sexes]),
            born_year=_number(listing.chosen("born"), 2100, 1900),
            number=_one_of(listing.chosen("number"), [value for value, label in numbers]),
            unit=organisations.descendants(unit_id)
            if unit_id in names
            else Reach.nothing()
            if unit_id
            else None,
        ),
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
        unit_name=names.get(unit_id or 0, ""),
        total_text=_total(found),
        may_register=bool(access.decide(actor, REGISTER_PERSON)),
    )
    return ui.render(request, "people/people.html", page)


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
