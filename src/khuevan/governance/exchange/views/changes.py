"""What changed in the units of the reader: the list, and one change down to the record and its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.kernel import access, audit, ui
from khuevan.kernel.access import Actor, Reach, requires
from khuevan.kernel.records import formats
from khuevan.kernel.records.keys import key_in
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..choices import Verb
from ..models import Change
from ..permissions import VIEW_CHANGES
from .words import verb_badge

FILTERS = ("kind", "verb", "since", "until")


@dataclass(frozen=True)
class ChangesPage:
    """`unit`: the name of the one unit that is shown; "" for all of the scope."""

    listing: ui.Listing
    slice: ui.Slice
    filters: Sequence[ui.Choice]
    cells: Callable[[queries.ChangeRow], Sequence[object]]
    unit: str
    one_unit: bool


@dataclass(frozen=True)
class ChangePage:
    row: queries.ChangeRow
    facts: Sequence[tuple[str, object]]
    versions: Sequence[queries.ChangeRow]
    history: Sequence[object]
    breadcrumbs: list[tuple[str, str]] = field(default_factory=list)


@requires(VIEW_CHANGES)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    listing = ui.Listing.of(request, sort="-seq", filters=FILTERS, keep=("unit",))
    wanted = asked(actor, listing)
    taken = ui.take_after(queries.changes(actor, wanted), listing, by=("seq",))
    unit = _only(actor, wanted)
    page = ChangesPage(
        listing=listing,
        slice=ui.Slice(**{**taken.__dict__, "rows": tuple(queries.rows_of(taken.rows))}),
        filters=_filters(),
        cells=lambda row: _cells(row, with_unit=not unit),
        unit=unit,
        one_unit=bool(unit),
    )
    return ui.render(request, "exchange/changes.html", page)


@requires(VIEW_CHANGES)
@require_safe
def change(request: HttpRequest, seq: int) -> HttpResponse:
    """The record, what the unit was told of it, and its history in the log."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    told = queries.change(actor, seq)
    row = _row(told)
    facts = (
        (_("Loại hồ sơ"), row.kind.label),
        (_("Hồ sơ"), ui.link(row.url, row.title) if row.url else row.title),
        (
            _("Đơn vị"),
            ui.link(reverse("organisations:unit", args=[row.unit_id]), row.unit or f"#{row.unit_id}"),
        ),
        (_("Mã trao đổi"), record_key(told)),
        (_("Thay đổi"), verb_badge(row.verb)),
        (_("Phiên bản"), row.version),
        (_("Lúc"), ui.formatters.day_and_time(row.at)),
        (_("Số thứ tự"), row.seq),
    )
    page = ChangePage(
        row=row,
        facts=facts,
        versions=queries.rows_of(queries.versions(told)),
        history=audit.history(actor, row.kind.table, row.record_id),
        breadcrumbs=[(_("Thay đổi dữ liệu"), reverse("exchange:changes")), (row.title, "")],
    )
    return ui.render(request, "exchange/change.html", page)


def record_key(told: Change) -> str:
    """The name of the record in the exchange (IdBanGhi): what kind, which one, at which unit."""
    return f"{told.kind}/{told.record_id}@{told.unit_id}"


def asked(actor: Actor, listing: ui.Listing) -> queries.ChangeFilter:
    """What the address asks for; unknown words ask nothing, a unit outside the scope is not there."""
    kind, verb = listing.chosen("kind"), listing.chosen("verb")
    return queries.ChangeFilter(
        kind=kind if kind in queries.kinds() else "",
        verb=verb if verb in Verb.values else "",
        since=_day(listing.chosen("since")),
        until=_day(listing.chosen("until")),
        units=unit_asked(actor, listing.kept.get("unit", "")),
    )


def unit_asked(actor: Actor, text: str) -> Reach | None:
    """The one unit that the address names. Raises Http404 outside the scope."""
    if not text:
        return None
    number = key_in(text)
    if number is None or number not in access.scope(actor, VIEW_CHANGES):
        raise Http404
    return Reach.of([number])


def _only(actor: Actor, wanted: queries.ChangeFilter) -> str:
    reach = wanted.units if wanted.units is not None else access.scope(actor, VIEW_CHANGES)
    if reach.is_everything or len(reach) != 1:
        return ""
    return next(iter(organisations.names(reach.ids()).values()), "")


def _row(told: Change) -> queries.ChangeRow:
    rows = queries.rows_of([told])
    if not rows:
        raise Http404
    return rows[0]


def _filters() -> list[ui.Choice]:
    every = [("", _("Tất cả"))]
    kinds = sorted((kind.label, code) for code, kind in queries.kinds().items())
    return [
        ui.choice("kind", _("Loại hồ sơ"), [*every, *((code, label) for label, code in kinds)]),
        ui.choice("verb", _("Thay đổi"), [*every, *Verb.choices]),
        ui.choice("since", _("Từ ngày"), type="date"),
        ui.choice("until", _("Đến ngày"), type="date"),
    ]


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text) if text[:4].isdigit() else formats.parse_date(text)
    except ValueError:
        return None
    return found if found is not None and 1900 <= found.year <= 9000 else None


def _cells(row: queries.ChangeRow, *, with_unit: bool) -> Sequence[object]:
    where = f"{reverse('exchange:changes')}?{urlencode({'unit': row.unit_id})}"
    return (
        ui.formatters.day_and_time(row.at),
        *((ui.link(where, row.unit or f"#{row.unit_id}"),) if with_unit else ()),
        row.kind.label,
        ui.link(reverse("exchange:change", args=[row.seq]), row.title),
        verb_badge(row.verb),
        row.version,
    )
