"""The home page: what awaits, for whoever signs in."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, signed_in
from khuevan.kernel.ui.navigation import Group, navigation

from ..middleware import WROTE, session_of

KEPT_FOR = timedelta(seconds=20)
KEPT = 5_000
_kept: OrderedDict[tuple[object, ...], tuple[datetime, tuple[ui.Card, ...]]] = OrderedDict()
_lock = Lock()


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
        cards=_cards(request, actor, at),
        groups=tuple(group for group in navigation(actor).side if group.label),
        acting_for=actor.acting_for,
    )
    return ui.render(request, "accounts/home.html", page)


def _cards(request: HttpRequest, actor: Actor, at: datetime) -> tuple[ui.Card, ...]:
    """What the rooms say, asked at most every 20 seconds a session: the first page is the one that a whole sector
    opens at half past seven. Whoever has just written something sees its effect at once (see `middleware`).
    """
    on = clock.on(at)
    opened = session_of(request)
    if opened is None:
        return tuple(ui.home_cards(actor, on))
    wrote = request.COOKIES.get(WROTE, "")[:16]
    key = (opened.session_id, opened.versions, actor.acting_for, get_language(), on, wrote)
    with _lock:
        kept = _kept.get(key)
    if kept is not None and kept[0] <= at < kept[0] + KEPT_FOR:
        return kept[1]
    cards = tuple(ui.home_cards(actor, on))
    with _lock:
        _kept[key] = (at, cards)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return cards


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
