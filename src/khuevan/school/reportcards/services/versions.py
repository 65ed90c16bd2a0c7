"""Storing a composed card: the version's XML, its slots, the signatures that go on holding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..choices import Origin, SlotKind
from ..models import Card, CardSlot, CardVersion
from ..queries.composing import Composed, numbered
from ..rules import slots as places
from ..rules import states
from ..rules.writing import INFO, NotWritable, part_digests, subject_id, write
from .errors import CardError


@dataclass
class Standing:
    """A card with the version that stands and its slots, locked."""

    card: Card
    version: CardVersion
    slots: list[CardSlot]


def standing_of(cards: Iterable[Card]) -> dict[int, Standing]:
    """By card; locks the cards in the order of their numbers. Three statements."""
    ids = [one.pk for one in cards]
    locked = {one.pk: one for one in Card.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    versions = {one.card_id: one for one in CardVersion.objects.filter(card_id__in=ids, ended_at=None)}
    slots: dict[int, list[CardSlot]] = {pk: [] for pk in ids}
    for slot in CardSlot.objects.filter(card_id__in=ids, is_standing=True).order_by("id"):
        slots[slot.card_id].append(slot)
    return {
        pk: Standing(locked[pk], versions[pk], slots[pk]) for pk in ids if pk in locked and pk in versions
    }


def covers_of(slot: CardSlot) -> str:
    """Id of what the slot covers."""
    return places.place_of(slot.kind, slot.subject_code).covers


@dataclass(frozen=True)
class Fresh:
    """A new version to be stored, with what goes on holding from the one before."""

    card: Card
    composed: Composed
    number: int
    origin: Origin
    why: str = ""
    before: Standing | None = None


def store_versions(fresh: Sequence[Fresh], *, at: datetime, by: str) -> dict[int, int]:
    """Card -> signatures that fell. The versions before end. The caller holds act and permission.

    Raises CardError where something cannot be written.
    """
    ended = [one.before for one in fresh if one.before is not None]
    CardVersion.objects.filter(pk__in=[one.version.pk for one in ended]).update(ended_at=at)
    CardSlot.objects.filter(version_id__in=[one.version.pk for one in ended]).update(is_standing=False)
    versions, kept = [], []
    for one in fresh:
        content, parts, holding = _written(one)
        kept.append(holding)
        versions.append(
            CardVersion(
                school_id=one.card.school_id, card=one.card, number=one.number, origin=one.origin, why=one.why[:300],
                content=content, digest=hashlib.sha256(content).hexdigest(), parts=parts, made_at=at, made_by=by[:150],
            )
        )  # fmt: skip
    CardVersion.objects.bulk_create(versions, batch_size=200)
    every = [
        _slots(one, version, holding) for one, version, holding in zip(fresh, versions, kept, strict=True)
    ]
    CardSlot.objects.bulk_create([slot for ones in every for slot in ones], batch_size=500)
    cards, fallen = [], {}
    for one, ones, holding in zip(fresh, every, kept, strict=True):
        one.card.number, one.card.full_name = one.number, one.composed.enrolment.full_name
        one.card.state = states.state_of((slot.kind, slot.signed_at is not None) for slot in ones)
        cards.append(one.card)
        signed = sum(slot.signed_at is not None for slot in one.before.slots) if one.before else 0
        fallen[one.card.pk] = signed - len(holding)
    Card.objects.bulk_update(cards, ["number", "full_name", "state"], batch_size=200)
    return fallen


def _written(one: Fresh) -> tuple[bytes, dict[str, str], dict[tuple[str, str], CardSlot]]:
    """The XML with what is carried over, the digests of its parts, and the slots that go on holding."""
    content = numbered(one.composed.content, one.number)
    try:
        xml, parts = write(content), part_digests(content)
    except NotWritable as error:
        raise CardError(str(error)) from error
    before = one.before
    if before is None or one.origin == Origin.CORRECTED:
        return xml, parts, {}
    signed = {(slot.kind, covers_of(slot)): slot for slot in before.slots if slot.signed_at is not None}
    kept = states.kept_slots(signed, before.version.parts, parts)
    holding = {key: signed[key] for key in kept if _same_person(one.composed, signed[key])}
    if holding:
        carried = [places.place_of(slot.kind, slot.subject_code) for slot in holding.values()]
        xml = places.carried(xml, bytes(before.version.content), carried)
    return xml, parts, holding


def _same_person(composed: Composed, slot: CardSlot) -> bool:
    return composed.people.get((slot.kind, slot.subject_id), (None, ""))[0] == slot.person_id


def _slots(
    one: Fresh, version: CardVersion, holding: dict[tuple[str, str], CardSlot]
) -> list[CardSlot]:  # fmt: skip
    codes = {pk: code for code, pk in one.composed.subjects.items()}
    made = []
    for (kind, subject), (person, name) in one.composed.people.items():
        code = codes.get(subject, "") if subject is not None else ""
        slot = CardSlot(
            school_id=one.card.school_id, version=version, card=one.card, class_group_id=one.card.class_group_id,
            kind=SlotKind(kind), subject_id=subject, subject_code=code, person_id=person, person_name=name[:100],
        )  # fmt: skip
        held = holding.get((kind, subject_id(code) if code else INFO))
        if held is not None:
            slot.signed_at, slot.signed_by_id = held.signed_at, held.signed_by_id
            slot.signed_name, slot.certificate_id = held.signed_name, held.certificate_id
        made.append(slot)
    return made


def parts_now(composed: Composed, number: int) -> dict[str, str]:
    """Raises CardError."""
    try:
        return part_digests(numbered(composed.content, number))
    except NotWritable as error:
        raise CardError(str(error)) from error


def people_changed(composed: Composed, standing: Standing) -> bool:
    """Whether somebody else is to sign now, although the content may say the same."""
    now: dict[Any, int | None] = {key: person for key, (person, _name) in composed.people.items()}
    return now != {(slot.kind, slot.subject_id): slot.person_id for slot in standing.slots}
