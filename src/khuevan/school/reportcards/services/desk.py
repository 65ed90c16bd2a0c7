"""Signing a class with a program on one's own computer: digests go out, signatures come back."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records.errors import Invalid
from khuevan.register.signing import queries as trust
from khuevan.register.signing import services as signing

from ..choices import SlotKind
from ..models import CardSlot
from ..rules import slots as places
from .errors import CardError
from .signing import MOST, Gesture, Pair, Part, Stamp, demand_any, parts_of, store_signed, up_to_date

LARGEST = 2 * 1024 * 1024
LIST: Final = "reportcards.card:sign"


def declare() -> None:
    signing.desk_list_work(LIST, signing.ListWork(_listed, _taken, back="reportcards:to_sign"))


def ask_desk(actor: Actor, pairs: Collection[Pair], *, certificate: Any, at: datetime) -> Any:
    """A list of what waits in these classes, of the first of the kinds in the order of the chain.

    Raises Refused, CardError.
    """
    kinds = [kind for kind in places.KINDS if any(one == kind for _class, one in pairs)]
    if not kinds:
        raise CardError(_("Hãy chọn ít nhất một lớp."))
    classes = {class_id for class_id, kind in pairs if kind == kinds[0]}
    with transaction.atomic():
        up_to_date(actor, classes, at=at)
        lists = parts_of(actor, classes, kinds[0], certificate, at=at, most=MOST)
        slots = [slot for parts in lists for part in parts for slot in part.slots]
        if not slots:
            demand_any(Gesture())
        return signing.keep_order(
            actor, code=LIST, certificate=certificate, given={"slots": [slot.pk for slot in slots]},
            title=_title(kinds[0], slots), at=at,
        )  # fmt: skip


def _title(kind: str, slots: Collection[CardSlot]) -> str:
    """With the first classes' names: whoever comes back to it days later has to know which it is."""
    group_model: Any = CardSlot._meta.get_field("class_group").related_model
    groups = group_model.objects.filter(pk__in={slot.class_group_id for slot in slots}).order_by("name", "pk")
    names = [one.name for one in groups[:4]]
    facts = {
        "kind": SlotKind(kind).label,
        "classes": ", ".join(names[:3]) + ("…" if len(names) > 3 else ""),
        "many": len(slots),
    }
    return _("%(kind)s, lớp %(classes)s: %(many)d chữ ký") % facts


def desk_json(actor: Actor, order: Any) -> str:
    """The list for the program; the same each time, as long as nothing changes. Raises Refused, CardError."""
    parts = _parts(actor, order, order.asked_at)
    names = [
        f"{part.standing.card.full_name} {slot.subject_code or slot.kind}"
        for part in parts
        for slot in part.slots
    ]
    if not parts:
        demand_any(Gesture())
    certificate: Any = order.certificate
    return signing.hash_list(certificate, [part.order() for part in parts], names, at=order.asked_at)


def desk_list(actor: Actor, order: Any) -> dict[str, Any]:
    """The same as values. Raises Refused, CardError."""
    found: dict[str, Any] = json.loads(desk_json(actor, order))
    return found


def take_desk(actor: Actor, order: Any, answer: bytes, *, at: datetime, stamp: Stamp | None) -> Gesture:
    """Takes the signatures that came back. What has changed since the list went out is left: it must be signed anew.

    Raises Refused, CardError, SignerFailed, CannotSign, NoStamp.
    """
    done, certificate = Gesture(), order.certificate
    with transaction.atomic():
        signing.close_order(actor, order, at=at)
        asked = CardSlot.objects.filter(pk__in=order.given["slots"]).values_list("class_group_id", flat=True)
        up_to_date(actor, set(asked), at=at)
        for stead in {part.in_stead_of for part in _parts(actor, order, at)}:
            parts = [part for part in _parts(actor, order, at) if part.in_stead_of == stead]
            orders = [part.order() for part in parts]
            known = signing.digests_of(certificate, orders, at=order.asked_at)
            signer = signing.answered(certificate, orders, _only(answer, known), at=order.asked_at)
            outcomes = signing.sign_xml(signer, orders, at=order.asked_at, stamp=stamp)
            store_signed(
                actor, parts, outcomes, done, certificate, at=at, stamped=stamp is not None, signed_at=order.asked_at
            )  # fmt: skip
        demand_any(done)
    return done


def _parts(actor: Actor, order: Any, at: datetime) -> list[Part]:
    """What of the list still waits."""
    if order.person_id != actor.person_id:
        raise Refused(_("Chỉ ký được bằng chứng thư của chính mình."))
    slots = CardSlot.objects.filter(pk__in=order.given["slots"], is_standing=True, signed_at=None)
    kinds = {(slot.class_group_id, slot.kind) for slot in slots}
    classes = {class_id for class_id, _kind in kinds}
    kind = next((kind for _class, kind in kinds), str(SlotKind.SUBJECT))
    lists = parts_of(actor, classes, kind, order.certificate, at=at, most=MOST, slot_ids=order.given["slots"])
    return [part for parts in lists for part in parts]


def _listed(actor: Actor, order: Any) -> str:
    try:
        return desk_json(actor, order)
    except CardError as refused:
        raise Invalid(str(refused)) from refused


def _taken(actor: Actor, order: Any, answer: bytes, at: datetime) -> signing.Taken:
    try:
        done = take_desk(actor, order, answer, at=at, stamp=trust.stamp_source(at))
    except CardError as refused:
        raise Invalid(str(refused)) from refused
    return signing.Taken(reverse("reportcards:to_sign"), done.told())


def _only(answer: bytes, known: Collection[bytes]) -> bytes:
    """The answer without the items whose content has changed in the meantime: those are signed anew. What cannot be read
    is left for who reads it for good."""
    try:
        said: Any = json.loads(answer) if len(answer) <= LARGEST else None
        items = said["items"]
        wanted = [one for one in items if base64.b64decode(one["hash"], validate=True) in known]
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error):
        return answer
    return json.dumps({**said, "items": wanted}).encode()
