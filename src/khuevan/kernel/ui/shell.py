"""Rendering a page: its own context, and around it the shell that every page shares."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import lazy
from django.utils.translation import get_language
from markupsafe import Markup

from khuevan.kernel.access import Actor, decide, declared

from . import kept
from .csrf import csrf_token
from .languages import Frame
from .navigation import Navigation, navigation, rights

YEAR = 365 * 24 * 3600
THEME_COOKIE = "khuevan_theme"
THEMES = ("auto", "light", "dark")
TONES = {"success": "success", "warning": "warning", "error": "danger", "info": "info", "debug": "neutral"}


class Shell:
    """What the frame of a page shows. Nothing is worked out before the template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = getattr(request, "actor", None) or Actor.anonymous()

    @property
    def path(self) -> str:
        return self.request.path

    @property
    def address(self) -> str:
        return self.request.get_full_path()

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[tuple[str, str]]:
        return list(settings.LANGUAGES)

    @cached_property
    def theme(self) -> str:
        chosen = self.request.COOKIES.get(THEME_COOKIE, "auto")
        return chosen if chosen in THEMES else "auto"

    @cached_property
    def navigation(self) -> Navigation:
        return navigation(self.actor)

    @cached_property
    def current(self) -> str:
        """The entry the page belongs to: the longest address of the navigation that its own begins with."""
        fitting = [link.url for link in self.navigation.links() if self.path.startswith(link.url)]
        return max(fitting, key=len, default="")

    @cached_property
    def everybody(self) -> Frame:
        return Frame(self.request)

    @cached_property
    def messages(self) -> list[tuple[str, str]]:
        """(tone, words) of what the last act left to say."""
        return [
            (TONES.get(message.level_tag, "info"), str(message)) for message in get_messages(self.request)
        ]

    @cached_property
    def csrf_token(self) -> str:
        """Masked once a page: the shell has several forms."""
        return csrf_token(self.request)

    @cached_property
    def csrf_field(self) -> Markup:
        return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(self.csrf_token)

    @cached_property
    def face(self) -> kept.Face:
        at = self.current
        return kept.Face(
            name=self.actor.name,
            is_known=self.actor.is_known,
            rights=rights(self.actor),
            language=self.language,
            theme=self.theme,
            current=at,
            path=at if at == self.path else "",
        )

    def kept(self, name: str) -> Markup:
        """A piece of the frame that is rendered once for all who see the same."""
        return kept.piece(name, self.face, lambda: self.navigation, self.csrf_token, self.address)

    @property
    def acting_for(self) -> str:
        return self.actor.acting_for

    def address_of(self, name: str) -> str:
        """The address of a page another room may or may not have; empty when it has not."""
        return kept.Outline.address_of(name)

    def permitted(self, name: str, *args: object, on: int | None = None) -> str:
        """The address of another room's page, where there is one and its gate lets the actor in at this unit."""
        try:
            address = reverse(name, args=args)
        except NoReverseMatch:
            return ""
        kind, code = getattr(resolve(address).func, "gate", ("", ""))
        permission = declared().get(code) if kind == "requires" else None
        return address if permission is not None and decide(self.actor, permission, on=on) else ""


def keep(response: HttpResponse, cookie: str, value: str) -> None:
    """A preference in the visitor's own cookie, for a year."""
    response.set_cookie(
        cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: whatever renders a page of ours, also an application we did not write, has the shell."""
    shell = Shell(request)
    return {"shell": shell, "actor": shell.actor, "csrf_input": _csrf_input(shell)}


_csrf_input = lazy(lambda shell: shell.csrf_field, Markup)
"""Django's own name for the field, with our token; made where a template asks for it."""


def _text(request: HttpRequest, template: str, page: object) -> str:
    return engines["jinja2"].get_template(template).render({"page": page, **context(request)}, request)


def render(request: HttpRequest, template: str, page: object = None, status: int = 200) -> HttpResponse:
    """A whole page. `page`: a frozen dataclass with everything the template shows; query before, not in it."""
    return HttpResponse(_text(request, template, page), status=status)


def fragment(request: HttpRequest, template: str, page: object = None, status: int = 200) -> HttpResponse:
    """A piece for htmx: the same names as in a page. Caches are told that the two answers differ."""
    response = HttpResponse(_text(request, template, page), status=status)
    response["Vary"] = "HX-Request"
    return response
