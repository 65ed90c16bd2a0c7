"""The receiving school: verifying what came with a child, keeping it, countersigning."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, events, files
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.organisations import queries as organisations
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures
from khuevan.register.signing.queries import SignatureReport

from ..choices import Direction, KeptState
from ..events import CardsTakenOver
from ..formats import write_receipt
from ..models import Handover, KeptCard
from ..permissions import HAND_OVER
from ..rules import Fault, FaultKind, HandoverState, PackageKind, Place, Receipt, handover_step
from .examining import Examined, Looked, examine
from .handing_over import demand_step
from .packing import PACKAGE
from .sealing import sealed


class NotTaken(Exception):  # noqa: N818 - the name is what happened
    """What came does not hold; `found` says all that fails."""

    def __init__(self, found: Examined) -> None:
        super().__init__(f"{len(found.faults)} faults")
        self.found = found


def hold_cards(actor: Actor, *, school_id: int, content: bytes, name: str, at: datetime) -> Handover:
    """Verifies the archive and keeps it, waiting for the countersignature.

    Raises NotTaken, Refused, Invalid, FileRefused.
    """
    access.demand(actor, HAND_OVER, on=school_id)
    found = _examined(content, at)
    learner = _one_learner(found)
    _for_this_school(actor, found, school_id)
    if found.faults or found.manifest is None:
        with audit.act(actor, "custody.handover:refuse", at=at, unit_id=school_id) as refused:
            refused.note(faults=len(found.faults), digest=found.digest)
        raise NotTaken(found)
    with audit.act(actor, "custody.handover:hold", at=at, unit_id=school_id) as act:
        stored = files.store(
            access.system(), io.BytesIO(content), name=name or "hoc-ba.zip", at=at, unit_id=school_id, purpose=PACKAGE
        )  # fmt: skip
        handover = _held(actor, school_id, found, learner, stored.pk, at)
        _keep(handover, found.cards, at)
        act.on(handover)
        act.note(cards=handover.cards, sender=handover.other_name)
    return handover


def countersign(
    actor: Actor,
    handover: Handover,
    *,
    certificate_id: int,
    signer: signatures.Signer,
    version: int,
    at: datetime,
) -> Handover:
    """Signs the receipt with the school's seal; from now on the cards are in this school's keeping.

    Raises Refused, Invalid, SignerFailed, ChangedMeanwhile.
    """
    access.demand(actor, HAND_OVER, on=handover)
    demand_step(handover, "countersign")
    seal = signatures.demand_seal(actor, certificate_id, handover.school_id)
    school = organisations.unit(actor, handover.school_id)
    receipt = Receipt(
        package=handover.uid,
        digest=handover.digest,
        sender=Place(handover.other_code, handover.other_name),
        receiver=Place(school.code, school.name),
        received_at=at.replace(microsecond=0),
        cards=handover.cards,
    )
    title = _("Biên nhận học bạ số của %(name)s") % {"name": handover.name}
    with audit.act(actor, "custody.handover:countersign", at=at, on=handover):
        handover.receipt = sealed(
            actor, write_receipt(receipt), "BIEN_NHAN_HOC_BA", seal=seal, signer=signer, title=title, at=at
        )
        state = handover_step(HandoverState(handover.state), "countersign")
        assert state is not None
        handover.state, handover.ended_at, handover.ended_by = state, at, actor.name[:150]
        handover.save_checked(version, fields=["state", "ended_at", "ended_by", "receipt"])
        events.publish(CardsTakenOver(handover.pk, handover.school_id, handover.learner))
    return handover


def _examined(content: bytes, at: datetime) -> Examined:
    """With the eyes of a school that knows the sender only by what the administrators wrote down."""

    def doubt(code: str, seal: SignatureReport) -> str:
        return signing.why_not_seal_of(code, seal, at=at)

    return examine(
        io.BytesIO(content), at=at, trust=signing.trust(at), seal_doubt=doubt, card_doubt=doubt
    )  # fmt: skip


def _for_this_school(actor: Actor, found: Examined, school_id: int) -> None:
    """A fault where the sender sealed it for somebody else."""
    if found.manifest is None or found.manifest.kind != PackageKind.HANDOVER:
        return
    meant = found.manifest.receiver
    if meant.code and meant.code != organisations.unit(actor, school_id).code:
        found.faults.append(Fault(FaultKind.OTHER_RECEIVER, "", f"{meant.name} ({meant.code})"))


def _one_learner(found: Examined) -> str:
    """The number that all cards share; a fault where they do not, or where it is no handover."""
    if found.manifest is None:
        return ""
    if found.manifest.kind != PackageKind.HANDOVER:
        found.faults.append(
            Fault(FaultKind.MANIFEST, "", _("Đây là gói nộp Sở, không phải học bạ chuyển trường."))
        )
    numbers = {entry.learner for entry in found.manifest.entries}
    if len(numbers) > 1:
        found.faults.append(Fault(FaultKind.OTHER_LEARNER, "", ", ".join(sorted(numbers))[:200]))
    return min(numbers, default="")


def _held(
    actor: Actor, school_id: int, found: Examined, learner: str, file_id: int, at: datetime
) -> Handover:
    manifest = found.manifest
    assert manifest is not None
    try:
        with transaction.atomic():
            return Handover.objects.create(
                school_id=school_id,
                uid=manifest.uid,
                direction=Direction.IN,
                learner=learner,
                name=found.cards[-1].name[:100],
                other_code=manifest.sender.code,
                other_name=manifest.sender.name[:200],
                cards=len(found.cards),
                digest=found.digest,
                file_id=file_id,
                state=HandoverState.HELD,
                begun_at=at,
                begun_by=actor.name[:150],
            )
    except IntegrityError as again:
        raise Invalid({"file": _("Trường đã nhận hồ sơ này rồi.")}) from again


def _keep(handover: Handover, cards: list[Looked], at: datetime) -> None:
    """What the school has already, in this version or a later one, stays as it is."""
    have: dict[str, int] = dict(
        KeptCard.objects.filter(
            school_id=handover.school_id,
            code__in=[one.entry.code for one in cards],
            state=KeptState.CURRENT,
        ).values_list("code", "card_version")
    )
    new: list[Any] = [one for one in cards if have.get(one.entry.code, 0) < one.entry.version]
    KeptCard.objects.filter(
        school_id=handover.school_id, code__in=[one.entry.code for one in new], state=KeptState.CURRENT
    ).update(state=KeptState.REPLACED)
    KeptCard.objects.bulk_create(
        KeptCard(
            school_id=handover.school_id,
            handover=handover,
            code=one.entry.code,
            card_version=one.entry.version,
            digest=one.entry.digest,
            learner=one.entry.learner,
            name=one.name[:100],
            year=one.year[:9],
            class_name=one.class_name[:20],
            issued_by=one.school_name[:200],
            file_id=handover.file_id,
            member=one.entry.file,
            kept_at=at,
        )
        for one in new
    )
