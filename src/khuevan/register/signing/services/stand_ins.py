"""The act by which a head names who signs for somebody who left or is absent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, events, text
from khuevan.kernel.access import Actor
from khuevan.kernel.records.errors import Invalid

from ..events import StandInNamed
from ..models import StandIn
from ..permissions import NAME_STAND_IN
from ..queries.standing import colleagues

LONGEST = timedelta(days=366)
END = "signing.stand_in:end"


def name_stand_in(
    actor: Actor,
    *,
    unit_id: int,
    absent_id: int,
    person_id: int,
    valid_from: date,
    valid_until: date,
    reason: str,
    at: datetime,
) -> StandIn:
    """In [valid_from, valid_until), at most a year. The stand-in works at the unit; the absent one may have left.

    Raises Refused, Invalid with the field.
    """
    access.demand(actor, NAME_STAND_IN, on=unit_id)
    today, said = clock.on(at), text.nfc(reason).strip()
    if valid_until <= valid_from:
        raise Invalid({"valid_until": _("Ngày kết thúc phải sau ngày bắt đầu.")})
    if valid_until - valid_from > LONGEST:
        raise Invalid({"valid_until": _("Cử người ký thay tối đa một năm; hết hạn thì cử lại.")})
    if valid_from < today:
        raise Invalid({"valid_from": _("Không cử người ký thay cho những ngày đã qua.")})
    if person_id == absent_id:
        raise Invalid({"person": _("Người ký thay phải là người khác.")})
    if not said:
        raise Invalid({"reason": _("Hãy ghi lý do.")})
    if person_id not in {one.id for one in colleagues(unit_id, today)}:
        raise Invalid({"person": _("Người ký thay phải đang công tác ở trường.")})
    if _already(unit_id, absent_id, person_id, valid_from, valid_until):
        raise Invalid({"person": _("Người này đã được cử ký thay trong thời gian đó.")})
    made = StandIn(
        unit_id=unit_id,
        absent_id=absent_id,
        person_id=person_id,
        valid_from=valid_from,
        valid_until=valid_until,
        reason=said[:300],
        named_by=actor.name[:150],
        named_at=at,
    )
    with audit.act(actor, NAME_STAND_IN.code, at=at, unit_id=unit_id, why=said) as act:
        made.save(force_insert=True)
        act.on(made)
        events.publish(StandInNamed(made.pk, unit_id, absent_id, person_id))
    return made


def end_stand_in(actor: Actor, act_: StandIn, *, reason: str, at: datetime) -> None:
    """Ends at once; what was signed in the meantime stays. Raises Refused, Invalid."""
    access.demand(actor, NAME_STAND_IN, on=act_.unit_id)
    said = text.nfc(reason).strip()
    if act_.ended_at is not None:
        raise Invalid(_("Việc ký thay này đã chấm dứt."))
    if not said:
        raise Invalid({"reason": _("Hãy ghi lý do.")})
    with audit.act(actor, END, at=at, on=act_, unit_id=act_.unit_id, why=said):
        act_.ended_at, act_.ended_reason = at, said[:300]
        StandIn.objects.filter(pk=act_.pk, ended_at=None).update(ended_at=at, ended_reason=said[:300])


def _already(unit_id: int, absent_id: int, person_id: int, first: date, until: date) -> bool:
    return StandIn.objects.filter(
        unit_id=unit_id,
        absent_id=absent_id,
        person_id=person_id,
        ended_at=None,
        valid_from__lt=until,
        valid_until__gt=first,
    ).exists()
