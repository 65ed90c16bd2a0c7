"""Correction and recall of an issued card: signed acts of the head. The issued version stays, whatever comes after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, events, text
from khuevan.kernel.access import Actor
from khuevan.register.signing import services as signing

from ..choices import ActKind, CardState, Origin, SlotKind
from ..events import CardCorrected, CardRecalled
from ..models import Card, CardAct, CardVersion
from ..permissions import APPROVE
from ..queries.composing import compose_class
from ..queries.layouts import LAYOUT_ACT
from ..rules import acts
from ..rules.writing import NotWritable
from .errors import CardError
from .refreshing import take_turns
from .signing import demand_certificate
from .versions import Fresh, Standing, parts_now, standing_of, store_versions

Stamp = Callable[[bytes], bytes]


def recall_card(
    actor: Actor, card: Card, *, reason: str, certificate: Any, signer: signing.Signer, at: datetime,
    stamp: Stamp | None,
) -> CardAct:  # fmt: skip
    """The issued card holds no more. Raises Refused, CardError, SignerFailed, NoStamp."""
    with transaction.atomic():
        standing = _issued(actor, card, (CardState.ISSUED,))
        act = _acted(actor, standing, ActKind.RECALL, reason, certificate, signer, at, stamp)
        card.state = CardState.RECALLED
        Card.objects.filter(pk=card.pk).update(state=CardState.RECALLED)
        events.publish(CardRecalled(card.pk, card.school_id, act.version.number, act.reason))
    return act


def correct_card(
    actor: Actor, card: Card, *, reason: str, certificate: Any, signer: signing.Signer, at: datetime,
    stamp: Stamp | None,
) -> CardAct:  # fmt: skip
    """A new version of what the card says now, to be signed by everyone anew; the issued one is kept.

    Raises Refused, CardError (also where nothing has changed), SignerFailed, NoStamp.
    """
    with transaction.atomic():
        take_turns(card.class_group_id)
        standing = _issued(actor, card, (CardState.ISSUED, CardState.RECALLED))
        was_recalled = standing.card.state == CardState.RECALLED
        composed = compose_class(card.class_group, {card.enrolment_id: (card.code, card.number)}, at=at)
        if not composed:
            raise CardError(_("Học sinh không còn trong lớp này nên không lập lại học bạ được."))
        if not was_recalled and parts_now(composed[0], card.number) == standing.version.parts:
            raise CardError(
                _(
                    "Dữ liệu chưa khác bản đã phát hành. Hãy sửa điểm hoặc hồ sơ trước (mở lại sổ điểm), rồi đính chính."
                )
            )
        act = _acted(actor, standing, ActKind.CORRECT, reason, certificate, signer, at, stamp)
        with audit.act(actor, APPROVE.code, at=at, on=card, unit_id=card.school_id, why=act.reason):
            number = standing.card.number + 1
            fresh = Fresh(standing.card, composed[0], number, Origin.CORRECTED, act.reason, standing)
            store_versions([fresh], at=at, by=actor.name)
        card.state, card.number = standing.card.state, number
        events.publish(CardCorrected(card.pk, card.school_id, number, act.reason))
    return act


def _issued(actor: Actor, card: Card, states: tuple[CardState, ...]) -> Standing:
    access.demand(actor, APPROVE, on=card.school_id)
    standing = standing_of([card]).get(card.pk)
    if standing is None or standing.card.state not in states:
        raise CardError(_("Học bạ này chưa phát hành hoặc đã thu hồi: không đính chính, thu hồi được."))
    return standing


def _acted(
    actor: Actor, standing: Standing, kind: ActKind, reason: str, certificate: Any, signer: signing.Signer,
    at: datetime, stamp: Stamp | None,
) -> CardAct:  # fmt: skip
    said = text.nfc(reason).strip()
    if not said:
        raise CardError(_("Hãy ghi lý do."))
    if len(said) > 300:
        raise CardError(_("Lý do dài quá 300 ký tự."))
    demand_certificate(actor, certificate, SlotKind.HEAD)
    if certificate.unit_id != standing.card.school_id:
        raise access.Refused(_("Chứng thư này đăng ký ở một đơn vị khác."))
    signing.demand_standing(actor, unit_id=certificate.unit_id, at=at)
    card, version = standing.card, standing.version
    content = _signed(_content(card, version, kind, said, at), signer, at, stamp)
    digest = hashlib.sha256(content).hexdigest()
    with audit.act(actor, APPROVE.code, at=at, on=card, unit_id=card.school_id, why=said):
        made = CardAct.objects.create(
            school_id=card.school_id, card=card, version=version, kind=kind, reason=said, content=content, digest=digest,
            person_id=certificate.person_id, person_name=actor.name[:150], acted_at=at,
        )  # fmt: skip
        signed = signing.Signed(
            kind=LAYOUT_ACT.code, title=f"{kind.label}: {card.code} {card.full_name}", digest=digest,
            level="XAdES-B-T" if stamp else "XAdES-B-B", slot=acts.PLACE.id, stamped_at=at if stamp else None,
        )  # fmt: skip
        signing.record_signatures(actor, certificate=certificate, signed=[signed], at=at, why=said)
    return made


def _content(card: Card, version: CardVersion, kind: ActKind, reason: str, at: datetime) -> bytes:
    school: Any = card.school
    content = acts.ActContent(
        kind.value,
        card.code,
        version.number,
        version.digest,
        card.full_name,
        school.name,
        reason,
        clock.on(at),
    )
    try:
        return acts.write_act(content)
    except NotWritable as error:
        raise CardError(_("Lý do có ký tự không ghi được.")) from error


def _signed(content: bytes, signer: signing.Signer, at: datetime, stamp: Stamp | None) -> bytes:
    with translation.override("vi"):
        role = str(SlotKind.HEAD.label)
    slot = signing.Slot(acts.PLACE.address, acts.PLACE.covers, acts.PLACE.id)
    outcome = signing.sign_xml(signer, [signing.XmlOrder(content, (slot,), role=role)], at=at, stamp=stamp)[0]
    if outcome.content is None:
        raise CardError(outcome.refused or outcome.waits)
    return outcome.content
