"""A whole page of a signed-in person, rendered once and shown to the same person again.

Whoever made it says for how long it holds: a few seconds (the first page), or while nothing was written of what it shows
(`records.unchanged`). It hangs on the actor, another one as soon as a grant, a role, the tree or the day is another,
so it is shown to nobody whom the gate has not let in. The token against forged requests is filled in anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from khuevan.kernel.access import Actor

from .csrf import csrf_token, token_shown
from .shell import THEME_COOKIE, THEMES
from .storing import Shelf

MOST_BYTES = 48 * 1024 * 1024
"""In each worker: more than a thousand pages."""
LONGEST = 500
"""Letters of an address that is kept; nobody's link is longer."""
_PLAIN = {"content-type"}
"""Headers of a page that says nothing to this one answer alone."""
Holds = Callable[[HttpRequest], bool]


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was sent, without the tokens that stood between its pieces."""

    pieces: tuple[bytes, ...]
    kind: str
    holds: Holds

    @property
    def weight(self) -> int:
        return sum(map(len, self.pieces))


_shelf: Shelf[Seen] = Shelf(MOST_BYTES)


class AgainMiddleware:
    """Below the one that knows the actor: answers with a page that still holds, before anything else is done for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = _shelf.found(place) if (place := _place(request)) is not None else None
        if seen is None:
            return self.get_response(request)
        if not seen.holds(request):
            _shelf.drop(place)
            return self.get_response(request)
        return HttpResponse(csrf_token(request).encode().join(seen.pieces), content_type=seen.kind)


def keep(request: HttpRequest, response: HttpResponse, holds: Holds) -> None:
    """The answer to this request is the answer to later ones of the same person for the same address, as long as `holds`
    says so of them. What is no plain page is not kept."""
    if not settings.PAGES_KEPT:
        return
    place, token = _place(request), token_shown(request)
    is_plain = (
        type(response) is HttpResponse
        and response.status_code == 200
        and not response.cookies
        and {name.lower() for name in response.headers} == _PLAIN
        and not hasattr(response, "form_targets")
        and not getattr(getattr(request, "_messages", None), "added_new", False)
    )
    if place is not None and is_plain and token:
        pieces = tuple(response.content.split(token.encode()))
        _shelf.put(place, Seen(pieces, response.headers["Content-Type"], holds))


def _place(request: HttpRequest) -> Hashable:
    """All of a request that a page follows from besides the rows; None: it is neither kept nor shown again. That is so
    without a session, while the session has something to say on the next page, and while somebody acts for another."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    came_with_session = hasattr(request, "log_total")
    if request.method != "GET" or not came_with_session or actor.acting_for or "_messages" in request.session:
        return None
    address = request.get_full_path()
    if len(address) > LONGEST:
        return None
    mark = actor.memo.setdefault(_place, object())
    theme = request.COOKIES.get(THEME_COOKIE)
    known_theme = theme if theme in THEMES else None
    return (mark, address, get_language(), known_theme, "HTTP_HX_REQUEST" in request.META)


def forget() -> None:
    """For tests and benches that want every page made."""
    _shelf.clear()
