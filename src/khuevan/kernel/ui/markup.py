"""Small pieces of markup that lists repeat hundreds of times a page, made in Python and remembered.

A Jinja macro costs about 15 µs a call; these cost a dictionary look-up. Arguments are escaped as in templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Choices
from django.utils.translation import get_language
from markupsafe import Markup, escape

from .assets import asset


def svg_icon(name: str, label: str = "", size: str = "") -> Markup:
    """One symbol of the sprite; a picture with a name when labelled, hidden from screen readers when not."""
    return _svg_icon(name, str(label), size, asset("icons.svg"))


@lru_cache(maxsize=2048)
def _svg_icon(name: str, label: str, size: str, sprite: str) -> Markup:
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>').format(
        f" icon-{size}" if size else "", spoken, sprite, name
    )


def badge(text: Any, tone: str = "neutral", icon: str = "") -> Markup:
    """A short word on a coloured ground. tone: neutral, primary, info, success, warning, danger."""
    return _badge(escape(text), tone, svg_icon(icon) if icon else Markup(""))


@lru_cache(maxsize=4096)
def _badge(text: Markup, tone: str, picture: Markup) -> Markup:
    return Markup('<span class="kv-badge kv-tone-{}">{}{}</span>').format(tone, picture, text)


def options(choices: Sequence[tuple[Any, Any]], chosen: str) -> Markup:
    """The options of a select, the chosen one marked."""
    return _options(tuple((str(key), escape(text)) for key, text in choices), chosen)


@lru_cache(maxsize=512)
def _options(choices: tuple[tuple[str, Markup], ...], chosen: str) -> Markup:
    return Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            key, Markup(" selected") if key == chosen else "", text
        )
        for key, text in choices
    )


def labels(choices: type[Choices]) -> dict[str, str]:
    """Value -> words of a code list, in the reader's language. Django's get_…_display translates the whole list
    at every call; this once a language."""
    return _labels(choices, get_language() or "")


@lru_cache(maxsize=512)
def _labels(choices: type[Choices], _language: str) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}
