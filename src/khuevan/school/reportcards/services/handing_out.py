"""Files that leave the platform."""

from __future__ import annotations

from datetime import datetime

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor

from ..models import Card, CardVersion
from ..permissions import VIEW_CARDS
from ..queries.levels import Level, level_paper


def card_file(actor: Actor, card: Card, version: CardVersion, *, at: datetime) -> bytes:
    """The XML of a version, byte for byte, logged as an export. The caller has found the card within the actor's reach.

    Raises Refused.
    """
    access.demand(actor, VIEW_CARDS, on=card.school_id)
    audit.export(
        actor, "reportcards.card:export", at=at, rows=1, unit_id=card.school_id, card=card.code,
        version=version.number, digest=version.digest,
    )  # fmt: skip
    return bytes(version.content)


def level_file(actor: Actor, card: Card, level: Level, *, at: datetime) -> bytes:
    """The card of a level as a PDF, logged as an export. Raises Refused."""
    access.demand(actor, VIEW_CARDS, on=card.school_id)
    content = level_paper(level, at=at)
    audit.export(
        actor, "reportcards.level:export", at=at, rows=len(level.years), unit_id=card.school_id, card=card.code,
        years=[one.content.code for one in level.years],
    )  # fmt: skip
    return content
