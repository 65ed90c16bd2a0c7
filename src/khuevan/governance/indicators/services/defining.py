"""Indicators that people define: proposed by one, approved by another, each version from a day on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.measures import Unreadable, read_measure
from khuevan.kernel.records import Invalid, typed_words
from khuevan.register.accounts import queries as accounts

from ..models import OwnIndicator, OwnState
from ..permissions import DECIDE_OWN, PROPOSE_OWN
from ..queries.indicators import facts_to_count, splits_over

_WORD = re.compile(r"^[a-z][a-z0-9_]{1,39}$")


def propose_indicator(
    *, actor: Actor, at: datetime, word: str, label: str, unit: str, decimals: int, facts: str,
    definition: Mapping[str, Any], splits: Sequence[str], purpose: str,
) -> OwnIndicator:  # fmt: skip
    """Another version where the word is known. It counts once somebody else approved it.

    Raises access.Refused, Invalid."""
    access.demand(actor, PROPOSE_OWN)
    if not _WORD.match(word):
        raise Invalid({"word": _("Mã gồm chữ thường không dấu, số và gạch dưới, từ 2 đến 40 ký tự.")})
    label, unit = _said("label", label, 200), _said("unit", unit, 40)
    purpose = _said("purpose", purpose, 500)
    if not 0 <= decimals <= 4:
        raise Invalid({"decimals": _("Từ 0 đến 4 chữ số thập phân.")})
    over = facts_to_count(facts)
    if over is None:
        raise Invalid({"facts": _("Không có loại hồ sơ này.")})
    known = {one.column for one in splits_over(over)}
    strangers = sorted(set(splits) - known)
    if strangers:
        said = {"facts": over.label, "column": ", ".join(strangers)[:100]}
        raise Invalid({"splits": _("«%(facts)s» không phân tổ được theo «%(column)s».") % said})
    try:
        read_measure(over, definition)
    except Unreadable as unreadable:
        raise Invalid({unreadable.field: unreadable.reason}) from None
    with database.acting(access.system()), audit.act(actor, PROPOSE_OWN.code, at=at) as act:
        before = OwnIndicator.objects.select_for_update().filter(word=word).order_by("-version").first()
        if before is not None and before.state == OwnState.PROPOSED:
            raise Invalid({"word": _("Một phiên bản của mã này đang chờ duyệt.")})
        made = OwnIndicator.objects.create(
            word=word, version=before.version + 1 if before else 1, label=label, unit=unit, decimals=decimals,
            facts=facts, definition=dict(definition), splits=list(dict.fromkeys(splits)), purpose=purpose,
            proposed_by_id=actor.account_id or 0, proposed_by=actor.name[:200], proposed_at=at,
        )  # fmt: skip
        act.on(made)
    return made


def decide_indicator(
    *,
    actor: Actor,
    at: datetime,
    own_id: int,
    approves: bool,
    valid_from: date | None = None,
    remark: str = "",
) -> OwnIndicator:
    """Approved, it counts from that day and the version before ends with it. Raises access.Refused, Http404, Invalid."""
    access.demand(actor, DECIDE_OWN)
    remark = " ".join(remark.replace("\x00", "").split())[:500]
    with database.acting(access.system()), audit.act(actor, DECIDE_OWN.code, at=at, why=remark) as act:
        found = OwnIndicator.objects.select_for_update().filter(pk=own_id).first()
        if found is None:
            raise Http404
        if found.state != OwnState.PROPOSED:
            raise Invalid({"remark": _("Phiên bản này đã được quyết định.")})
        if _is_proposer(found, actor):
            raise access.Refused(_("Người đề nghị không tự duyệt chỉ tiêu của mình."))
        if not approves and len(remark) < 5:
            raise Invalid({"remark": _("Ghi vì sao không duyệt.")})
        found.state = OwnState.APPROVED if approves else OwnState.REFUSED
        found.decided_by, found.decided_at, found.remark = actor.name[:200], at, remark
        if approves:
            found.valid_from = valid_from or clock.on(at)
            if found.valid_from < clock.on(at):
                raise Invalid({"valid_from": _("Không áp dụng từ ngày đã qua.")})
            later = Q(valid_until=None) | Q(valid_until__gt=found.valid_from)
            others = OwnIndicator.objects.filter(later, word=found.word, state=OwnState.APPROVED)
            others.exclude(pk=found.pk).update(valid_until=found.valid_from)
        found.save()
        act.on(found)
    return found


def _is_proposer(found: OwnIndicator, actor: Actor) -> bool:
    """By the same account, or by another one of the same person."""
    if found.proposed_by_id == actor.account_id:
        return True
    proposer = accounts.account_by_id(found.proposed_by_id)
    return proposer is not None and proposer.person_id is not None and proposer.person_id == actor.person_id


def end_indicator(*, actor: Actor, at: datetime, own_id: int, remark: str) -> None:
    """It counts no more from today on. Raises access.Refused, Http404, Invalid."""
    access.demand(actor, DECIDE_OWN)
    said = _said("remark", remark, 500)
    with database.acting(access.system()), audit.act(actor, DECIDE_OWN.code, at=at, why=said) as act:
        rows = OwnIndicator.objects.select_for_update().filter(
            pk=own_id, state=OwnState.APPROVED, valid_until=None
        )
        found = rows.first()
        if found is None:
            raise Http404
        found.valid_until, found.remark = clock.on(at), said
        found.save(update_fields=["valid_until", "remark"])
        act.on(found)


def _said(field: str, text: str, most: int) -> str:
    short = _("Hãy ghi, nhiều nhất %(most)d ký tự.") % {"most": most}
    return typed_words(text, field, most=most, least=1, short=short)
