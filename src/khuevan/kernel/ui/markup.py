"""Small pieces of markup that lists repeat hundreds of times a page, made in Python and remembered.

A Jinja macro costs about 15 µs a call; these cost a dictionary look-up. Arguments are escaped as in templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Choices
from django.urls import reverse
from django.utils.translation import get_language
from markupsafe import Markup, escape

from . import formatters
from .assets import asset
from .figures import Chart
from .lists import Column

_UNSAFE = re.compile("[&<>\"']")


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


@lru_cache(maxsize=20_000)
def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page. Remembered: a list asks for one a row, and addresses do not change while we run."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def link(address: str, text: Any) -> Markup:
    return Markup(f'<a href="{written(address)}">{written(text)}</a>')  # noqa: S704


def masked(shown: str) -> Markup:
    """A sensitive value in a list: only its mask; the record's own page can uncover it."""
    return Markup(f'<span class="kv-masked"><span class="kv-masked-text">{escape(shown)}</span></span>')  # noqa: S704


def table_body(
    columns: Sequence[Column], rows: Iterable[Any], cells: Callable[[Any], Sequence[Any]]
) -> Markup:
    """The rows of a list whose cells are words, links and badges: `cells(row)` gives one value a column, the first
    names the row. Each cell tells its column's name, so that on a phone the row reads as a card."""
    heads = heads_of(tuple((str(column.label), column.kind) for column in columns))
    lines = []
    for row in rows:
        first, *others = cells(row)
        lines.append(f'<tr><th scope="row"{heads[0]}>{written(first)}</th>')
        lines.extend(f"<td{head}>{written(cell)}</td>" for head, cell in zip(heads[1:], others, strict=True))
        lines.append("</tr>")
    return Markup("".join(lines))  # noqa: S704 - every value was escaped


def figure_rows(chart: Chart) -> Markup:
    """The figures of a chart as the rows of its table."""
    columns = [formatters.numbers(series.values, chart.decimals) for series in chart.series]
    lines = []
    for name, *values in zip(chart.categories, *columns, strict=True):
        cells = "".join(f'<td data-kind="number">{value}</td>' for value in values)
        lines.append(f'<tr><th scope="row">{written(name)}</th>{cells}</tr>')
    return Markup("".join(lines))  # noqa: S704 - names were escaped, numbers are ours


def written(value: Any) -> str:
    """A value as HTML, escaped as `escape` does it; words without anything to escape, which most are, at once."""
    if type(value) is str and _UNSAFE.search(value) is None:
        return value
    return escape(value)


@lru_cache(maxsize=512)
def heads_of(columns: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The attributes that the cells of each (label, kind) carry."""
    return tuple(
        f' data-label="{escape(label)}"' + (f' data-kind="{escape(kind)}"' if kind else "")
        for label, kind in columns
    )


def options(choices: Sequence[tuple[Any, Any]], chosen: str) -> Markup:
    """The options of a select, the chosen one marked. A tuple of texts is taken as it is and found again at once."""
    if not isinstance(choices, tuple):
        choices = tuple((str(key), str(text)) for key, text in choices)
    return _options(choices, chosen)


@lru_cache(maxsize=512)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> Markup:
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
