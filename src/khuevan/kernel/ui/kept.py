"""The pieces of the frame that look the same on page after page, rendered once and kept.

Bar, side navigation and palette cost more than most pages' own content. What such a piece shows follows from very
little (`Face`): everybody with the same permissions has the same side navigation. The two things that differ from page
to page, the token against forged requests and the page's own address, are left open and filled in each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from markupsafe import Markup, escape

from .jinja import rendered
from .navigation import Navigation

TOKEN, ADDRESS = "\x00token\x00", "\x00address\x00"
"""Where the two go. PostgreSQL stores no NUL, so no name or label of ours can hold one."""
DEPENDS: dict[str, tuple[str, ...]] = {
    "top": ("name", "is_known", "rights", "language", "theme"),
    "side": ("rights", "language", "current", "path"),
    "quick": ("language",),
}
"""Template -> the facts of a Face that it shows. A template that asks for another fact fails."""
MOST = 4_000
_kept: dict[Hashable, str] = {}


@dataclass(frozen=True)
class Face:
    """What the frame shows of a person and a place. `rights`: all that the navigation follows from. `current`: address
    of the entry marked as here; `path`: the same where the page is that entry itself, else empty."""

    name: str
    is_known: bool
    rights: Hashable
    language: str
    theme: str
    current: str
    path: str


class Outline:
    """Stands for the shell while a piece is rendered: the facts that the piece depends on, and no others."""

    address = Markup(ADDRESS)  # noqa: S704 - our own words
    csrf_field = Markup(f'<input type="hidden" name="csrfmiddlewaretoken" value="{TOKEN}">')  # noqa: S704 - our own words

    def __init__(self, facts: dict[str, object], navigation: Navigation) -> None:
        self.__dict__.update(facts)
        if "rights" in facts:
            self.navigation = navigation
        self.languages = list(settings.LANGUAGES)

    @staticmethod
    def address_of(name: str) -> str:
        """The address of a page another room may or may not have; empty when it has not."""
        try:
            return reverse(name)
        except NoReverseMatch:
            return ""


def piece(name: str, face: Face, navigation: Callable[[], Navigation], token: str, address: str) -> Markup:
    """The piece `ui/<name>.html` for this face, with the page's own token and address."""
    facts = {fact: getattr(face, fact) for fact in DEPENDS[name]}
    key = (name, *facts.values())
    text = None if settings.DEBUG else _kept.get(key)
    if text is None:
        outline = Outline(facts, navigation())
        text = rendered(f"ui/{name}.html", shell=outline, actor=outline)
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = text
    return Markup(text.replace(TOKEN, token).replace(ADDRESS, escape(address)))  # noqa: S704 - rendered with escaping


def forget() -> None:
    """For tests that change which rooms there are."""
    _kept.clear()
