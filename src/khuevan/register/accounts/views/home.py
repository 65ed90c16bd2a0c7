"""The home page: what awaits, for whoever signs in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, signed_in
from khuevan.kernel.ui.navigation import Group, navigation


@dataclass(frozen=True)
class HomePage:
    """`cards`: what the rooms say awaits, most urgent first. `groups`: the pages that the actor may open."""

    greeting: str
    today: date
    cards: tuple[ui.Card, ...]
    groups: tuple[Group, ...]
    acting_for: str


@signed_in("everybody's own first page; every card on it asks for its own permission")
def home(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = clock.now()
    on = clock.on(at)
    page = HomePage(
        greeting=greeting(actor.name, at),
        today=on,
        cards=tuple(ui.home_cards(actor, on)),
        groups=navigation(actor).side,
        acting_for=actor.acting_for,
    )
    return ui.render(request, "accounts/home.html", page)


def greeting(name: str, at: datetime) -> str:
    """By the hour in Việt Nam; people are called by their given name, which comes last."""
    hour = at.astimezone(clock.HERE).hour
    given = name.split()[-1] if name.split() else name
    if hour < 11:
        return _("Chào buổi sáng, %(name)s") % {"name": given}
    if hour < 13:
        return _("Chào buổi trưa, %(name)s") % {"name": given}
    if hour < 18:
        return _("Chào buổi chiều, %(name)s") % {"name": given}
    return _("Chào buổi tối, %(name)s") % {"name": given}
