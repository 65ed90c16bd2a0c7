"""Signing a frozen state: a certificate over the hash of its manifest, and so over every file of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures

from ..models import Snapshot, SnapshotSeal
from ..permissions import FREEZE
from ..queries.sealing import LAYOUT, SLOT, document_of
from ..queries.states import frozen, snapshot

SEAL = "indicators.snapshot:seal"


def seal_snapshot(
    *, actor: Actor, snapshot_id: int, certificate_id: int, signer: signatures.Signer, at: datetime
) -> SnapshotSeal:
    """Only a state that is whole. Raises access.Refused, Http404, Invalid, SignerFailed, NoStamp."""
    access.demand(actor, FREEZE)
    found = _whole(snapshot_id)
    certificate = signing.own_certificate(actor, certificate_id)
    with audit.act(actor, SEAL, at=at, on=found) as act:
        signatures.demand_standing(actor, unit_id=certificate.unit_id, at=at)
        stamp = signing.stamp_source(at)
        order = signatures.XmlOrder(document_of(found), (SLOT,), role=_("Người chốt số liệu"))
        outcome = signatures.sign_xml(signer, [order], at=at, stamp=stamp)[0]
        if outcome.content is None:
            raise Invalid({"certificate": outcome.refused or outcome.waits})
        content, level = outcome.content, "XAdES-B-T" if stamp else "XAdES-B-B"
        if stamp:
            content, level = _with_evidence(content, at)
        signed = signatures.Signed(
            kind=LAYOUT.code, title=str(found), digest=hashlib.sha256(content).hexdigest(), level=level,
            slot=LAYOUT.slots[0].code, stamped_at=at if stamp else None,
        )  # fmt: skip
        signatures.record_signatures(actor, certificate=certificate, at=at, signed=[signed])
        made = SnapshotSeal.objects.create(
            snapshot=found, unit_id=certificate.unit_id, signer=str(certificate.subject)[:300],
            sealed_by=actor.name[:200], sealed_at=at, level=level, content=content,
        )  # fmt: skip
        act.note(digest=found.digest, level=level)
    return made


def declare() -> None:
    """How it is done where the key is kept by a program on the user's computer."""
    signatures.desk_work(SEAL, _at_the_desk)


def _at_the_desk(actor: Actor, given: Mapping[str, Any], signer: signatures.Signer, at: datetime) -> str:
    seal_snapshot(
        actor=actor, snapshot_id=given["snapshot"], certificate_id=given["certificate"], signer=signer, at=at
    )
    return reverse("indicators:snapshot", args=[given["snapshot"]])


def _whole(snapshot_id: int) -> Snapshot:
    found = snapshot(snapshot_id)
    if found is None:
        raise Http404
    state = frozen(found)
    if state is None or state.broken:
        raise Invalid({"certificate": _("Tệp của kỳ không còn nguyên vẹn nên không ký được.")})
    return found


def _with_evidence(content: bytes, at: datetime) -> tuple[bytes, str]:
    """With what proves it where nobody can be asked any more, where the issuers answer now."""
    try:
        return signatures.extend_xml(content, SLOT.place, signing.trust(at), at=at), "XAdES-B-LT"
    except signatures.CannotSign:
        return content, "XAdES-B-T"
