"""A whole page of a signed-in person, rendered once and shown to the same person again.

Whoever keeps one answers for what it holds for: a few seconds (the first page), or as long as nothing was written of what
it shows (`records.unchanged`). The token against forged requests is left open and filled in anew each time.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from khuevan.kernel.access import Actor

from .csrf import csrf_token, token_shown
from .shell import THEME_COOKIE

LONGEST = 500
"""Letters of an address that is kept; nobody's link is longer."""
_PLAIN = {"content-type"}
"""Headers of a page that says nothing to this one answer alone."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was sent, without the tokens that stood between its pieces."""

    pieces: tuple[bytes, ...]
    kind: str

    @property
    def weight(self) -> int:
        return sum(map(len, self.pieces))


def place(request: HttpRequest) -> Hashable:
    """All of a request that a page follows from besides its reader's rights and the rows; None: it is neither kept nor
    shown again. That is so while the session has something to say on the next page, and while somebody acts for somebody
    else."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    address = request.get_full_path()
    if (
        request.method != "GET"
        or not actor.is_known
        or actor.acting_for
        or len(address) > LONGEST
        or "_messages" in request.session
    ):
        return None
    return (address, get_language(), request.COOKIES.get(THEME_COOKIE), "HTTP_HX_REQUEST" in request.META)


def taken(request: HttpRequest, response: HttpResponse) -> Seen | None:
    """The page to keep; None where the answer is not a plain page."""
    token = token_shown(request)
    is_plain = (
        type(response) is HttpResponse
        and response.status_code == 200
        and not response.cookies
        and {name.lower() for name in response.headers} == _PLAIN
        and not hasattr(response, "form_targets")
        and not settings.DEBUG
    )
    if not is_plain or not token:
        return None
    return Seen(tuple(response.content.split(token.encode())), response.headers["Content-Type"])


def shown(request: HttpRequest, seen: Seen) -> HttpResponse:
    """The page once more, with a token of its own."""
    return HttpResponse(csrf_token(request).encode().join(seen.pieces), content_type=seen.kind)
