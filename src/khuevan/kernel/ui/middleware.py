"""Headers that keep the browser to our own pages, and the language of each request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Next = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-src 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; form-action 'self'{targets}"
)
DEFAULT_POLICY = POLICY.format(targets="")
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
}


def allow_form_targets(response: HttpResponse, addresses: Iterable[str]) -> HttpResponse:
    """Lets the forms of this page end at these sites too: browsers apply form-action to the redirects that follow a
    form, so a consent page must name the application it will send the person back to."""
    origins = set()
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.netloc and not set(parts.netloc) & set(" ;,'\""):
            origins.add(f"{parts.scheme}://{parts.netloc}")
    response.form_targets = sorted(origins)  # type: ignore[attr-defined]
    return response


def keep_on_device(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """This page may be shown again from this browser's own store while the line is down, to the same account and until it
    signs out (`frontend/away.js`). Not while somebody acts for somebody else: those pages are not theirs."""
    actor = getattr(request, "actor", None)
    if actor is not None and actor.is_known and not actor.acting_for and response.status_code == 200:
        response["X-Kept-For"] = str(actor.account_id)
    return response


class SecurityHeadersMiddleware:
    """The content policy allows nothing inline and nothing from elsewhere. Pages of signed-in people are not kept by
    the browser: computers in schools are shared."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        targets = getattr(response, "form_targets", None)
        policy = (
            POLICY.format(targets="".join(f" {origin}" for origin in targets)) if targets else DEFAULT_POLICY
        )
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        actor = getattr(request, "actor", None)
        if actor is not None and actor.is_known:
            headers.setdefault("Cache-Control", "private, no-store")
        return response


class LanguageMiddleware:
    """Vietnamese unless the person chose otherwise here; the browser's own language is not asked, because most
    computers in schools are set to English whatever their users read."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.known = frozenset(code for code, _name in settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        request.LANGUAGE_CODE = chosen if chosen in self.known else settings.LANGUAGE_CODE
        translation.activate(request.LANGUAGE_CODE)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
