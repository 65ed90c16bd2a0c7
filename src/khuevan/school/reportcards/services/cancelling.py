"""Cancelling cards that were made by mistake and never issued. Nothing is taken away: card, versions and slots stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, events, text
from khuevan.kernel.access import Actor

from ..choices import OPEN, CardState
from ..events import CardCancelled
from ..models import Card, CardSlot, CardVersion
from ..permissions import APPROVE, GENERATE
from .errors import CardError
from .refreshing import take_turns

CANCEL = "reportcards.card:cancel"


def cancel_card(actor: Actor, card: Card, *, reason: str, at: datetime) -> None:
    """Another may be made for the learner afterwards. Raises Refused, CardError."""
    if not _cancelled(actor, card.class_group, Card.objects.filter(pk=card.pk), reason, at):
        raise CardError(
            _("Chỉ hủy được học bạ chưa từng phát hành. Học bạ đã phát hành thì đính chính hoặc thu hồi.")
        )
    card.refresh_from_db()


def cancel_class(actor: Actor, group: Any, *, reason: str, at: datetime) -> int:
    """Every card of the class that was never issued; answers how many. Raises Refused, CardError where there is none."""
    many = _cancelled(actor, group, Card.objects.filter(class_group_id=group.pk), reason, at)
    if not many:
        raise CardError(_("Lớp không có học bạ nào chưa phát hành để hủy."))
    return many


def _cancelled(actor: Actor, group: Any, rows: Any, reason: str, at: datetime) -> int:
    access.demand(actor, GENERATE, on=group.school_id)
    said = text.nfc(reason).strip()
    if not said:
        raise CardError(_("Hãy ghi lý do."))
    if len(said) > 300:
        raise CardError(_("Lý do dài quá 300 ký tự."))
    with transaction.atomic():
        take_turns(group.pk)
        cards = _never_issued(rows)
        if not cards:
            return 0
        if CardSlot.objects.filter(card__in=cards, is_standing=True, signed_at__isnull=False).exists():
            access.demand(actor, APPROVE, on=group.school_id)
        ids = [one.pk for one in cards]
        with audit.act(actor, CANCEL, at=at, on=group, unit_id=group.school_id, why=said) as act:
            Card.objects.filter(pk__in=ids).update(
                state=CardState.CANCELLED, cancelled_at=at, cancelled_by=actor.name[:150], cancelled_why=said
            )
            CardVersion.objects.filter(card_id__in=ids, ended_at=None).update(ended_at=at)
            CardSlot.objects.filter(card_id__in=ids, is_standing=True).update(is_standing=False)
            act.note(cards=len(ids))
            for one in cards:
                events.publish(CardCancelled(one.pk, one.school_id, said))
    return len(ids)


def _never_issued(rows: Any) -> Sequence[Card]:
    """Locked. A card that is being corrected was issued once: its earlier version is out in the world."""
    issued = CardVersion.objects.filter(issued_at__isnull=False).values("card_id")
    found = rows.filter(state__in=OPEN).exclude(pk__in=issued)
    return list(found.select_for_update(of=("self",)).order_by("pk"))
