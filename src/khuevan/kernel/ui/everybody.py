"""Pages that show everybody the same: no cookie is read or set, the language stands in the address, and what was rendered
is kept until something is published.

`@for_everybody` below the gate. Whoever asks, the page is made for a visitor of whom nothing is known, in Vietnamese, or
under /en/ in English: then every link of it to such a page leads to the English one. What is kept holds for a *mark*,
which the room that hears of publications tells (`marked_by`), and for an hour, as days and deadlines pass without news.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from allauth.core.internal import ratelimit
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _

from khuevan.kernel import clock
from khuevan.kernel.access import Actor

from .errors import too_many
from .languages import is_for_everybody, language_of, prefix_of
from .storing import Shelf

View = TypeVar("View", bound=Callable[..., Any])
Mark = Callable[[], Hashable]
SECONDS = 60
"""How long a browser or a proxy may show a page without asking whether it is still the same."""
MOST_MADE, WINDOW = 240, 60.0
"""Pages that had to be made for one address in so many seconds, in each worker: what is protected is its processor, so it
counts in its own memory. Kept pages cost nothing and are not counted."""
MOST_COUNTED = 10_000
"""Addresses; the one that began longest ago is forgotten for a new one."""
MOST_BYTES = 48 * 1024 * 1024
LONGEST = 500
"""Letters of an address that is kept; nobody's link is longer."""
_QUOTED = re.compile(r'(?<!data-as-is href=)("|&#34;)(/[^"&?#\s<>]*)')


@dataclass(frozen=True)
class Page:
    """A rendered page. named: Content-Disposition of a file. made: seconds since 1970."""

    body: bytes
    kind: str
    named: str
    etag: str
    made: int

    @property
    def weight(self) -> int:
        return len(self.body)


_marks: list[Mark] = []
_pages: Shelf[Page] = Shelf(MOST_BYTES)
_counts: OrderedDict[str, tuple[float, int]] = OrderedDict()
"""Address -> (since when, pages), in the order in which they began."""
_lock = Lock()


def marked_by(mark: Mark) -> Mark:
    """Registers who tells, in one query, a value that is another one after each publication."""
    _marks[:] = [mark]
    return mark


def for_everybody(view: View) -> View:
    """A view that shows everybody the same. Answers 304 to who has the page already, 429 to who asks too often."""
    return _decorated(view, is_kept=True)


def for_everybody_anew(view: View) -> View:
    """The same, made each time and counted by the view itself: the answer to what somebody typed or sent."""
    return _decorated(view, is_kept=False)


def _decorated(view: View, *, is_kept: bool) -> View:
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = language_of(request)
        with _as_visitor(request, language):
            if not is_kept:
                return _anew(view(request, *args, **kwargs), language)
            key = _key(request, language)
            page = None if key is None else _pages.found(key)
            if page is None:
                if not _may_make(ratelimit.get_ip(request)):
                    return too_many(request, _("Quá nhiều lượt xem từ một nơi. Hãy thử lại sau một phút."))
                response: HttpResponseBase = view(request, *args, **kwargs)
                if response.status_code != 200 or not isinstance(response, HttpResponse):
                    return response
                page = _made(response, language)
                if key is not None:
                    _pages.put(key, page)
            return _answer(request, page, language)

    shown.for_everybody = True  # type: ignore[attr-defined]
    return shown  # type: ignore[return-value]


def in_language(request: HttpRequest, language: str, rest: str) -> HttpResponseBase:
    """The page at /<rest> in this language; of pages that know their reader, the reader's own."""
    address = f"/{rest}"
    if not is_for_everybody(address):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
    request.language_of_address = language  # type: ignore[attr-defined]
    match = resolve(address)
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer


def forget() -> None:
    """For tests and benches that want a page made anew."""
    _pages.clear()
    with _lock:
        _counts.clear()


@contextmanager
def _as_visitor(request: HttpRequest, language: str) -> Iterator[None]:
    """While the page is made nothing is known of who asks."""
    cookies, actor = request.COOKIES, getattr(request, "actor", None)
    request.COOKIES = {}
    request.actor = Actor.anonymous()  # type: ignore[attr-defined]
    try:
        with translation.override(language):
            yield
    finally:
        request.COOKIES = cookies
        if hasattr(request, "session"):
            request.session.accessed = False  # the answer is the same for every cookie: no `Vary`
        request.actor = actor  # type: ignore[attr-defined]


def _key(request: HttpRequest, language: str) -> Hashable:
    """None: the page is not kept. Inside of a transaction it never is: news travels after the commit."""
    address = request.get_full_path()
    is_read = request.method in ("GET", "HEAD")
    if not _marks or not is_read or len(address) > LONGEST or connection.in_atomic_block:
        return None
    return (_marks[0](), f"{clock.now():%Y%m%d%H}", language, address)


def _anew(response: HttpResponseBase, language: str) -> HttpResponseBase:
    response.headers.setdefault("Content-Language", language)
    if isinstance(response, HttpResponse):
        response.content = _spoken(response, language)
    return response


def _made(response: HttpResponse, language: str) -> Page:
    body = _spoken(response, language)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    named = response.headers.get("Content-Disposition", "")
    return Page(body, response["Content-Type"], named, etag, int(clock.now().timestamp()))


def _spoken(response: HttpResponse, language: str) -> bytes:
    """What it says, with its links."""
    if language == settings.LANGUAGE_CODE or not response.headers.get("Content-Type", "").startswith(
        "text/html"
    ):
        return response.content
    return _QUOTED.sub(lambda found: _led(found, language), response.content.decode()).encode()


def _led(found: re.Match[str], language: str) -> str:
    """A link to a page for everybody leads to it in the same language, except where it names another one."""
    quote, path = found.groups()
    return f"{quote}{prefix_of(language)[:-1]}{path}" if is_for_everybody(path) else found[0]


def _may_make(address: str) -> bool:
    now = monotonic()
    with _lock:
        begun, made = _counts.get(address, (now, 0))
        if now - begun >= WINDOW:
            begun, made = now, 0
        if made == 0:
            _counts.pop(address, None)
            while len(_counts) >= MOST_COUNTED:
                _counts.popitem(last=False)
        elif made >= MOST_MADE:
            return False
        _counts[address] = (begun, made + 1)
        return True


def _answer(request: HttpRequest, page: Page, language: str) -> HttpResponseBase:
    response = HttpResponse(page.body, content_type=page.kind)
    if page.named:
        response["Content-Disposition"] = page.named
    response["ETag"] = page.etag
    response["Last-Modified"] = http_date(page.made)
    response["Content-Language"] = language
    patch_cache_control(response, public=True, max_age=SECONDS)
    answer = get_conditional_response(request, etag=page.etag, last_modified=page.made, response=response)
    assert answer is not None
    return answer
