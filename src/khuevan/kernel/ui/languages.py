"""Where a page for everybody stands in each language, and what the frame around it shows."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from .navigation import Link, contributed


def language_of(request: HttpRequest) -> str:
    """The one that stands in the address."""
    return str(getattr(request, "language_of_address", settings.LANGUAGE_CODE))


def prefix_of(language: str) -> str:
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


@lru_cache(maxsize=20_000)
def is_for_everybody(path: str) -> bool:
    """Whether the page at this address, without a language in it, shows everybody the same."""
    try:
        return bool(getattr(resolve(path).func, "for_everybody", False))
    except Resolver404:
        return False


class Frame:
    """What the frame around a page for everybody shows: `shell.everybody`."""

    def __init__(self, request: HttpRequest) -> None:
        self.language = language_of(request)
        prefix = prefix_of(self.language)
        self.path = request.path
        self.plain = "/" + request.path.removeprefix(prefix).lstrip("/")
        query = request.META.get("QUERY_STRING", "")
        self.query = f"?{query}" if query else ""

    @property
    def entries(self) -> list[tuple[Link, bool]]:
        """The pages that the rooms hang into the bar, and which of them this one belongs to."""
        links = []
        for entry in sorted(contributed("NAVIGATION"), key=lambda entry: entry.order):
            if entry.place == "everybody":
                links.append(Link(str(entry.label), reverse(entry.name), entry.icon, "", ""))
        fitting = [link.url for link in links if self.plain.startswith(link.url)]
        current = max(fitting, key=len, default="")
        return [(link, link.url == current) for link in links]

    @property
    def languages(self) -> list[tuple[str, str, str]]:
        """(code, name, path of this page in it)."""
        return [(code, name, prefix_of(code) + self.plain[1:]) for code, name in settings.LANGUAGES]

    @property
    def origin(self) -> str:
        return str(settings.PUBLIC_ADDRESS)
