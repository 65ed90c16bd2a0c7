"""Requests of families: asked and withdrawn by the family, decided by the school."""

# No `from __future__ import annotations` here: ninja reads the types at run time.

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, requires, signed_in
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from .. import queries, services
from ..choices import CorrectionState
from ..models import CorrectionRequest
from ..permissions import DECIDE_CORRECTIONS
from ..records import LEARNERS
from ..views.corrections import found_correction, labels, to_decide, wanted_text, wanted_uncovered
from ..views.own import WHY, own_learner

router = Router(tags=["learners"])
MOST = 200


class CorrectionOut(Schema):
    """`version`: to be sent with the answer. `wanted` is empty where the field is masked; `reveal` gives it to
    who may see that field, and the look is logged."""

    id: int
    version: int
    learner: int | None
    school: int
    full_name: str
    field: str
    label: str
    wanted: str
    is_masked: bool
    reason: str
    has_evidence: bool
    state: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    answer: str


class CorrectionsIn(Schema):
    """`after`: the id of the last one of the page before; the oldest come first."""

    state: str = Field("open", max_length=9)
    after: int = Field(0, ge=0, le=LARGEST)
    size: int = Field(50, ge=1, le=MOST)


class WantedOut(Schema):
    wanted: str


class AskCorrectionBody(Given):
    """`field`: a name from `fields`; `wanted` as a form of the record takes it."""

    field: str = Field(max_length=60)
    wanted: str = Field("", max_length=250)
    reason: str = Field(max_length=500)


class AcceptCorrectionBody(Given):
    version: int = Field(ge=0, le=LARGEST)
    answer: str = Field("", max_length=500)
    confirmed: bool = False


class RefuseCorrectionBody(Given):
    version: int = Field(ge=0, le=LARGEST)
    answer: str = Field(max_length=500)


class WithdrawCorrectionBody(Given):
    version: int = Field(ge=0, le=LARGEST)


class CorrectableOut(Schema):
    field: str
    label: str


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _shown(row: CorrectionRequest) -> CorrectionOut:
    item = LEARNERS.by_name.get(row.field)
    masked = item is None or bool(item.sensitive)
    return CorrectionOut(
        id=row.pk, version=row.version, learner=row.learner_id, school=row.school_id, full_name=row.full_name,
        field=row.field, label=labels().get(row.field, row.field),
        wanted="" if masked or item is None else wanted_text(item, row), is_masked=masked, reason=row.reason,
        has_evidence=row.evidence is not None, state=row.state, asked_at=row.asked_at, asked_by=row.asked_by,
        decided_at=row.decided_at, decided_by=row.decided_by, answer=row.answer,
    )  # fmt: skip


@router.get("/corrections", response=list[CorrectionOut], summary="Đề nghị sửa của gia đình")
@requires(DECIDE_CORRECTIONS)
def corrections(request: HttpRequest, wanted: Query[CorrectionsIn]) -> Any:
    if wanted.state not in CorrectionState.values:
        raise Invalid({"state": _("Không có trạng thái này: %(value)s.") % {"value": wanted.state}})
    rows = queries.corrections(_actor(request), wanted.state).filter(pk__gt=wanted.after)
    return [_shown(row) for row in rows[: wanted.size]]


@router.get("/corrections/{int:correction_id}", response=CorrectionOut, summary="Một đề nghị sửa")
@requires(DECIDE_CORRECTIONS)
def correction(request: HttpRequest, correction_id: int) -> Any:
    return _shown(to_decide(_actor(request), correction_id))


@router.post(
    "/corrections/{int:correction_id}/reveal",
    response=WantedOut,
    summary="Giá trị được che mà gia đình đề nghị; có ghi nhật ký",
)
@requires(DECIDE_CORRECTIONS)
def reveal(request: HttpRequest, correction_id: int) -> Any:
    return WantedOut(wanted=wanted_uncovered(_actor(request), correction_id))


@router.post(
    "/corrections/{int:correction_id}/accept", response=CorrectionOut, summary="Sửa theo đề nghị của gia đình"
)
@requires(DECIDE_CORRECTIONS)
def accept(request: HttpRequest, correction_id: int, payload: AcceptCorrectionBody) -> Any:
    actor = _actor(request)
    found = to_decide(actor, correction_id)
    services.accept_correction(
        actor=actor, at=clock.now(), request=found, version=payload.version, answer=payload.answer,
        confirmed=payload.confirmed,
    )  # fmt: skip
    return _shown(found)


@router.post(
    "/corrections/{int:correction_id}/refuse", response=CorrectionOut, summary="Không sửa, và vì sao"
)
@requires(DECIDE_CORRECTIONS)
def refuse(request: HttpRequest, correction_id: int, payload: RefuseCorrectionBody) -> Any:
    actor = _actor(request)
    found = to_decide(actor, correction_id)
    services.refuse_correction(
        actor=actor, at=clock.now(), request=found, version=payload.version, answer=payload.answer
    )
    return _shown(found)


@router.post(
    "/corrections/{int:correction_id}/withdraw", response=CorrectionOut, summary="Gia đình rút đề nghị"
)
@signed_in(WHY)
def withdraw(request: HttpRequest, correction_id: int, payload: WithdrawCorrectionBody) -> Any:
    actor = _actor(request)
    found = found_correction(correction_id)
    if found.person_id not in actor.persons:
        raise Http404
    services.withdraw_correction(actor=actor, at=clock.now(), request=found, version=payload.version)
    return _shown(found)


@router.get(
    "/own/{int:learner_id}/correctable",
    response=list[CorrectableOut],
    summary="Mục gia đình đề nghị sửa được",
)
@signed_in(WHY)
def correctable(request: HttpRequest, learner_id: int) -> Any:
    items = services.correctable(own_learner(request, learner_id))
    return [CorrectableOut(field=item.name, label=str(item.label)) for item in items]


@router.get("/own/{int:learner_id}/corrections", response=list[CorrectionOut], summary="Đề nghị của gia đình")
@signed_in(WHY)
def own_corrections(request: HttpRequest, learner_id: int) -> Any:
    learner = own_learner(request, learner_id)
    return [_shown(row) for row in queries.own_corrections(_actor(request), learner.person_id)]


@router.post(
    "/own/{int:learner_id}/corrections", response={201: CorrectionOut}, summary="Gia đình đề nghị sửa một mục"
)
@signed_in(WHY)
def ask(request: HttpRequest, learner_id: int, payload: AskCorrectionBody) -> Any:
    """Without a file; evidence is sent on the page."""
    made = services.ask_correction(
        actor=_actor(request), at=clock.now(), learner=own_learner(request, learner_id), field=payload.field,
        wanted=payload.wanted, reason=payload.reason,
    )  # fmt: skip
    return Status(201, _shown(made))
