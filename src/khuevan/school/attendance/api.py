"""The API of attendance: /api/v1/attendance/… Rolls for programs of the school, leave for it and for families."""

# No `from __future__ import annotations` here: ninja reads the types from the signatures.

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires, signed_in
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given
from khuevan.school.learners import queries as learners
from khuevan.school.schoolyear import queries as schoolyear

from . import queries, services
from .choices import LeaveState, Slot
from .models import LeaveRequest
from .permissions import DECIDE_LEAVE, TAKE_ROLL, VIEW_ROLLS

router = Router(tags=["attendance"])
WHY_OWN = "only oneself and one's own children"
MOST = 200


class RowOut(Schema):
    """kind: P, K, M, or empty: present. version: to be sent with a change."""

    enrolment: int
    full_name: str
    kind: str
    version: int


class RollOut(Schema):
    """`called_at` is empty while nobody has called the roll: then nothing is known of who is not listed as away."""

    class_group: int
    on: date
    slot: str
    called_at: datetime | None
    called_by: str
    rows: list[RowOut]


class CellBody(Given):
    enrolment: int = Field(ge=1, le=LARGEST)
    kind: str = Field("", max_length=1)
    version: int = Field(0, ge=0, le=LARGEST)


class CellsBody(Given):
    cells: list[CellBody] = Field(max_length=services.MOST_CELLS)


class RollCellOut(Schema):
    """state: saved, conflict (kind and version: what stands there, sentence: who wrote it) or refused (sentence: why)."""

    enrolment: int
    state: str
    kind: str
    version: int
    sentence: str


class LeaveOut(Schema):
    id: int
    version: int
    enrolment: int
    class_group: int
    first_on: date
    last_on: date
    reason: str
    note: str
    state: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    answer: str


class LeavesIn(Schema):
    """`after`: the id of the last one of the page before; the oldest come first."""

    state: str = Field("asked", max_length=9)
    after: int = Field(0, ge=0, le=LARGEST)
    size: int = Field(50, ge=1, le=MOST)


class AskBody(Given):
    """`learner`: one of the actor's own."""

    learner: int = Field(ge=1, le=LARGEST)
    first_on: date
    last_on: date
    reason: str = Field(max_length=8)
    note: str = Field("", max_length=300)


class DecideBody(Given):
    version: int = Field(ge=0, le=LARGEST)
    granted: bool
    answer: str = Field("", max_length=300)


class WithdrawLeaveBody(Given):
    version: int = Field(ge=0, le=LARGEST)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _roll(request: HttpRequest, class_id: int, on: str, slot: str) -> queries.Roll:
    """`on` as 2026-11-26. What is no day, no slot, no class in sight is not there."""
    group = queries.class_for(_actor(request), class_id) if class_id <= LARGEST else None
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
    if group is None or slot not in Slot.values:
        raise Http404
    return queries.roll_of(group, day, slot)


def _shown(roll: queries.Roll) -> RollOut:
    return RollOut(
        class_group=roll.group.pk,
        on=roll.on,
        slot=roll.slot,
        called_at=roll.call.taken_at if roll.call else None,
        called_by=roll.call.taken_by if roll.call else "",
        rows=[
            RowOut(enrolment=row.enrolment_id, full_name=row.name, kind=row.kind, version=row.version)
            for row in queries.rows_of(roll)
        ],
    )


def _leave(row: LeaveRequest) -> LeaveOut:
    return LeaveOut(
        id=row.pk, version=row.version, enrolment=row.enrolment_id, class_group=row.class_group_id,
        first_on=row.first_on, last_on=row.last_on, reason=row.reason, note=row.note, state=row.state,
        asked_at=row.asked_at, asked_by=row.asked_by, decided_at=row.decided_at, decided_by=row.decided_by,
        answer=row.answer,
    )  # fmt: skip


@router.get(
    "/rolls/{int:class_id}/{on}/{slot}", response=RollOut, summary="Một buổi điểm danh",
    operation_id="attendance_roll_get",
)  # fmt: skip
@requires(VIEW_ROLLS)
def roll(request: HttpRequest, class_id: int, on: str, slot: str) -> Any:
    return _shown(_roll(request, class_id, on, slot))


