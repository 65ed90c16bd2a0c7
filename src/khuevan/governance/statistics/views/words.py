"""What several pages say in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..choices import State
from ..layouts import Cell, Section
from ..permissions import VIEW_REPORTS
from ..rules import Standing

TONES = {State.DRAFT: "info", State.SUBMITTED: "primary", State.RETURNED: "danger", State.ACCEPTED: "success"}
NUMBERS = 9
"""Digits of a unit's number in an address, at most."""


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Báo cáo thống kê"), reverse("statistics:forms")), *steps]


def state_badge(state: State | None) -> Markup:
    return ui.badge(str(state.label), TONES[state]) if state else ui.badge(_("Chưa lập"), "neutral")


def standing_badge(one: Standing) -> Markup:
    """Where the report is, and how many days late."""
    badge = state_badge(one.state)
    if not one.is_late:
        return badge
    late = _("Gửi muộn %(days)s ngày") if one.is_in else _("Quá hạn %(days)s ngày")
    return badge + Markup(" ") + ui.badge(late % {"days": one.days}, "warning" if one.is_in else "danger")


def year_asked(request: HttpRequest) -> str:
    """Raises Http404 for a year that there is not."""
    year = queries.year_of(request.GET.get("year", "")[:9], clock.today())
    if year is None:
        raise Http404
    return year


def year_choice() -> ui.Choice:
    """The running year first, under the empty word: it is what one gets without asking."""
    begun = queries.years(clock.today())
    offered = [("" if number == 0 else code, code) for number, code in enumerate(begun)]
    return ui.choice("year", _("Năm học"), offered)


def unit_asked(request: HttpRequest) -> tuple[int, str]:
    """(id, name) of the unit that the page is about: the one asked for, else the actor's own. Raises Http404 outside."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit = organisations.asked_or_home(actor, VIEW_REPORTS, request.GET.get("unit", ""), on=clock.today())
    return unit.pk, unit.name


def shown(number: float | None) -> str:
    if number is None:
        return ui.formatters.NOTHING
    return ui.formatters.number(number, 0 if float(number).is_integer() else 2)


def indicator_url(cell: Cell, unit_id: int, source: str = "") -> str:
    """The page of the cell's indicator about the unit, with the same held fast."""
    words: dict[str, str] = {"unit": str(unit_id), **cell.held}
    if source.startswith("snapshot:"):
        words["snapshot"] = source.partition(":")[2]
    return f"{reverse('indicators:value', args=[cell.indicator])}?{urlencode(words)}"


def address(name: str, year: str = "", unit_id: int | None = None, **path: str | int) -> str:
    """Of a page of the room, about a year and a unit."""
    words = {"year": year, "unit": "" if unit_id is None else str(unit_id)}
    asked = urlencode({key: word for key, word in words.items() if word})
    return reverse(f"statistics:{name}", kwargs=path) + (f"?{asked}" if asked else "")


def grid(section: Section, cells: Mapping[str, float]) -> list[tuple[str, str, int, list[str]]]:
    """(row's code, label, depth, keys of its cells by column, "" where it has none)."""
    return [
        (
            row.code, str(row.label), row.depth,
            [key if (key := section.key(row.code, column.code)) in cells else "" for column in section.columns],
        )
        for row in section.rows
    ]  # fmt: skip


def day(value: date) -> str:
    return ui.formatters.day(value)
