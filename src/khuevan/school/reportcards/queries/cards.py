"""Cards that somebody may see, their files, and who may be expected in which slot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.register.signing import queries as signing
from khuevan.school.schoolyear import queries as schoolyear

from ..choices import SlotKind
from ..models import Card, CardSlot, CardVersion
from ..permissions import EVERY_CLASS, VIEW_CARDS
from ..rules import slots as places
from ..rules.content import CardContent
from ..rules.reading import read
from .layouts import layout_for

LARGEST = 2**31 - 1
ClassGroup: Any = Card._meta.get_field("class_group").related_model


def cards(actor: Actor) -> QuerySet[Card]:
    """Every class where the actor may see every class, else one's own."""
    rows = Card.objects.within(access.scope(actor, VIEW_CARDS))
    everywhere = access.scope(actor, EVERY_CLASS)
    if not everywhere.covers(access.scope(actor, VIEW_CARDS)):
        own = Q(class_group_id__in=schoolyear.own_classes(actor))
        rows = rows.filter(own | Q(school_id__in=everywhere.ids()) if everywhere else own)
    found: QuerySet[Card] = rows.select_related("class_group", "school_year", "school")
    return found


def card_for(actor: Actor, card_id: int) -> Card:
    """Raises Http404 outside of what the actor may see."""
    found = cards(actor).filter(pk=card_id).first() if 0 < card_id <= LARGEST else None
    if found is None:
        raise Http404
    return found


def class_for(actor: Actor, class_id: int) -> Any:
    """A class whose cards the actor may see. Raises Http404."""
    rows = ClassGroup.objects.within(access.scope(actor, VIEW_CARDS)).filter(pk=class_id)
    found = rows.select_related("school", "school_year").first() if 0 < class_id <= LARGEST else None
    if found is None:
        raise Http404
    if found.school_id in access.scope(actor, EVERY_CLASS) or found.pk in schoolyear.own_classes(actor):
        return found
    raise Http404


def versions_of(card: Card) -> list[CardVersion]:
    """The latest first, without their files."""
    return list(CardVersion.objects.filter(card=card).defer("content").order_by("-number"))


def issued_version(card: Card) -> CardVersion | None:
    """The latest that was sealed: also while a correction waits to be signed, and after a recall."""
    return CardVersion.objects.filter(card=card, issued_at__isnull=False).order_by("-number").first()


def signed_xml(card: Card) -> bytes | None:
    """The sealed file of the latest issued version, byte for byte; None before the first is issued."""
    found = issued_version(card)
    return None if found is None else bytes(found.content)


def current_xml(card: Card) -> bytes:
    """The file as it stands, with the signatures so far."""
    return bytes(
        CardVersion.objects.filter(card=card).order_by("-number").values_list("content", flat=True)[0]
    )


def content_of(version: CardVersion) -> CardContent:
    return read(bytes(version.content))


def slots_of(version: CardVersion) -> list[CardSlot]:
    """In the order of the chain."""
    found = CardSlot.objects.filter(version=version).select_related("subject").order_by("id")
    return sorted(found, key=lambda one: places.KINDS.index(one.kind))


def expected_in(version: CardVersion) -> dict[str, set[str]]:
    """Slot (as the verifier names it) -> fingerprints of the certificates that may stand there: of whom the slot is, and
    of who is on record as having signed it by a stand-in act or by office."""
    slots = slots_of(version)
    people = {pk for slot in slots for pk in (slot.person_id, slot.signed_by_id) if pk is not None}
    known = signing.fingerprints_of(sorted(people), version.school_id)
    found: dict[str, set[str]] = {}
    for slot in slots:
        covers = places.place_of(slot.kind, slot.subject_code).covers
        key = f"{slot.kind}:{covers}" if slot.kind == SlotKind.SUBJECT else slot.kind
        for pk in (slot.person_id, slot.signed_by_id):
            found.setdefault(key, set()).update(known.get(pk or 0, ()))
    return found


def verified(card: Card, version: CardVersion, at: datetime) -> signing.Report:
    """The file of a version as our verifier sees it, with the roles that the chain knows."""
    return signing.verify(
        bytes(version.content),
        signing.trust(at),
        at=at,
        layout=layout_for(card.level),
        expected=expected_in(version),
    )


@dataclass(frozen=True)
class SlotReport:
    """A slot with what was found in it; None while it is empty."""

    slot: CardSlot
    report: Any


def slot_reports(version: CardVersion, report: signing.Report) -> list[SlotReport]:
    found = {(one.slot, one.target if one.slot == SlotKind.SUBJECT else ""): one for one in report.signatures}
    return [
        SlotReport(
            slot,
            found.get(
                (
                    slot.kind,
                    places.place_of(slot.kind, slot.subject_code).covers
                    if slot.kind == SlotKind.SUBJECT
                    else "",
                )
            ),
        )
        for slot in slots_of(version)
    ]
