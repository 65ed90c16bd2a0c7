"""What the rooms hang into the shell: entries of the side navigation and the user's menu, cards of the home page.

Rooms declare NAVIGATION, PALETTE and HOME in their urls.py; the resolver already holds those modules in order, so
they are read from it and nothing registers itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from django.urls import URLResolver, get_resolver, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from khuevan.kernel.access import Actor, Permission, Reach, decide

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """A page that the navigation leads to. Without a permission anybody signed in sees it.

    `place`: "side"; "user" for the menu under one's name; "start" for work that the home page offers to begin;
    "everybody" for the bar of pages that everybody sees, signed in or not.
    `also`: other words by which the palette finds it. `any_of`: the permissions of which one is enough, asked for
    once all rooms are there. `own`: of oneself and those one stands for; who holds an office and stands for nobody does
    not see it.
    """

    name: str
    label: Words
    icon: str = "point"
    group: Words = ""
    permission: Permission | None = None
    order: int = 50
    place: str = "side"
    also: Words = ""
    any_of: Callable[[], Iterable[Permission]] | None = None
    own: bool = False

    def is_for(self, actor: Actor) -> bool:
        if self.own and not _is_private(actor):
            return False
        if self.any_of is not None:
            return any(decide(actor, permission) for permission in self.any_of())
        return self.permission is None or bool(decide(actor, self.permission))


@dataclass(frozen=True)
class Card:
    """Something that awaits the person on the home page; lower `order` stands first."""

    title: Words
    figure: str | int | None = None
    detail: Words = ""
    url: str = ""
    icon: str = "circle-dot"
    tone: str = "primary"
    order: int = 50


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    group: str
    also: str


@dataclass(frozen=True)
class Group:
    """begins: the first one of another part of the house than the group before."""

    label: str
    links: tuple[Link, ...]
    begins: bool = False

    def holds(self, address: str) -> bool:
        return any(link.url == address for link in self.links)


LONG = 16
"""Entries that fit on a laptop's screen; with more, only the group that one is in stands open."""


@dataclass(frozen=True)
class Navigation:
    side: tuple[Group, ...]
    user: tuple[Link, ...]
    start: tuple[Link, ...] = ()

    @property
    def is_long(self) -> bool:
        return sum(len(group.links) for group in self.side) > LONG

    def links(self) -> tuple[Link, ...]:
        return (*(link for group in self.side for link in group.links), *self.start, *self.user)


NOWHERE = Navigation((), ())
_LIMIT = 512
_seen: dict[Any, Navigation] = {}


@cache
def contributed(name: str) -> tuple[Any, ...]:
    """All that the rooms' urls modules hold under `name` (NAVIGATION, PALETTE, HOME), in the order of the rooms."""
    return tuple(one for room in _rooms(get_resolver()) for one in getattr(room.urlconf_module, name, ()))


def _rooms(resolver: URLResolver) -> Iterator[URLResolver]:
    """Each room's addresses, in the order of the rooms."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from [entry] if entry.namespace else _rooms(entry)


def navigation(actor: Actor) -> Navigation:
    """The pages this actor may open. Filtered once for each set of permissions and language, then remembered: it
    depends on nothing else, and a province has a few dozen sets, not one per person."""
    if not actor.is_known:
        return NOWHERE
    key = (rights(actor), get_language())
    found = _seen.get(key)
    if found is None:
        if len(_seen) >= _LIMIT:
            _seen.clear()
        found = _seen[key] = _filtered(actor)
    return found


def rights(actor: Actor) -> Hashable:
    """All of an actor that the navigation follows from."""
    return (actor.is_known, actor.permission_codes, actor.everything, _is_private(actor))


def _is_private(actor: Actor) -> bool:
    """Who comes for themselves or for those they stand for."""
    own = Reach.nothing() if actor.person_id is None else Reach.of([actor.person_id])
    return not actor.permission_codes or actor.persons | own != own


def _filtered(actor: Actor) -> Navigation:
    allowed = [entry for entry in contributed("NAVIGATION") if entry.is_for(actor)]
    wings = _wings_of(allowed)
    ranks: dict[str, int] = {}
    firsts: dict[str, int] = {}
    for entry in sorted(allowed, key=lambda entry: entry.order):
        ranks.setdefault(str(entry.group), entry.order)
        firsts.setdefault(wings.get(str(entry.group), ""), entry.order)

    def place_of(entry: Entry) -> tuple[Any, ...]:
        group = str(entry.group)
        wing = wings.get(group, "")
        return (firsts[wing] if group else -1, wing, ranks[group], group, entry.order)

    allowed.sort(key=place_of)
    links = [
        (
            entry.place,
            Link(str(entry.label), reverse(entry.name), entry.icon, str(entry.group), str(entry.also)),
        )
        for entry in allowed
    ]
    side = groupby((link for place, link in links if place == "side"), key=lambda link: link.group)
    groups: list[Group] = []
    for label, members in side:
        before = groups[-1].label if groups else ""
        begins = bool(before and label) and wings[before] != wings[label]
        groups.append(Group(label, tuple(members), begins))
    return Navigation(
        side=tuple(groups),
        user=tuple(link for place, link in links if place == "user"),
        start=tuple(link for place, link in links if place == "start"),
    )


def _wings_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Group -> the wing that its first entry comes from: groups of one wing stand together."""
    found: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: entry.order):
        if entry.place == "side" and entry.group:
            found.setdefault(str(entry.group), _wing_of(entry.name.partition(":")[0]))
    return found


@cache
def _wing_of(room: str) -> str:
    """The folder that the room stands in."""
    for one in _rooms(get_resolver()):
        if one.namespace == room:
            words = str(getattr(one.urlconf_module, "__name__", "")).split(".")
            return words[-3] if len(words) > 2 else ""
    return ""


def home_cards(actor: Actor, on: date) -> list[Card]:
    """What awaits this actor, from every room that has something to say."""
    sources: tuple[Callable[[Actor, date], Card | None], ...] = contributed("HOME")
    cards = [card for source in sources if (card := source(actor, on)) is not None]
    return sorted(cards, key=lambda card: card.order)
