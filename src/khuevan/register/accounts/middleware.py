"""Who is asking: turns the session's account into `request.actor`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address
from secrets import token_hex

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse

from khuevan.kernel import access, clock

from . import queries
from .sessions import OpenSession

READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
WROTE = "khuevan_wrote"
"""A cookie that is new after every write, so that the writer's own pages are not answered from a cache."""

TEST_ACTOR = "khuevan.actor"
"""A key of the server's environment, not of the request: HTTP headers arrive as HTTP_*, text always."""


def address_of(request: HttpRequest) -> str:
    """The client's address, empty if unknown. Behind our own proxy it is the last one that the proxy wrote."""
    told = str(request.META.get("REMOTE_ADDR", ""))
    if getattr(settings, "BEHIND_PROXY", False):
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip() or told
    return _well_formed(told)


@lru_cache(maxsize=4096)
def _well_formed(told: str) -> str:
    try:
        return str(ip_address(told))
    except ValueError:
        return ""


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's, with the request's address and program told to the store."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.session.seen_from(address_of(request), request.META.get("HTTP_USER_AGENT", ""))  # type: ignore[attr-defined]


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = request.actor = actor_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.method not in READS and actor.is_known:
            response.set_cookie(WROTE, token_hex(4), max_age=60, httponly=True, samesite="Lax")
        return response


def session_of(request: HttpRequest) -> OpenSession | None:
    """The open session that the actor came from, if any."""
    if isinstance(request.META.get(TEST_ACTOR), access.Actor):
        return None
    opened: OpenSession | None = request.session.opened  # type: ignore[attr-defined]
    return opened


def actor_of(request: HttpRequest) -> access.Actor:
    """The known actor, or an anonymous one; never raises for a bad session."""
    given = request.META.get(TEST_ACTOR)
    if isinstance(given, access.Actor):
        return given
    origin = " ".join((address_of(request), request.META.get("HTTP_USER_AGENT", "")[:120])).strip()
    opened = session_of(request)
    if opened is None or opened.account_id is None:
        return access.Actor.anonymous(origin)
    request.log_total = opened.log_total  # type: ignore[attr-defined]  # see `records.unchanged`
    return queries.actor_of_session(opened, clock.today()).seen_from(origin)
