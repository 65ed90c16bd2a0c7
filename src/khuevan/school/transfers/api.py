"""The API of transfers: /api/v1/transfers/…"""

# No `from __future__ import annotations` here: ninja reads the types from the signatures.

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from khuevan.kernel import clock
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid
from khuevan.school.schoolyear import queries as years

from . import queries, services
from .models import Transfer
from .permissions import DECIDE_TRANSFER, REQUEST_TRANSFER, VIEW_TRANSFERS
from .records import RULES

router = Router(tags=["transfers"])
router.add_router("", RULES.router())


class TransferOut(Schema):
    id: int
    version: int
    state: str
    full_name: str
    birth_date: date | None
    grade: str
    sending_id: int
    sending_name: str
    receiving_id: int | None
    receiving_name: str
    opened_by: str
    reason: str
    papers: list[str]
    requested_on: date
    due_on: date | None
    answered_on: date | None
    effective_on: date | None
    closed_on: date | None


class RequestIn(Schema):
    """`sending` names learner and school; `receiving` names number and birth date, as on the application."""

    opened_by: str
    reason: str
    learner_id: int | None = None
    national_id: str = ""
    birth_date: date | None = None
    receiving_id: int | None = None
    receiving_name: str = ""
    papers: list[str] = []


class StepIn(Schema):
    """`class_group` for accept and place, `effective_on` for release, `why` for refuse and withdraw."""

    version: int
    class_group: int | None = None
    effective_on: date | None = None
    note: str = ""
    why: str = ""


def _class(pk: int | None) -> Any:
    """None where no class was named; raises Invalid where there is none such."""
    if pk is None:
        return None
    group = years.class_of(pk)
    if group is None:
        raise Invalid({"class_group": _("Không có lớp này.")})
    return group


@router.get("/transfers/", response=list[TransferOut], operation_id="transfers_transfer_list")
@requires(VIEW_TRANSFERS)
def transfers(request: HttpRequest, state: str = "", q: str = "", limit: int = 100) -> list[Transfer]:
    found = queries.rows(request.actor, state=state, text=q)  # type: ignore[attr-defined]
    return list(found[: max(1, min(limit, 500))])


@router.get("/transfers/{int:pk}", response=TransferOut, operation_id="transfers_transfer_get")
@requires(VIEW_TRANSFERS)
def transfer(request: HttpRequest, pk: int) -> Transfer:
    return queries.transfer_for(request.actor, pk)  # type: ignore[attr-defined]


@router.post("/transfers/", response={201: TransferOut}, operation_id="transfers_transfer_request")
@requires(REQUEST_TRANSFER)
def request_transfer(request: HttpRequest, payload: RequestIn) -> Status:
    order = services.Order(**payload.dict())
    return Status(201, services.request_transfer(request.actor, order, at=clock.now()))  # type: ignore[attr-defined]


@router.post("/transfers/{int:pk}/accept", response=TransferOut, operation_id="transfers_transfer_accept")
@requires(DECIDE_TRANSFER)
def accept(request: HttpRequest, pk: int, payload: StepIn) -> Transfer:
    actor = request.actor  # type: ignore[attr-defined]
    found, group = queries.transfer_for(actor, pk), _class(payload.class_group)
    return services.accept_transfer(
        actor, found, version=payload.version, at=clock.now(), class_group=group, note=payload.note
    )


@router.post("/transfers/{int:pk}/release", response=TransferOut, operation_id="transfers_transfer_release")
@requires(DECIDE_TRANSFER)
def release(request: HttpRequest, pk: int, payload: StepIn) -> Transfer:
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    found, on = queries.transfer_for(actor, pk), payload.effective_on or clock.on(at)
    return services.release_learner(
        actor, found, version=payload.version, at=at, effective_on=on, note=payload.note
    )


@router.post("/transfers/{int:pk}/place", response=TransferOut, operation_id="transfers_transfer_place")
@requires(DECIDE_TRANSFER)
def place(request: HttpRequest, pk: int, payload: StepIn) -> Transfer:
    actor = request.actor  # type: ignore[attr-defined]
    found, group = queries.transfer_for(actor, pk), _class(payload.class_group)
    return services.place_learner(actor, found, version=payload.version, at=clock.now(), class_group=group)


@router.post("/transfers/{int:pk}/refuse", response=TransferOut, operation_id="transfers_transfer_refuse")
@requires(DECIDE_TRANSFER)
def refuse(request: HttpRequest, pk: int, payload: StepIn) -> Transfer:
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.transfer_for(actor, pk)
    return services.refuse_transfer(actor, found, version=payload.version, at=clock.now(), why=payload.why)


@router.post("/transfers/{int:pk}/withdraw", response=TransferOut, operation_id="transfers_transfer_withdraw")
@requires(REQUEST_TRANSFER)
def withdraw(request: HttpRequest, pk: int, payload: StepIn) -> Transfer:
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.transfer_for(actor, pk)
    return services.withdraw_transfer(actor, found, version=payload.version, at=clock.now(), why=payload.why)
