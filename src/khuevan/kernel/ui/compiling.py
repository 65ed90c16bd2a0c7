"""Templates compiled once for each language: what cannot change while we run is settled then, not on every page.

`_("…")` without values, `url("room:page")`, `asset("main.css")`, `svg_icon("users")` with nothing but literals are worked
out when the template is compiled, and become part of its text. Everything else stays as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch
from django.utils import translation
from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

UNSETTLED = (NoReverseMatch, ImproperlyConfigured, KeyError, ValueError, TypeError)
"""What says that a call cannot be worked out beforehand: it is then left to fail, or not, where it stands."""


class Page(Template):
    def _get_default_module(self, ctx: Context | None = None) -> Any:
        """What `import` gives. None of our templates is loaded with names of its own, so that Jinja's comparison of
        names, half a dozen times a page, is left out."""
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Spoken(Environment):
    """Compiles for one language. `settled`: functions whose calls with literals are worked out at once."""

    template_class = Page
    language = ""
    settled: Mapping[str, Callable[..., Any]]

    def _generate(self, source: nodes.Template, name: Any, filename: Any, defer_init: bool = False) -> str:
        with translation.override(self.language):
            Settling(self.settled).visit(source)
        return super()._generate(source, name, filename, defer_init)


class Settling(NodeTransformer):
    def __init__(self, settled: Mapping[str, Callable[..., Any]]) -> None:
        self.settled = settled

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(call)
        known = self.settled.get(call.node.name) if isinstance(call.node, nodes.Name) else None
        if known is None or call.dyn_args or call.dyn_kwargs or (known is words and call.kwargs):
            return call
        try:
            given = [literal(argument) for argument in call.args]
            named = {pair.key: literal(pair.value) for pair in call.kwargs}
            return nodes.Const(known(*given, **named), lineno=call.lineno, environment=call.environment)
        except UNSETTLED:
            return call


def literal(written: nodes.Expr) -> Any:
    """The value of a literal. Raises TypeError for everything else."""
    if not isinstance(written, nodes.Const):
        raise TypeError(written)
    return written.value


def words(message: str) -> Markup:
    """A message without values in the language of the moment, as Jinja's `_` gives it: markup, %% for %."""
    return Markup(translation.gettext(message)) % {}  # noqa: S704 - messages are our own text


class Languages(Environment):
    """Stands in front of one environment a language and gives each reader the templates in theirs."""

    def __init__(self, speak: Callable[[str], Spoken] | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.speak = speak
        self.spoken: dict[str, Spoken] = {}

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002 - Jinja's name
        language = translation.get_language()
        if language is None or self.speak is None:
            return super().get_template(name, parent, globals)
        spoken = self.spoken.get(language)
        if spoken is None:
            spoken = self.spoken[language] = self.speak(language)
        return spoken.get_template(name, parent, globals)
