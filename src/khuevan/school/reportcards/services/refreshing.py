"""Composing the open cards of a class again: where what a card says has changed, a new version stands, and exactly the
signatures over what has changed fall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from khuevan.kernel import audit, events
from khuevan.kernel.access import Actor
from khuevan.kernel.database import Turn

from ..choices import OPEN, Origin
from ..events import CardChanged
from ..models import Card
from ..queries.composing import compose_class
from .versions import Fresh, parts_now, people_changed, standing_of, store_versions

CLASS = Turn("reportcards.class")
REFRESH = "reportcards.card:refresh"


@dataclass(frozen=True)
class Refreshed:
    """changed: cards with a new version; fallen: signatures that hold no more."""

    changed: int = 0
    fallen: int = 0


def refresh_class(actor: Actor, group: Any, *, at: datetime, why: str = "") -> Refreshed:
    """No permission of its own: it only brings to paper what others were allowed to change. Issued cards stay.

    Raises CardError where something cannot be written.
    """
    cards = list(Card.objects.filter(class_group_id=group.pk, state__in=OPEN).order_by("pk"))
    if not cards:
        return Refreshed()
    with transaction.atomic():
        take_turns(group.pk)
        standing = standing_of(cards)
        open_ones = {pk: one for pk, one in standing.items() if one.card.state in OPEN}
        codes = {one.card.enrolment_id: (one.card.code, one.card.number) for one in open_ones.values()}
        fresh = []
        by_enrolment = {one.card.enrolment_id: one for one in open_ones.values()}
        for composed in compose_class(group, codes, at=at):
            before = by_enrolment[composed.enrolment.pk]
            same = parts_now(composed, before.card.number) == before.version.parts
            if same and not people_changed(composed, before):
                continue
            fresh.append(Fresh(before.card, composed, before.card.number + 1, Origin.CHANGED, why, before))
        if not fresh:
            return Refreshed()
        with audit.act(actor, REFRESH, at=at, on=group, why=why) as act:
            fallen = store_versions(fresh, at=at, by=actor.name)
            act.note(cards=len(fresh), signatures=sum(fallen.values()))
            for one in fresh:
                events.publish(CardChanged(one.card.pk, one.card.school_id, one.number, fallen[one.card.pk]))
    return Refreshed(len(fresh), sum(fallen.values()))


def take_turns(class_id: int) -> None:
    """Those who make and bring up to date the cards of a class wait for one another."""
    CLASS.of(class_id).wait()
