"""The answers: consent, refusal, withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid

from ..events import TransferAccepted, TransferEnded
from ..models import Transfer
from ..permissions import DECIDE_TRANSFER, REQUEST_TRANSFER
from ..rules import Periods, awaited, return_due
from .sentences import demand_step


def sides_of(actor: Actor, permission: Permission, transfer: Transfer) -> tuple[str, ...]:
    """For which sides of the transfer the actor holds the permission."""
    reach = access.scope(actor, permission)
    found = [("sending", transfer.sending_id), ("receiving", transfer.receiving_id)]
    return tuple(side for side, unit in found if unit is not None and unit in reach)


def unit_of(transfer: Transfer, side: str) -> int | None:
    return transfer.sending_id if side == "sending" else transfer.receiving_id


def accept_transfer(
    actor: Actor,
    transfer: Transfer,
    *,
    version: int,
    at: datetime,
    class_group: Any = None,
    note: str = "",
) -> Transfer:
    """The head of the receiving school consents, perhaps naming the class. Raises Invalid, Refused, ChangedMeanwhile."""
    access.demand(actor, DECIDE_TRANSFER, on=transfer.receiving_id)
    demand_step(transfer, "accept", sides_of(actor, DECIDE_TRANSFER, transfer))
    on = clock.on(at)
    if class_group is not None:
        demand_class(transfer, class_group)
        transfer.class_group_id, transfer.to_class = class_group.pk, class_group.name
    transfer.state, transfer.answered_on, transfer.answer_note = "accepted", on, note.strip()[:300]
    transfer.due_on = return_due(periods_of(transfer), on)
    return _step(
        actor,
        transfer,
        "accept",
        transfer.receiving_id,
        version,
        at,
        ["state", "answered_on", "answer_note", "due_on", "class_group", "to_class"],
        TransferAccepted(transfer.pk, transfer.sending_id, transfer.receiving_id or 0),
    )


def refuse_transfer(actor: Actor, transfer: Transfer, *, version: int, at: datetime, why: str) -> Transfer:
    """The side that is awaited says no, and why. Raises Invalid, Refused, ChangedMeanwhile."""
    side = awaited(transfer.state)
    unit = unit_of(transfer, side) if side else transfer.sending_id
    access.demand(actor, DECIDE_TRANSFER, on=unit)
    demand_step(transfer, "refuse", sides_of(actor, DECIDE_TRANSFER, transfer))
    return _end(actor, transfer, "refuse", "refused", unit, version, at, why)


def withdraw_transfer(actor: Actor, transfer: Transfer, *, version: int, at: datetime, why: str) -> Transfer:
    """The side that asked takes the request back, and says why. Raises Invalid, Refused, ChangedMeanwhile."""
    unit = unit_of(transfer, transfer.opened_by)
    access.demand(actor, REQUEST_TRANSFER, on=unit)
    demand_step(transfer, "withdraw", sides_of(actor, REQUEST_TRANSFER, transfer))
    return _end(actor, transfer, "withdraw", "withdrawn", unit, version, at, why)


def periods_of(transfer: Transfer) -> Periods:
    return transfer.rule.periods if transfer.rule else Periods(None, None, None, None)


def demand_class(transfer: Transfer, group: Any) -> None:
    """Raises Invalid unless the class is one that takes this learner."""
    if group is None:
        raise Invalid({"class_group": _("Hãy chọn lớp.")})
    fits = group.school_id == transfer.receiving_id and group.school_year_id == transfer.school_year_id
    if not fits or group.closed_on is not None or transfer.grade not in (group.grade, *group.combined_grades):
        raise Invalid(
            {"class_group": _("Lớp này không nhận được: khác trường, khác năm học hoặc khác khối.")}
        )


def _end(
    actor: Actor,
    transfer: Transfer,
    verb: str,
    state: str,
    unit: int | None,
    version: int,
    at: datetime,
    why: str,
) -> Transfer:
    if not why.strip():
        raise Invalid({"why": _("Hãy ghi lý do.")})
    transfer.state, transfer.closed_on, transfer.close_reason = state, clock.on(at), why.strip()[:300]
    transfer.due_on = None
    columns = ["state", "closed_on", "close_reason", "due_on"]
    return _step(
        actor, transfer, verb, unit, version, at, columns, TransferEnded(transfer.pk, state), why=why
    )


def _step(
    actor: Actor,
    transfer: Transfer,
    verb: str,
    unit: int | None,
    version: int,
    at: datetime,
    columns: Sequence[str],
    news: Any,
    why: str = "",
) -> Transfer:
    with audit.act(actor, f"transfers.transfer:{verb}", at=at, on=transfer, unit_id=unit, why=why):
        transfer.save_checked(version, fields=list(columns))
        publish(news)
    return transfer
