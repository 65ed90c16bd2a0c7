"""Writing down what was signed. The room that owns the documents has decided that they may be signed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, events
from khuevan.kernel.access import Actor

from ..events import DocumentsSigned
from ..models import Certificate, Signature
from ..queries.standing import standing

SIGN = "signing.signature:make"


@dataclass(frozen=True)
class Signed:
    """kind: the document's layout; digest: SHA-256 of the signed file, hexadecimal; in_stead_of: the person whose
    signature it would have been, where a stand-in signed."""

    kind: str
    title: str
    digest: str
    level: str
    slot: str = ""
    stamped_at: datetime | None = None
    file_id: int | None = None
    in_stead_of: int | None = None


def demand_standing(
    actor: Actor, *, unit_id: int, at: datetime, in_stead_of: int | None = None
) -> tuple[str, int | None]:
    """The capacity in words and the stand-in act. Raises Refused where the person has no posting at the unit that day."""
    if actor.person_id is None:
        raise access.Refused(_("Tài khoản này không gắn với một người nên không ký được."))
    if actor.acting_for:
        raise access.Refused(_("Đang thao tác thay người khác thì không ký được."))
    held = standing(actor.person_id, unit_id, clock.on(at))
    if not held.may_sign:
        raise access.Refused(_("Bạn không công tác ở đơn vị này vào ngày ký nên không ký được."))
    capacity = ", ".join(held.own)[:150]
    if in_stead_of is None or in_stead_of == actor.person_id:
        return capacity, None
    stead = held.in_stead_of(in_stead_of)
    if stead is None:
        raise access.Refused(_("Bạn không được cử ký thay người này vào ngày ký."))
    return _("%(capacity)s, ký thay %(name)s") % {"capacity": capacity, "name": stead.absent}, stead.id


def record_signatures(
    actor: Actor, *, certificate: Certificate, signed: Sequence[Signed], at: datetime, why: str = ""
) -> uuid.UUID:
    """One gesture, one batch. Raises Refused: another's certificate, a retired one, no posting, no stand-in act."""
    if certificate.person_id != actor.person_id:
        raise access.Refused(_("Chỉ ký được bằng chứng thư của chính mình."))
    if certificate.retired_at is not None or not certificate.valid_from <= at < certificate.valid_until:
        raise access.Refused(_("Chứng thư này đã ngừng dùng hoặc hết hạn."))
    batch, unit_id = uuid.uuid4(), certificate.unit_id
    steads = {one.in_stead_of for one in signed}
    capacities = {one: demand_standing(actor, unit_id=unit_id, at=at, in_stead_of=one) for one in steads}
    rows = [
        Signature(
            unit_id=unit_id,
            person_id=actor.person_id,
            certificate=certificate,
            stand_in_id=capacities[one.in_stead_of][1],
            capacity=capacities[one.in_stead_of][0][:200],
            kind=one.kind[:60],
            title=one.title[:300],
            slot=one.slot[:100],
            level=one.level[:12],
            digest=one.digest,
            batch=batch,
            signed_at=at,
            stamped_at=one.stamped_at,
            file_id=one.file_id,
        )
        for one in signed
    ]
    with audit.act(actor, SIGN, at=at, on=certificate, unit_id=unit_id, why=why) as act:
        Signature.objects.bulk_create(rows, batch_size=500)
        act.note(batch=str(batch), signatures=len(rows))
        events.publish(DocumentsSigned(str(batch), unit_id, len(rows)))
    return batch
