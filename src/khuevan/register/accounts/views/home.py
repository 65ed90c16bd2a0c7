"""The home page: what awaits, for whoever signs in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khuevan.kernel import clock, ui
from khuevan.kernel.access import Actor, signed_in
from khuevan.kernel.ui import again
from khuevan.kernel.ui.navigation import Group, Link, navigation
from khuevan.register.organisations import queries as organisations

from .. import queries
from ..middleware import WROTE


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
class HomePage:
    """`offices`: "role · unit" of each right in force."""

    greeting: str
    today: date
    offices: tuple[str, ...]
    awaiting: Awaiting


KEPT_FOR = timedelta(seconds=20)


def _for_a_moment(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Made at most every 20 seconds a person: the first page is the one that a whole sector opens at half past seven.
    Whoever has just written something sees its effect at once (see `middleware`)."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        at, wrote = clock.now(), _wrote(request)
        response = view(request)
        again.keep(
            request,
            response,
            lambda asking: at <= clock.now() < at + KEPT_FOR and _wrote(asking) == wrote,
        )
        return response

    return answer


def _wrote(request: HttpRequest) -> str:
    return request.COOKIES.get(WROTE, "")[:16]


@_for_a_moment
@signed_in("everybody's own first page; every card on it asks for its own permission")
def home(request: HttpRequest) -> HttpResponse:
    return ui.render(request, "accounts/home.html", _page(request.actor, clock.now()))  # type: ignore[attr-defined]


def _page(actor: Actor, at: datetime) -> HomePage:
    on = clock.on(at)
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
    return HomePage(greeting(actor.name, at), on, tuple(offices), awaiting)


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
