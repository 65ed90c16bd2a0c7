"""How figures, splits and places are said on pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuevan.kernel import ui
from khuevan.kernel.facts import Kind
from khuevan.kernel.measures import Indicator, Split
from khuevan.register.organisations.choices import Line

from ..queries import Place
from ..rules import Figure

NUMBERS = 9
"""Digits of a unit's number in an address, at most."""


def shown(indicator: Indicator, figure: Figure | None) -> str:
    """The value with its unit, as a Vietnamese reader writes it."""
    if figure is None or figure.value is None:
        return ui.formatters.NOTHING
    number = ui.formatters.number(figure.value, indicator.decimals)
    return f"{number}%" if indicator.unit == "%" else f"{number} {indicator.unit}".strip()


def bare(indicator: Indicator, figure: Figure) -> str:
    """The value alone, for a column whose heading says the unit."""
    return (
        ui.formatters.NOTHING
        if figure.value is None
        else ui.formatters.number(figure.value, indicator.decimals)
    )


def name_of(split: Split, value: Any) -> str:
    """What a value of a split is called."""
    if split.words is not None and value in split.words:
        return str(split.words[value])
    if value is None or value == "":
        return _("Không ghi")
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return str(value)


def word_of(value: Any) -> str:
    """A value of a split as a word of an address."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return "-" if value == "" else str(value)


def ordered(split: Split, values: Sequence[Any]) -> list[Any]:
    """In the order of the words where they have one, else by themselves; unknown ones last."""
    places = {value: number for number, value in enumerate(split.words or ())}
    return sorted(
        values,
        key=lambda one: (
            one is None,
            places.get(one, len(places)),
            one if isinstance(one, int) else 0,
            str(one),
        ),
    )


def choices(indicator: Indicator) -> list[ui.Choice]:
    """A filter for each split whose values are known beforehand, and by what to take the value apart."""
    offered = [
        ui.choice(
            "by",
            _("Phân tổ theo"),
            [("", _("Không phân tổ")), *((one.column, one.label) for one in indicator.splits)],
        )
    ]
    for split in indicator.splits:
        known: Mapping[Any, Any] = split.words or {}
        if not known and indicator.facts[0].by_name[split.column].kind is Kind.YES:
            known = {True: _("Có"), False: _("Không")}
        if known:
            values = [(word_of(value), str(label)) for value, label in known.items()]
            offered.append(ui.choice(split.column, str(split.label), [("", _("Tất cả")), *values]))
    return offered


def line_of(request: HttpRequest) -> Line:
    return Line.PROFESSIONAL if request.GET.get("line") == Line.PROFESSIONAL.value else Line.MANAGING


def unit_of(request: HttpRequest) -> int | None:
    """The unit that the address names; -1, which nobody has, for what is no number; None without one."""
    word = request.GET.get("unit", "")
    if not word:
        return None
    return int(word) if word.isascii() and word.isdigit() and len(word) <= NUMBERS else -1


def address(name: str, indicator: Indicator | None, place: Place, **more: str) -> str:
    """Of a page of the room, about this place."""
    words = {
        "unit": str(place.id),
        "line": place.line.value if place.line is Line.PROFESSIONAL else "",
        **more,
    }
    path = _path(name, indicator.code if indicator else "")
    return f"{path}?{urlencode({key: word for key, word in words.items() if word})}"


@lru_cache(maxsize=4096)
def _path(name: str, code: str) -> str:
    """A page has hundreds of links to a few addresses."""
    return reverse(f"indicators:{name}", args=[code] if code else [])


def start(place: Place | None = None) -> tuple[str, str]:
    """The first step of every way through the room."""
    return _("Chỉ tiêu, số liệu"), address("catalogue", None, place) if place else reverse(
        "indicators:catalogue"
    )
