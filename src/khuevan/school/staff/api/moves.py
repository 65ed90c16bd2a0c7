"""From one school to another: who is on the way, and the answers."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST

from .. import services
from ..choices import MoveState, Position
from ..models import StaffMove
from ..permissions import RECORD_POSTINGS, VIEW_STAFF
from ..queries import places
from .shapes import LEVELS, MemberOut, VersionBody, WhyBody, actor_of, member_out, subject_of

router = Router(tags=["staff"])
MOST = 200


class MoveOut(Schema):
    """`version`: to be sent with the answer."""

    id: int
    version: int
    full_name: str
    from_school: int
    from_name: str
    to_school: int
    to_name: str
    is_secondment: bool
    position: str
    effective_on: date
    due_on: date | None
    decision_number: str
    deciding_body: str
    state: str
    offered_at: datetime
    answered_at: datetime | None
    answer: str


class MovesIn(Schema):
    state: str = Field("", max_length=9)
    size: int = Field(50, ge=1, le=MOST)


class AcceptBody(VersionBody):
    """What stays empty is as offered."""

    on: date | None = None
    position: str = Field("", max_length=12)
    level: str = Field("", pattern=LEVELS)
    main_subject: int | None = Field(None, ge=1, le=LARGEST)


@router.get("/moves", response=list[MoveOut], summary="Thuyên chuyển", operation_id="staff_moves")
@requires(VIEW_STAFF)
def moves(request: HttpRequest, wanted: Query[MovesIn]) -> Any:
    if wanted.state and wanted.state not in MoveState.values:
        raise Invalid({"state": _("Không có giá trị này: %(value)s.") % {"value": wanted.state}})
    rows = places.moves(actor_of(request), VIEW_STAFF)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return [_move_out(row) for row in rows[: wanted.size]]


@router.post(
    "/moves/{int:move_id}/accept", response=MemberOut, summary="Tiếp nhận", operation_id="staff_accept_move"
)
@requires(RECORD_POSTINGS)
def accept(request: HttpRequest, move_id: int, payload: AcceptBody) -> Any:
    actor = actor_of(request)
    move = _move(actor, move_id, "to_school_id")
    if payload.position and payload.position not in Position.values:
        raise Invalid({"position": _("Không có giá trị này: %(value)s.") % {"value": payload.position}})
    member = services.accept_move(
        actor, move, at=clock.now(), version=payload.version, position=payload.position, level=payload.level,
        subject=subject_of(payload.main_subject, "main_subject"), on=payload.on,
    )  # fmt: skip
    return member_out(member)


@router.post(
    "/moves/{int:move_id}/decline", response=MoveOut, summary="Không tiếp nhận",
    operation_id="staff_decline_move",
)  # fmt: skip
@requires(RECORD_POSTINGS)
def decline(request: HttpRequest, move_id: int, payload: WhyBody) -> Any:
    actor = actor_of(request)
    move = _move(actor, move_id, "to_school_id")
    done = services.decline_move(actor, move, at=clock.now(), version=payload.version, why=payload.why)
    return _move_out(done)


@router.post(
    "/moves/{int:move_id}/withdraw", response=MemberOut, summary="Rút thuyên chuyển, nhận lại người",
    operation_id="staff_withdraw_move",
)  # fmt: skip
@requires(RECORD_POSTINGS)
def withdraw(request: HttpRequest, move_id: int, payload: WhyBody) -> Any:
    actor = actor_of(request)
    move = _move(actor, move_id, "from_school_id")
    done = services.withdraw_move(actor, move, at=clock.now(), version=payload.version, why=payload.why)
    return member_out(done)


def _move(actor: Actor, pk: int, side: str) -> StaffMove:
    """A move that the actor's school gives or gets. Raises Http404; Refused for the other side's answer."""
    found = places.moves(actor, RECORD_POSTINGS).filter(pk=pk).first() if pk <= LARGEST else None
    if found is None:
        raise Http404
    access.demand(actor, RECORD_POSTINGS, on=int(getattr(found, side)))
    return found


def _move_out(row: StaffMove) -> MoveOut:
    return MoveOut(
        id=row.pk, version=row.version, full_name=row.full_name, from_school=row.from_school_id,
        from_name=row.from_name, to_school=row.to_school_id, to_name=row.to_name, is_secondment=row.is_secondment,
        position=row.position, effective_on=row.effective_on, due_on=row.due_on,
        decision_number=row.decision_number, deciding_body=row.deciding_body, state=row.state,
        offered_at=row.offered_at, answered_at=row.answered_at, answer=row.answer,
    )  # fmt: skip
