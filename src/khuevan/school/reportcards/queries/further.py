"""What may be done with an issued card in the rooms above: they say it when they are loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission

from ..models import Card


@dataclass(frozen=True)
class Further:
    """address: of the card's code and the holder's sector number."""

    label: str | Promise
    icon: str
    permission: Permission
    address: Callable[[str, str], str]


_further: list[Further] = []


def continues_at(step: Further) -> None:
    """For the room above."""
    _further.append(step)


def further_steps(actor: Actor, card: Card, learner: str) -> list[tuple[str, str, str]]:
    """(words, address, icon) of what this actor may do with the card."""
    return [
        (str(one.label), one.address(card.code, learner), one.icon)
        for one in _further
        if access.decide(actor, one.permission, on=card.school_id)
    ]
