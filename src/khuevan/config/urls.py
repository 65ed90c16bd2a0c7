"""The rooms' addresses, in the order of the modules list."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, include
from django.urls.resolvers import RoutePattern

from .modules import applications

Entry = URLPattern | URLResolver
LONGEST, REMEMBERED = 100, 2_048
"""Letters of an address that is remembered, and how many are."""
WORDS = 2
"""How many words of an address are looked up before the rest of it is compared: a room and what of it."""


class Indexed(URLResolver):
    """Compares an address only with those that begin with the same words, in their order. Django compares it with each
    in turn: more than a hundred comparisons for every page."""

    @cached_property
    def _index(self) -> dict[tuple[str, ...], list[tuple[int, Entry]]]:
        index: dict[tuple[str, ...], list[tuple[int, Entry]]] = {}
        for place, entry in enumerate(self.url_patterns):
            index.setdefault(_first_words(entry), []).append((place, entry))
        return index

    def _fitting(self, rest: str) -> list[tuple[int, Entry]]:
        words = tuple(rest.split("/", WORDS)[:WORDS])
        keys = {words[:number] for number in range(WORDS + 1)}
        return sorted((one for key in keys for one in self._index.get(key, ())), key=lambda one: one[0])

    def resolve(self, path: Any) -> ResolverMatch:
        address = str(path)
        return self._remembered(address) if len(address) <= LONGEST else self._compared(address)

    @cached_property
    def _remembered(self) -> Callable[[str], ResolverMatch]:
        """Where the addresses that are asked for again and again lead to, which never changes while we run."""
        return lru_cache(maxsize=REMEMBERED)(self._compared)

    def _compared(self, path: str) -> ResolverMatch:
        found = self.pattern.match(path)
        if not found:
            raise Resolver404({"path": path})
        rest, given, named = found
        for _place, entry in self._fitting(rest):
            try:
                match = entry._compared(rest) if isinstance(entry, Indexed) else entry.resolve(rest)
            except Resolver404:
                continue
            if match:
                return self._joined(entry, match, given, {**named, **self.default_kwargs})
        raise Resolver404({"tried": [], "path": rest})

    def _joined(
        self, entry: Entry, match: ResolverMatch, given: tuple[Any, ...], named: dict[str, Any]
    ) -> ResolverMatch:
        named = {**named, **match.kwargs}
        own = "" if isinstance(entry, URLPattern) else str(entry.pattern)
        return ResolverMatch(
            match.func,
            match.args if named else given + match.args,
            named,
            match.url_name,
            [self.app_name, *match.app_names],
            [self.namespace, *match.namespaces],
            self._join_route(own, match.route),  # type: ignore[attr-defined]
            captured_kwargs=match.captured_kwargs,  # type: ignore[attr-defined]
            extra_kwargs={**self.default_kwargs, **match.extra_kwargs},  # type: ignore[attr-defined]
        )


def _first_words(entry: Entry) -> tuple[str, ...]:
    """The words that every address of this entry begins with, as far as they are written out."""
    if not isinstance(entry.pattern, RoutePattern):
        return ()
    written, argument, _more = str(entry.pattern).partition("<")
    words = written.split("/")
    goes_on = bool(argument) or isinstance(entry, URLResolver)
    return tuple((words[:-1] if goes_on else words)[:WORDS])


def contributions(name: str) -> list[ModuleType]:
    """The submodule `name` (urls, api) of every room that has one, in order."""
    return [
        import_module(f"{room}.{name}") for room in applications() if find_spec(f"{room}.{name}") is not None
    ]


def _address(room: ModuleType) -> str:
    """Where a room's pages stand: /<room>/ unless it says otherwise (accounts holds the home page)."""
    return str(getattr(room, "PREFIX", f"{room.__name__.split('.')[-2]}/"))


def _under(address: str, included: tuple[Any, str | None, str | None]) -> Indexed:
    """As `path(address, include(…))`."""
    entries, app_name, namespace = included
    return Indexed(RoutePattern(address, is_endpoint=False), entries, app_name=app_name, namespace=namespace)


_rooms: list[Entry] = [_under(_address(room), include(room)) for room in contributions("urls")]

if find_spec("khuevan.config.api") is not None:
    from .api import api

    _rooms.append(_under("api/v1/", api.urls))

urlpatterns: list[Entry] = [Indexed(RoutePattern("", is_endpoint=False), _rooms)]

handler400 = "khuevan.kernel.ui.errors.bad_request"
handler403 = "khuevan.kernel.ui.errors.refused"
handler404 = "khuevan.kernel.ui.errors.not_found"
handler500 = "khuevan.kernel.ui.errors.broken"
