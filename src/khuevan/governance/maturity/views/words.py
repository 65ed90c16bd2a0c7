"""What several pages say in the same way."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations
from khuevan.school.curriculum.choices import Trust

from .. import queries
from ..choices import Level, State, Subject
from ..models import Edition
from ..permissions import VIEW_ASSESSMENTS

TONES = {
    State.DRAFT: "info", State.SUBMITTED: "primary", State.RETURNED: "danger", State.CHECKED: "primary",
    State.EXTERNAL: "warning", State.ASSESSED: "primary", State.RECOGNISED: "success", State.PUBLISHED: "success",
    State.STOPPED: "neutral",
}  # fmt: skip
LEVEL_TONES = {Level.NOT_MET: "danger", Level.BASIC: "info", Level.GOOD: "success"}
TRUST_TONES = {
    Trust.OFFICIAL: "success", Trust.SECONDARY: "info", Trust.PRACTICE: "warning", Trust.UNVERIFIED: "danger",
    Trust.LOCAL: "primary",
}  # fmt: skip
NUMBERS = 9
"""Digits of a unit's number in an address, at most."""


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Mức độ chuyển đổi số"), reverse("maturity:start")), *steps]


def state_badge(state: State | None, days_late: int = 0) -> Markup:
    badge = ui.badge(str(state.label), TONES[state]) if state else ui.badge(_("Chưa bắt đầu"), "neutral")
    if days_late:
        badge += Markup(" ") + ui.badge(_("Quá hạn %(days)s ngày") % {"days": days_late}, "danger")
    return badge


def level_badge(level: Level | None) -> Markup:
    return ui.badge(str(level.label), LEVEL_TONES[level]) if level else Markup("–")


def trust_badge(trust: Trust) -> Markup:
    return ui.badge(str(trust.label), TRUST_TONES[trust])


def points(value: Decimal | None) -> str:
    if value is None:
        return ui.formatters.NOTHING
    places = (
        0
        if value == value.to_integral_value()
        else 1
        if value * 10 == (value * 10).to_integral_value()
        else 2
    )
    return ui.formatters.number(float(value), places)


def share(value: float | None, unit: str) -> str:
    """A probe's figure with its unit."""
    if value is None:
        return ui.formatters.NOTHING
    number = ui.formatters.number(value, 1)
    return f"{number}%" if unit == "%" else f"{number} {unit}"


def read_points(word: str, field: str = "points") -> Decimal | None:
    """As people write them, 7,5 or 7.5; None where nothing was written. Raises Invalid."""
    word = word.strip().replace(",", ".")
    if not word:
        return None
    try:
        number = Decimal(word) if len(word) <= 12 and "_" not in word else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Invalid({field: _("Ghi một số, ví dụ 7,5.")})
    return number


def read_met(word: str) -> bool | None:
    return {"yes": True, "no": False}.get(word)


def year_asked(request: HttpRequest) -> str:
    """Raises Http404 for a year that there is not."""
    year = queries.year_of(request.GET.get("year", "")[:9], clock.today())
    if year is None:
        raise Http404
    return year


def edition_asked(request: HttpRequest) -> Edition:
    """The one that the address names, else that of schools of general education, else the first in force with lines to
    score. Raises Http404."""
    word = request.GET.get("edition", "")
    if word:
        return queries.edition(word)
    found = usable(request) or queries.editions(clock.today())
    if not found:
        raise Http404
    return next((one for one in found if one.subject == Subject.GENERAL), found[0])


def usable(request: HttpRequest) -> list[Edition]:
    """Indexes of the day with something to score, read once a request."""
    kept: list[Edition] | None = getattr(request, "usable_editions", None)
    if kept is None:
        kept = queries.usable_editions(clock.today())
        request.usable_editions = kept  # type: ignore[attr-defined]
    return kept


def choices(edition: bool = True) -> list[ui.Choice]:
    """Filters by year and index, the usual one first under the empty word."""
    begun = queries.years(clock.today())
    offered = [
        ui.choice(
            "year", _("Năm học"), [("" if number == 0 else code, code) for number, code in enumerate(begun)]
        )
    ]
    if edition:
        every = queries.usable_editions()
        if len(every) > 1:
            offered.append(
                ui.choice(
                    "edition",
                    _("Bộ chỉ số"),
                    [("", _("Đang dùng")), *((one.code, one.name) for one in every)],
                )
            )
    return offered


def unit_asked(request: HttpRequest) -> tuple[int, str]:
    """(id, name) of the unit that the page is about: the one asked for, else the actor's own. Raises Http404 outside."""
    unit = organisations.asked_or_home(
        actor_of(request), VIEW_ASSESSMENTS, request.GET.get("unit", ""), on=clock.today()
    )
    return unit.pk, unit.name


def address(name: str, *, asked: dict[str, str] | None = None, **path: str | int) -> str:
    """Of a page of the room."""
    words = urlencode({key: word for key, word in (asked or {}).items() if word})
    return reverse(f"maturity:{name}", kwargs=path) + (f"?{words}" if words else "")
