"""What several pages say in the same way."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor
from khuevan.register.organisations import queries as organisations

from ..choices import State
from ..permissions import VIEW_REPORTS

TONES = {
    State.OWED: "neutral",
    State.DRAFT: "info",
    State.READY: "warning",
    State.SUBMITTED: "primary",
    State.RETURNED: "danger",
    State.ACCEPTED: "success",
}
NUMBERS = 9
"""Digits of a unit's number in an address, at most."""


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Báo cáo"), reverse("reports:reports")), *steps]


def state_badge(state: State, days_late: int = 0) -> Markup:
    badge = ui.badge(str(state.label), TONES[state])
    if not days_late:
        return badge
    is_in = state in (State.SUBMITTED, State.ACCEPTED)
    late = _("Gửi muộn %(days)s ngày") if is_in else _("Quá hạn %(days)s ngày")
    return badge + Markup(" ") + ui.badge(late % {"days": days_late}, "warning" if is_in else "danger")


def unit_asked(request: HttpRequest) -> tuple[int, str]:
    """(id, name) of the unit that the page is about: the one asked for, else the actor's own. Raises Http404 outside."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit = organisations.asked_or_home(actor, VIEW_REPORTS, request.GET.get("unit", ""), on=clock.today())
    return unit.pk, unit.name


def number_of(word: str) -> int:
    """0 for what is no number."""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= NUMBERS else 0
