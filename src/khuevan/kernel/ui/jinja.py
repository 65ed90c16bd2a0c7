"""The Jinja2 environment of every page of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, cast

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from . import formatters
from .assets import asset
from .compiling import Languages, Spoken, words
from .fields import field_facts, form_faults
from .lists import Column, choice, column
from .markup import badge, figure_rows, heads_of, options, svg_icon, table_body, url

_CELL = re.compile(r"<(td|th)(?=[\s>])")
_SAFE_IN_SCRIPT = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def rendered(template: str, **context: Any) -> str:
    """A template of ours with nothing but this: no request, no shell."""
    engine = cast(Jinja2, engines["jinja2"])
    return str(engine.env.get_template(template).render(**context))


def environment(**settings: Any) -> Environment:
    """Named in settings. Unknown names are errors; templates are compiled once a language and kept."""
    settings["undefined"] = StrictUndefined
    settings["cache_size"] = -1
    settings["extensions"] = [*settings.get("extensions", ()), "jinja2.ext.i18n", "jinja2.ext.do"]
    settings.update(trim_blocks=True, lstrip_blocks=True)
    settled: dict[str, Any] = {"_": words}
    if not settings.get("auto_reload"):
        settled |= {"url": url, "static": static, "asset": asset, "svg_icon": svg_icon}

    def speak(language: str) -> Spoken:
        spoken = Spoken(**settings)
        spoken.language, spoken.settled = language, settled
        _equip(spoken)
        return spoken

    env = Languages(speak, **settings)
    _equip(env)
    return env


def _equip(env: Environment) -> None:
    """Everything that templates may name."""
    env.install_gettext_callables(words_of, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
    env.globals.update(
        url=url,
        static=static,
        asset=asset,
        svg_icon=svg_icon,
        badge=badge,
        option_list=options,
        table_body=table_body,
        figure_rows=figure_rows,
        field_facts=field_facts,
        form_faults=form_faults,
        column=column,
        choice=choice,
    )
    env.filters.update(
        date=formatters.day,
        datetime=formatters.day_and_time,
        moment=formatters.moment,
        date_input=formatters.date_input,
        number=formatters.number,
        percent=formatters.percent,
        filesize=formatters.filesize,
        initials=formatters.initials,
        hue=formatters.hue,
        json_block=json_block,
        label_cells=label_cells,
        may=may,
    )
    env.tests["words"] = is_words


def words_of(message: str) -> str:
    """Messages of templates are written in Vietnamese, so that for most readers there is nothing to look up."""
    return message if get_language() == "vi" else gettext(message)


def may(thing: Any, name: str) -> Any:
    """An optional part of what a macro is given, an object or a dict; empty when it is left out."""
    return thing.get(name, "") if isinstance(thing, dict) else getattr(thing, name, "")


def is_words(value: object) -> bool:
    """Text, translated or still to be translated."""
    return isinstance(value, str | Promise)


def json_block(value: Any) -> Markup:
    """JSON that can stand in a <script type="application/json">: no character in it can end the element."""
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_SAFE_IN_SCRIPT))  # noqa: S704


def label_cells(row: str, columns: Sequence[Column]) -> Markup:
    """Gives each cell of a table's row its column's name and kind, so that on a phone the row reads as a card."""
    heads = _heads(tuple(columns))
    place = iter(range(len(heads)))

    def labelled(cell: re.Match[str]) -> str:
        number = next(place, None)
        return cell[0] if number is None else cell[0] + heads[number]

    return Markup(_CELL.sub(labelled, row))  # noqa: S704 - the row was escaped when it was rendered


def _heads(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return heads_of(tuple((str(head.label), head.kind) for head in columns))
