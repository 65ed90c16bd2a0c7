"""Signing what waits for somebody: whole classes in one gesture, each card whole or not at all.

A gesture is one transaction: a process that dies leaves what was signed before, and the rest waiting.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from khuevan.kernel import audit, clock, events
from khuevan.kernel.access import Actor, Refused
from khuevan.register.signing import services as signing

from ..choices import CardState, SlotKind
from ..events import CardIssued
from ..models import Card, CardSlot, CardVersion
from ..permissions import SIGN
from ..queries.layouts import layout_for
from ..queries.waiting import slots_for
from ..rules import slots as places
from ..rules import states
from .errors import CardError
from .refreshing import refresh_class
from .versions import Standing, standing_of

MOST: Final = 400
"""Signatures in one gesture; the rest waits for the next."""
Stamp = Callable[[bytes], bytes]
Pair = tuple[int, str]
"""Class and kind of slot."""


@dataclass
class Gesture:
    """What came of it. waits: why the rest was not signed; left: more waits than one gesture takes."""

    cards: set[int] = field(default_factory=set)
    signatures: int = 0
    issued: int = 0
    waits: str = ""
    refused: list[str] = field(default_factory=list)
    left: bool = False

    def told(self) -> list[tuple[str, str]]:
        """(success, warning, info or error; a sentence) for the person who signed."""
        said = []
        if self.signatures:
            figures = {"cards": len(self.cards), "signatures": self.signatures}
            text = _("Đã ký %(cards)d học bạ (%(signatures)d chữ ký).") % figures
            if self.issued:
                text += " " + _("%(many)d học bạ đã phát hành.") % {"many": self.issued}
            said.append(("success", text))
        if self.waits:
            said.append(("warning", _("Phần còn lại chưa ký: %(why)s") % {"why": self.waits}))
        if self.left:
            said.append(("info", _("Còn học bạ chờ ký: hãy bấm ký lần nữa.")))
        return said + [("error", words) for words in self.refused[:5]]


@dataclass(frozen=True)
class Part:
    """The slots of one card that are signed together."""

    standing: Standing
    slots: tuple[CardSlot, ...]
    in_stead_of: int | None

    def order(self) -> signing.XmlOrder:
        """For the signer, over the file as it stands at this moment: another part may have signed it just now."""
        content = bytes(self.standing.version.content)
        return signing.XmlOrder(
            content, tuple(map(_place, self.slots)), role=_role(self.slots[0], self.in_stead_of)
        )


def sign_waiting(
    actor: Actor, pairs: Collection[Pair], *, certificate: Any, signer: signing.Signer, at: datetime,
    stamp: Stamp | None,
) -> Gesture:  # fmt: skip
    """Every slot of these classes and kinds whose turn has come, with one certificate. What the cards say is brought up
    to date first, so that nobody signs what is no longer so.

    Raises Refused, CardError where nothing can be signed at all, SignerFailed, NoStamp.
    """
    done = Gesture()
    with transaction.atomic():
        up_to_date(actor, {class_id for class_id, _kind in pairs}, at=at)
        for kind in places.KINDS:
            wanted = {class_id for class_id, one in pairs if one == kind}
            if not wanted or done.waits:
                continue
            for parts in parts_of(actor, wanted, kind, certificate, at=at, most=MOST - done.signatures):
                _sign(actor, parts, done, certificate, signer, at=at, stamp=stamp)
        done.left = done.signatures >= MOST
    return done


def up_to_date(actor: Actor, class_ids: Iterable[int], *, at: datetime) -> None:
    """Composes the cards of these classes again, waiting for others who do. Raises CardError."""
    group_model: Any = Card._meta.get_field("class_group").related_model
    for group in group_model.objects.filter(pk__in=list(class_ids)).order_by("pk"):
        refresh_class(actor, group, at=at)


def parts_of(
    actor: Actor, class_ids: Collection[int], kind: str, certificate: Any, *, at: datetime, most: int,
    slot_ids: Collection[int] | None = None,
) -> list[list[Part]]:  # fmt: skip
    """What is to be signed, one list for each person in whose stead (oneself first). Locks the cards.

    Raises Refused: the wrong kind of certificate, another's, no posting at the school that day, no stand-in act.
    """
    demand_certificate(actor, certificate, kind)
    rows = slots_for(actor, clock.on(at), class_ids=class_ids).filter(
        kind=kind, school_id=certificate.unit_id
    )
    if slot_ids is not None:
        rows = rows.filter(pk__in=list(slot_ids))
    found = list(rows.select_related("card").order_by("card__sort_key", "card_id", "id")[: max(most, 0)])
    steads: dict[int | None, list[CardSlot]] = {}
    for slot in found:
        steads.setdefault(_stead(actor, slot), []).append(slot)
    for person in steads:
        signing.demand_standing(actor, unit_id=certificate.unit_id, at=at, in_stead_of=person)
    standing = standing_of({slot.card for slot in found})
    return [
        _parts(ones, standing, person, kind)
        for person, ones in sorted(steads.items(), key=lambda one: one[0] or 0)
    ]


def demand_certificate(actor: Actor, certificate: Any, kind: str) -> None:
    """Raises Refused."""
    if certificate.person_id != actor.person_id:
        raise Refused(_("Chỉ ký được bằng chứng thư của chính mình."))
    if kind == SlotKind.SEAL and not certificate.is_seal:
        raise Refused(_("Đóng dấu cần chứng thư con dấu của trường; chứng thư đã chọn là của cá nhân."))
    if kind != SlotKind.SEAL and certificate.is_seal:
        raise Refused(_("Chữ ký này cần chứng thư cá nhân; chứng thư đã chọn là con dấu của trường."))


def _stead(actor: Actor, slot: CardSlot) -> int | None:
    """Head and seal are signed by office, the others by the person or for them."""
    if slot.kind in (SlotKind.HEAD, SlotKind.SEAL) or slot.person_id == actor.person_id:
        return None
    return slot.person_id


def _parts(
    slots: Sequence[CardSlot], standing: dict[int, Standing], person: int | None, kind: str
) -> list[Part]:
    by_card: dict[int, list[CardSlot]] = {}
    for slot in slots:
        if slot.card_id in standing:
            by_card.setdefault(slot.card_id, []).append(slot)
    found = []
    for card_id, ones in by_card.items():
        one = standing[card_id]
        held = {slot.pk: slot for slot in one.slots if slot.signed_at is None}
        mine = tuple(held[slot.pk] for slot in ones if slot.pk in held)
        if not mine or one.card.state not in states.ready_states(kind, one.card.level):
            continue  # somebody was quicker while we waited for the lock
        found.append(Part(one, mine, person))
    return found


def _place(slot: CardSlot) -> signing.Slot:
    place = places.place_of(slot.kind, slot.subject_code)
    return signing.Slot(place.address, place.covers, place.id)


def _role(slot: CardSlot, person: int | None) -> str:
    """Goes into the signature: in Vietnamese, whoever's pages are in which language."""
    with translation.override("vi"):
        said = str(SlotKind(slot.kind).label)
        return _("%(role)s, ký thay %(name)s") % {"role": said, "name": slot.person_name} if person else said