@router.post(
    "/rolls/{int:class_id}/{on}/{slot}", response=list[RollCellOut], summary="Ghi vắng, muộn",
    operation_id="attendance_roll_save",
)  # fmt: skip
@requires(TAKE_ROLL)
def save(request: HttpRequest, class_id: int, on: str, slot: str, payload: CellsBody) -> Any:
    cells = [services.Cell(one.enrolment, one.kind, one.version) for one in payload.cells]
    answers = services.save_cells(_actor(request), _roll(request, class_id, on, slot), cells, at=clock.now())
    return [
        RollCellOut(
            enrolment=one.enrolment_id, state=one.state, kind=one.value, version=one.version, sentence=one.sentence
        )
        for one in answers
    ]  # fmt: skip


@router.post(
    "/rolls/{int:class_id}/{on}/{slot}/call", response=RollOut, summary="Đã điểm danh xong",
    operation_id="attendance_roll_call",
)  # fmt: skip
@requires(TAKE_ROLL)
def call(request: HttpRequest, class_id: int, on: str, slot: str) -> Any:
    services.call_roll(_actor(request), _roll(request, class_id, on, slot), at=clock.now())
    return _shown(_roll(request, class_id, on, slot))


@router.get("/leave", response=list[LeaveOut], summary="Đơn xin nghỉ", operation_id="attendance_leave_list")
@requires(VIEW_ROLLS)
def leave(request: HttpRequest, wanted: Query[LeavesIn]) -> Any:
    if wanted.state not in LeaveState.values:
        raise Invalid({"state": _("Không có tình trạng này.")})
    rows = queries.leave_for(_actor(request)).filter(state=wanted.state, pk__gt=wanted.after)
    return [_leave(row) for row in rows.order_by("pk")[: wanted.size]]


@router.post(
    "/leave/{int:leave_id}/decide", response=LeaveOut, summary="Trả lời đơn xin nghỉ",
    operation_id="attendance_leave_decide",
)  # fmt: skip
@requires(DECIDE_LEAVE)
def decide(request: HttpRequest, leave_id: int, payload: DecideBody) -> Any:
    actor = _actor(request)
    found = queries.leave_for(actor).filter(pk=leave_id).first()
    if found is None:
        raise Http404
    told = payload.dict()
    return _leave(services.decide_leave(actor, found, at=clock.now(), **told))


@router.get(
    "/own/leave", response=list[LeaveOut], summary="Đơn xin nghỉ của gia đình mình",
    operation_id="attendance_own_leave_list",
)  # fmt: skip
@signed_in(WHY_OWN)
def own_leave(request: HttpRequest) -> Any:
    actor = _actor(request)
    return [
        _leave(row)
        for child in learners.own_children(actor)
        for row in queries.leave_of_child(actor, child.person_id)
    ]


@router.post(
    "/own/leave", response=LeaveOut, summary="Xin nghỉ cho con, cho mình", operation_id="attendance_own_leave_ask"
)  # fmt: skip
@signed_in(WHY_OWN)
def ask(request: HttpRequest, payload: AskBody) -> Any:
    actor, at = _actor(request), clock.now()
    child = next((one for one in learners.own_children(actor) if one.pk == payload.learner), None)
    enrolment = schoolyear.present_enrolment(child.pk, clock.on(at)) if child is not None else None
    if enrolment is None:
        raise Http404
    told = payload.dict()
    told.pop("learner")
    return _leave(services.ask_leave(actor, enrolment, at=at, **told))


@router.post(
    "/own/leave/{int:leave_id}/withdraw", response=LeaveOut, summary="Rút đơn xin nghỉ",
    operation_id="attendance_own_leave_withdraw",
)  # fmt: skip
@signed_in(WHY_OWN)
def withdraw(request: HttpRequest, leave_id: int, payload: WithdrawLeaveBody) -> Any:
    actor = _actor(request)
    found = next(
        (
            row
            for child in learners.own_children(actor)
            for row in queries.leave_of_child(actor, child.person_id)
            if row.pk == leave_id
        ),
        None,
    )
    if found is None:
        raise Http404
    return _leave(services.withdraw_leave(actor, found, version=payload.version, at=clock.now()))
