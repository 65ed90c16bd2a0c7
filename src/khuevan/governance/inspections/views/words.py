"""What several pages say in the same way."""

from __future__ import annotations

from collections.abc import Callable
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
from ..choices import MinutesState, PlanState, RemedyState, Result, VisitState, Way
from ..permissions import VIEW_INSPECTIONS
from ..rules import is_late

VISIT_TONES = {
    VisitState.PLANNED: "neutral", VisitState.OPEN: "info", VisitState.CONCLUDED: "warning",
    VisitState.SIGNED: "success", VisitState.CANCELLED: "neutral",
}  # fmt: skip
REMEDY_TONES = {
    RemedyState.OPEN: "warning", RemedyState.ANSWERED: "primary", RemedyState.RETURNED: "danger",
    RemedyState.ACCEPTED: "success",
}  # fmt: skip
RESULT_TONES = {
    Result.NONE: "neutral", Result.MET: "success", Result.PARTLY: "warning", Result.NOT_MET: "danger",
    Result.SKIPPED: "neutral",
}  # fmt: skip
PLAN_TONES = {PlanState.DRAFT: "neutral", PlanState.DRAWN: "warning", PlanState.APPROVED: "success"}
MINUTES_TONES = {
    MinutesState.DRAFT: "neutral",
    MinutesState.HALF: "warning",
    MinutesState.SIGNED: "success",
}
WAY_TONES = {
    Way.TURN: "info", Way.RISK: "danger", Way.LOT: "primary", Way.REPLACEMENT: "warning", Way.NAMED: "warning",
}  # fmt: skip
NUMBERS = 9
"""Digits of a number in an address or a form, at most."""


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Kiểm tra"), reverse("inspections:start")), *steps]


def visit_badge(state: str) -> Markup:
    one = VisitState(state)
    return ui.badge(str(one.label), VISIT_TONES[one])


def remedy_badge(state: str, due_on: date) -> Markup:
    one, today = RemedyState(state), clock.today()
    badge = ui.badge(str(one.label), REMEDY_TONES[one])
    if is_late(one, due_on, today):
        words = _("Quá hạn %(days)s ngày") % {"days": (today - due_on).days}
        badge += Markup(" ") + ui.badge(words, "danger")
    return badge


def result_badge(result: str) -> Markup:
    one = Result(result)
    return ui.badge(str(one.label), RESULT_TONES[one])


def way_badge(way: str) -> Markup:
    return ui.badge(str(Way(way).label), WAY_TONES[Way(way)]) if way else Markup("–")


def number_of(word: str) -> int:
    """0 for what is no number."""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= NUMBERS else 0


def unit_asked(request: HttpRequest) -> tuple[int, str]:
    """(id, name) of the unit that the page is about: the one asked for, else the actor's own. Raises Http404 outside."""
    unit = organisations.asked_or_home(
        actor_of(request), VIEW_INSPECTIONS, request.GET.get("unit", ""), on=clock.today()
    )
    return unit.pk, unit.name


def year_asked(request: HttpRequest) -> str:
    """Raises Http404 for a year that there is not."""
    year = queries.year_of(request.GET.get("year", "")[:9], clock.today())
    if year is None:
        raise Http404
    return year


def year_choice() -> ui.Choice:
    """The usual one first under the empty word."""
    begun = queries.years(clock.today())
    return ui.choice(
        "year", _("Năm học"), [("" if number == 0 else code, code) for number, code in enumerate(begun)]
    )


def address(name: str, *, asked: dict[str, str] | None = None, **path: str | int) -> str:
    words = urlencode({key: word for key, word in (asked or {}).items() if word})
    return reverse(f"inspections:{name}", kwargs=path) + (f"?{words}" if words else "")


def tabs(request: HttpRequest, current: str) -> list[tuple[str, str, bool]]:
    """The pages of a body, each keeping the unit and year that are looked at."""
    asked = {name: request.GET.get(name, "") for name in ("unit", "year")}
    pages: tuple[tuple[str, Callable[[], str]], ...] = (
        ("start", lambda: _("Theo dõi")),
        ("plan", lambda: _("Kế hoạch năm")),
        ("remedies", lambda: _("Khắc phục")),
        ("rules", lambda: _("Quy tắc, phiếu")),
    )
    return [
        (label(), address(name, asked=asked if name != "rules" else {}), name == current)
        for name, label in pages
    ]