def _sign(
    actor: Actor, parts: Sequence[Part], done: Gesture, certificate: Any, signer: signing.Signer, *, at: datetime,
    stamp: Stamp | None,
) -> None:  # fmt: skip
    if not parts or done.waits:
        return
    outcomes = signing.sign_xml(signer, [part.order() for part in parts], at=at, stamp=stamp)
    store_signed(actor, parts, outcomes, done, certificate, at=at, stamped=stamp is not None)


def store_signed(
    actor: Actor, parts: Sequence[Part], outcomes: Sequence[signing.Outcome], done: Gesture, certificate: Any, *,
    at: datetime, stamped: bool, signed_at: datetime | None = None,
) -> None:  # fmt: skip
    """Writes down what was signed: files, slots, states, the log of signatures. What waits stays as it was."""
    moment = signed_at or at
    whole: list[tuple[Part, bytes]] = []
    for part, outcome in zip(parts, outcomes, strict=True):
        if outcome.content is not None:
            whole.append((part, outcome.content))
        elif outcome.refused:
            done.refused.append(f"{part.standing.card.full_name}: {outcome.refused}")
        else:
            done.waits = outcome.waits
    if not whole:
        return
    written: list[signing.Signed] = []
    for part, content in whole:
        written += _mark(part, content, actor, certificate, moment, at, stamped)
    cards = [part.standing.card for part, _content in whole]
    with audit.act(actor, SIGN.code, at=at, unit_id=certificate.unit_id) as act:
        versions = [part.standing.version for part, _content in whole]
        CardVersion.objects.bulk_update(versions, ["content", "digest", "issued_at"], batch_size=100)
        slots = [slot for part, _content in whole for slot in part.slots]
        CardSlot.objects.bulk_update(
            slots, ["signed_at", "signed_by", "signed_name", "certificate"], batch_size=200
        )
        Card.objects.bulk_update(cards, ["state", "issued_at"], batch_size=200)
        act.note(cards=len(cards), signatures=len(slots))
        signing.record_signatures(actor, certificate=certificate, signed=written, at=at)
    done.cards.update(card.pk for card in cards)
    done.signatures += len(slots)
    for part, _content in whole:
        card, version = part.standing.card, part.standing.version
        if card.state == CardState.ISSUED:
            done.issued += 1
            events.publish(CardIssued(card.pk, card.school_id, version.number, version.digest))


def _mark(
    part: Part, content: bytes, actor: Actor, certificate: Any, moment: datetime, at: datetime, stamped: bool
) -> list[signing.Signed]:
    card, version = part.standing.card, part.standing.version
    version.content, version.digest = content, hashlib.sha256(content).hexdigest()
    for slot in part.slots:
        slot.signed_at, slot.signed_by_id = moment, actor.person_id
        slot.signed_name, slot.certificate_id = actor.name[:150], certificate.pk
    mine = {slot.pk for slot in part.slots}
    card.state = states.state_of(
        (slot.kind, slot.pk in mine or slot.signed_at is not None) for slot in part.standing.slots
    )
    if card.state == CardState.ISSUED:
        card.issued_at = version.issued_at = at
    return [
        signing.Signed(
            kind=layout_for(card.level).code,
            title=f"{card.code} {card.full_name}",
            digest=version.digest,
            level="XAdES-B-T" if stamped else "XAdES-B-B",
            slot=places.place_of(slot.kind, slot.subject_code).id,
            stamped_at=at if stamped else None,
            in_stead_of=part.in_stead_of,
        )
        for slot in part.slots
    ]


def demand_any(done: Gesture) -> None:
    """Raises CardError where nothing was signed although something was asked."""
    if not done.signatures and not done.waits and not done.refused:
        raise CardError(
            _("Không còn học bạ nào chờ chữ ký này: có thể dữ liệu vừa thay đổi hoặc đã ký xong.")
        )
