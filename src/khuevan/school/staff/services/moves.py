"""From one school to another, in two acts: the one lets go, the other takes in.

Recording a move, reassignment or secondment to a school of this platform offers it to that school. Whoever may record
postings there accepts (the person becomes visible with it, and with nothing else) or declines; the school they left
withdraws the offer, declined or not, and has them again. Who may record at both schools does both at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, database, events
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.database import ChangedMeanwhile

from ..choices import MoveState, PostingKind
from ..events import StaffMoveAnswered, StaffMoveOffered
from ..models import StaffMember, StaffMove
from ..permissions import RECORD_POSTINGS
from ..rules import Decree
from .acts import Arrival, Order, affiliate, arrive, cancel_act
from .errors import StaffError
from .holding import rights_changed


def offer(actor: Actor, member: StaffMember, order: Order, *, at: datetime) -> StaffMove:
    """Inside the act by which somebody leaves."""
    assert order.to_school_id is not None
    move = StaffMove(
        person_id=member.person_id, full_name=member.full_name, birth_date=member.birth_date,
        from_school_id=member.school_id, from_name=member.school.name, to_school_id=order.to_school_id,
        to_name=order.to_name, is_secondment=order.kind == PostingKind.SECONDED_OUT,
        position=member.position, subject_name=member.main_subject.name if member.main_subject else "",
        effective_on=order.decree.effective_on, due_on=order.until, decision_number=order.decree.number,
        deciding_body=order.decree.body, offered_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            move.save(force_insert=True)
    except IntegrityError as error:
        if "staff_move_one_open" in str(error):
            raise StaffError(_("Người này đang có một lần thuyên chuyển chờ nơi đến tiếp nhận.")) from error
        raise
    events.publish(StaffMoveOffered(move.pk, move.from_school_id, move.to_school_id))
    return move


def accept_move(
    actor: Actor,
    move: StaffMove,
    *,
    at: datetime,
    version: int,
    position: str = "",
    level: str = "",
    subject: Any = None,
    on: date | None = None,
) -> StaffMember:
    """The receiving school takes somebody in. Raises Refused, StaffError, ChangedMeanwhile."""
    access.demand(actor, RECORD_POSTINGS, on=move.to_school_id)
    _must_be_open(move)
    decree = Decree(
        effective_on=max(on or move.effective_on, move.effective_on),
        number=move.decision_number,
        body=move.deciding_body,
    )
    arrival = Arrival(
        decree=decree,
        kind=PostingKind.SECONDED_IN if move.is_secondment else PostingKind.ARRIVED,
        position=position or move.position,
        level=level,
        main_subject=subject,
        due_on=move.due_on,
        from_school_id=move.from_school_id,
        from_name=move.from_name,
    )
    with (
        database.acting(knowing(actor, move.person_id)),
        audit.act(actor, RECORD_POSTINGS.code, at=at, on=move, unit_id=move.to_school_id),
    ):
        person = move.person
        affiliate(person, move.to_school_id, "", decree.effective_on, at)
        member = arrive(move.to_school, person, arrival, at=at)
        _answer(move, MoveState.ACCEPTED, at, version)
        rights_changed([move.person_id])
    return member


def decline_move(actor: Actor, move: StaffMove, *, at: datetime, version: int, why: str) -> StaffMove:
    """The receiving school does not; the other one is told why and takes them back."""
    access.demand(actor, RECORD_POSTINGS, on=move.to_school_id)
    _must_be_open(move)
    if not why.strip():
        raise StaffError({"why": _("Hãy ghi lý do.")})
    with (
        transaction.atomic(),
        audit.act(actor, RECORD_POSTINGS.code, at=at, on=move, unit_id=move.to_school_id, why=why),
    ):
        move.answer = why.strip()[:300]
        _answer(move, MoveState.DECLINED, at, version)
    return move


def withdraw_move(actor: Actor, move: StaffMove, *, at: datetime, version: int, why: str) -> StaffMember:
    """The school they left has them again: the offer was declined, or is withdrawn before it is answered."""
    access.demand(actor, RECORD_POSTINGS, on=move.from_school_id)
    if move.state not in (MoveState.OFFERED, MoveState.DECLINED):
        raise StaffError(_("Lần thuyên chuyển này đã xong."))
    if version != move.version:
        raise ChangedMeanwhile(move)
    with database.acting(knowing(actor, move.person_id)):
        member = StaffMember.objects.get(person_id=move.person_id, school_id=move.from_school_id)
        return cancel_act(actor, member, at=at, version=member.version, why=why)


def call_back(member: StaffMember, on: date, at: datetime) -> None:
    """Inside the cancelling of a departure: the offer goes with it, and they belong to the school again.

    Raises StaffError when the other school has taken them in.
    """
    moves = StaffMove.objects.filter(
        person_id=member.person_id, from_school_id=member.school_id, effective_on=on
    )
    if moves.filter(state=MoveState.ACCEPTED).exists():
        raise StaffError(_("Nơi đến đã tiếp nhận; hãy ghi quyết định chuyển trở lại."))
    for move in moves.filter(state__in=[MoveState.OFFERED, MoveState.DECLINED]):
        _answer(move, MoveState.WITHDRAWN, at, move.version)
    if member.left_on is not None:
        person = member.person
        for held in person.affiliations.filter(unit_id=member.school_id, kind="staff", valid_until=on):
            affiliate(person, member.school_id, held.title, on, at)


def knowing(actor: Actor, person_id: int) -> Actor:
    """The actor who may also see this one person: the move itself is the reason."""
    return replace(actor, persons=actor.persons | Reach.of([person_id]))


def _must_be_open(move: StaffMove) -> None:
    if move.state != MoveState.OFFERED:
        raise StaffError(_("Lần thuyên chuyển này đã xong."))


def _answer(move: StaffMove, state: str, at: datetime, version: int) -> None:
    move.state, move.answered_at = state, at
    move.save_checked(version, fields=["state", "answered_at", "answer"])
    events.publish(StaffMoveAnswered(move.pk, move.from_school_id, move.to_school_id, state))
