"""The records behind a figure. Every look is logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel import audit, clock, ui
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.facts import Facts
from khuevan.kernel.measures import Indicator, Rows, rows_of
from khuevan.kernel.measures.wording import part_words
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..permissions import VIEW_RECORDS
from .value import found, state_asked
from .words import address, start

SIZE = 50
DEEPEST = 10_000


@dataclass(frozen=True)
class RecordsPage:
    """words: what the rows were taken for; held: what the question holds fast."""

    indicator: Indicator
    place: queries.Place
    words: str
    held: Sequence[tuple[str, str]]
    listing: ui.Listing
    slice: ui.Slice
    columns: Sequence[ui.Column]
    cells: Callable[[Mapping[str, Any]], Sequence[object]]
    breadcrumbs: Sequence[tuple[str, str]]


@requires(VIEW_RECORDS)
@require_GET
def records(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    state = state_asked(request)
    indicator, place, asked = found(request, code, state)
    listing = ui.Listing.of(request, filters=tuple(asked.words), keep=("unit", "line", "part", "snapshot"))
    first = min((listing.number - 1) * SIZE, DEEPEST - SIZE)
    rows = queries.behind(
        actor, indicator, place, asked, request.GET.get("part", ""), on=clock.today(), first=first, most=SIZE,
        state=state,
    )  # fmt: skip
    how = rows_of(rows.part.facts) if rows else None
    if rows is None or how is None:
        raise Http404
    audit.look(actor, VIEW_RECORDS.code, at=clock.now(), unit_id=place.id)
    names = organisations.names({row["unit_id"] for row in rows.rows}) if place.below else {}
    page = RecordsPage(
        indicator=indicator,
        place=place,
        words=part_words(rows.part),
        held=[(str(split.label), str((split.words or {}).get(value, value))) for split, value in asked.chosen],
        listing=listing,
        slice=ui.counted(rows.rows, first // SIZE + 1, rows.number, SIZE, DEEPEST),
        columns=_columns(how, rows.part.facts, with_unit=bool(place.below)),
        cells=lambda row: _cells(how, row, names),
        breadcrumbs=[
            start(place),
            (str(indicator.label), address("value", indicator, place, **asked.words)),
            (_("Hồ sơ"), ""),
        ],
    )  # fmt: skip
    return ui.render(request, "indicators/records.html", page)


def _columns(how: Rows, facts: Facts, *, with_unit: bool) -> list[ui.Column]:
    shown = [
        ui.column(_capital(str(facts.by_name[name].label))) for name in how.shown if name in facts.by_name
    ]
    return [ui.column(_("Hồ sơ")), *([ui.column(_("Đơn vị"))] if with_unit else []), *shown]


def _cells(how: Rows, row: Mapping[str, Any], names: Mapping[int, str]) -> list[object]:
    unit = [names.get(row["unit_id"], ui.formatters.NOTHING)] if names else []
    return [opened(how, row), *unit, *(said(how, name, row[name]) for name in how.shown if name in row)]


def opened(how: Rows, row: Mapping[str, Any]) -> object:
    """The record's title, as a link unless a row of then lacks what its address is made of."""
    title = row["title"] or "…"
    try:
        return ui.link(how.open(row), title)
    except KeyError:
        return title


def said(how: Rows, column: str, value: Any) -> str:
    """A value of a column as pages say it."""
    named = (how.words or {}).get(column, {})
    if value in named:
        return str(named[value])
    if value is None or value == "":
        return ui.formatters.NOTHING
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
