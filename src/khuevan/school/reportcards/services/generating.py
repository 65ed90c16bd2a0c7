"""Making the cards of a class: one for each learner who stayed to the end of the year."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, events
from khuevan.kernel.access import Actor
from khuevan.school.gradebook import queries as gradebook

from ..choices import OPEN, CardState, Origin, SlotKind
from ..events import CardsGenerated
from ..models import Card, CardSlot
from ..permissions import GENERATE
from ..queries.composing import compose_class, members_of
from .errors import BooksAreOpen, CardError
from .refreshing import refresh_class, take_turns
from .versions import Fresh, store_versions

_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are read for one another: the code is printed and typed."""


@dataclass(frozen=True)
class Generated:
    """made: new cards; changed: those composed anew; unassigned: names of subjects or roles that nobody is to sign."""

    made: int
    changed: int
    unassigned: tuple[str, ...] = ()


def generate_class(actor: Actor, group: Any, *, at: datetime) -> Generated:
    """Cards for those of the class who have none; the others are brought up to date.

    Both terms must be closed: a card says what was stored then. Raises Refused, CardError.
    """
    access.demand(actor, GENERATE, on=group.school_id)
    if group.level == "preschool":
        raise CardError(_("Lớp mầm non không có học bạ."))
    if gradebook.closed_terms([group.pk])[group.pk] != {1, 2}:
        raise BooksAreOpen(
            _("Sổ điểm lớp %(name)s chưa khóa đủ hai học kỳ. Hãy khóa sổ trước, rồi lập học bạ.")
            % {"name": group.name}
        )
    with transaction.atomic(), audit.act(actor, GENERATE.code, at=at, on=group) as act:
        take_turns(group.pk)
        refreshed = refresh_class(actor, group, at=at)
        kept = Card.objects.exclude(state=CardState.CANCELLED)
        have = set(kept.filter(class_group_id=group.pk).values_list("enrolment_id", flat=True))
        missing = [one for one in members_of(group) if one.pk not in have]
        elsewhere = set(
            kept.filter(enrolment_id__in=[one.pk for one in missing]).values_list("enrolment_id", flat=True)
        )
        codes = {one.pk: (_code(group.school_year.code), 1) for one in missing if one.pk not in elsewhere}
        composed = compose_class(group, codes, at=at)
        cards = [
            Card(
                school_id=group.school_id, enrolment=one.enrolment, class_group_id=group.pk,
                school_year_id=group.school_year_id, code=one.content.code, level=group.level,
                full_name=one.enrolment.full_name, sort_key=one.enrolment.sort_key, made_at=at,
            )
            for one in composed
        ]  # fmt: skip
        Card.objects.bulk_create(cards, batch_size=200)
        fresh = [Fresh(card, one, 1, Origin.FIRST) for card, one in zip(cards, composed, strict=True)]
        store_versions(fresh, at=at, by=actor.name)
        act.note(cards=len(cards))
        events.publish(CardsGenerated(group.pk, group.school_id, len(cards)))
    return Generated(len(cards), refreshed.changed, tuple(sorted(_nobody(group))))


def _nobody(group: Any) -> set[str]:
    """Subjects and roles of the class that nobody is named to sign for. The seal is whoever keeps it."""
    rows = CardSlot.objects.filter(
        class_group_id=group.pk, is_standing=True, person=None, signed_at=None, card__state__in=OPEN
    ).exclude(kind=SlotKind.SEAL)
    found = rows.order_by().values_list("kind", "subject__name").distinct()
    return {subject or str(SlotKind(kind).label) for kind, subject in found}


def _code(year: str) -> str:
    """HB2526-K7Q2M-9XWTD: of the year, and by chance, so that nobody guesses another's."""
    drawn = "".join(secrets.choice(_LETTERS) for _place in range(10))
    return f"HB{year[2:4]}{year[7:9]}-{drawn[:5]}-{drawn[5:]}"
