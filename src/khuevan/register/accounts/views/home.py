"""The home page: what awaits, for whoever signs in."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, signed_in
from khuevan.kernel.ui.navigation import Group, Link, navigation
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..middleware import WROTE, session_of


@dataclass(frozen=True)
class Awaiting:
    """`cards`: what the rooms say awaits, most urgent first. `daily`: the work of every day; `starts`: work to begin;
    `pages`: where to look things up, by group; `own`: the person's own account. `has_office`: whether anything was
    entrusted to them; families have a role and no pages beyond their own."""

    cards: tuple[ui.Card, ...]
    daily: tuple[Link, ...]
    starts: tuple[Link, ...]
    pages: tuple[Group, ...]
    own: tuple[Link, ...]
    has_office: bool


@dataclass(frozen=True)
class Shown:
    """`offices`: "role · unit" of each right in force. `content`: what awaits, as markup."""

    offices: tuple[str, ...]
    content: Markup


KEPT_FOR = timedelta(seconds=20)
KEPT = 5_000
_kept: OrderedDict[tuple[object, ...], tuple[datetime, Shown]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class HomePage:
    greeting: str
    today: date
    offices: tuple[str, ...]
    content: Markup


@signed_in("everybody's own first page; every card on it asks for its own permission")
def home(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = clock.now()
    on = clock.on(at)
    shown = _shown(request, actor, at)
    page = HomePage(greeting(actor.name, at), on, shown.offices, shown.content)
    return ui.render(request, "accounts/home.html", page)


def _shown(request: HttpRequest, actor: Actor, at: datetime) -> Shown:
    """What the rooms say, asked at most every 20 seconds a session: the first page is the one that a whole sector
    opens at half past seven. Whoever has just written something sees its effect at once (see `middleware`).
    """
    on = clock.on(at)
    opened = session_of(request)
    if opened is None:
        return _asked(actor, on)
    wrote = request.COOKIES.get(WROTE, "")[:16]
    key = (opened.session_id, opened.versions, actor.acting_for, get_language(), on, wrote)
    with _lock:
        kept = _kept.get(key)
    if kept is not None and kept[0] <= at < kept[0] + KEPT_FOR:
        return kept[1]
    shown = _asked(actor, on)
    with _lock:
        _kept[key] = (at, shown)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return shown


def _asked(actor: Actor, on: date) -> Shown:
    grants = [] if actor.acting_for or actor.account_id is None else queries.live_grants(actor.account_id, on)
    names = organisations.names({grant.unit_id for grant in grants}) if grants else {}
    offices = dict.fromkeys(f"{grant.role.name} · {names.get(grant.unit_id, '–')}" for grant in grants)
    links = navigation(actor)
    awaiting = Awaiting(
        cards=tuple(ui.home_cards(actor, on)),
        daily=tuple(link for group in links.side if not group.label for link in group.links)[1:],
        starts=links.start,
        pages=tuple(group for group in links.side if group.label),
        own=links.user,
        has_office=bool(offices),
    )
    return Shown(tuple(offices), ui.piece("accounts/_awaiting.html", awaiting))


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
