"""The command palette: one box that finds pages here and, through the rooms' sources, schools and people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from khuevan.kernel import text as language
from khuevan.kernel.access import Actor

from .navigation import contributed, navigation

LIMIT = 8


@dataclass(frozen=True)
class Found:
    """`kind` is the heading it stands under; the source's own word, such as "Trường"."""

    title: str
    detail: str
    url: str
    icon: str = "arrow-right"
    kind: str | Promise = ""


Source = Callable[[Actor, str, int], list[Found]]


def pages(actor: Actor, text: str, limit: int) -> list[Found]:
    """Pages of the actor's navigation whose words hold every typed word, accents or not; all of them for no words."""
    wanted = language.fold(text).split()
    found = []
    for link in navigation(actor).links():
        words = language.fold(f"{link.label} {link.group} {link.also}")
        if all(word in words for word in wanted):
            found.append(Found(link.label, link.group, link.url, link.icon, _("Trang")))
    return found[:limit]


def search(actor: Actor, text: str, limit: int = LIMIT) -> list[Found]:
    """Pages first, then what each room's source finds within the actor's scope."""
    found = pages(actor, text, limit)
    if len(text) >= 2:
        sources: tuple[Source, ...] = contributed("PALETTE")
        for source in sources:
            found.extend(source(actor, text, limit))
    return found
