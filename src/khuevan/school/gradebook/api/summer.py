"""The summer of a class: who trains or is assessed again, and what came of it."""

# No `from __future__ import annotations` here: ninja reads the types from the signatures.

from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.access import requires
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from .. import services
from ..permissions import REASSESS
from ..queries.summer import SummerRow, summer_of
from .books import actor_of, class_of, router


class RetakeOut(Schema):
    """`before`: the year's result until the summer; `value`: of the new assessment, "Vắng" for who did not come."""

    subject: int
    subject_name: str
    before: str
    value: str
    version: int


class SummerRowOut(Schema):
    """`trains`: conduct of the year was not passed; `conduct`: after the training."""

    enrolment: int
    name: str
    next_step: str
    trains: bool
    conduct: int | None
    comment: str
    version: int
    may_retake: bool
    retakes: list[RetakeOut]


class RetakenBody(Given):
    enrolment: int = Field(ge=1, le=LARGEST)
    subject: int = Field(ge=1, le=LARGEST)
    value: str = Field("", max_length=600)
    version: int = Field(0, ge=0, le=LARGEST)


class TrainedBody(Given):
    enrolment: int = Field(ge=1, le=LARGEST)
    conduct: int | None = Field(None, ge=1, le=4)
    comment: str = Field("", max_length=1_000)
    version: int = Field(0, ge=0, le=LARGEST)


class SummerBody(Given):
    """`why`: the minutes or decision that this rests on."""

    retakes: list[RetakenBody] = Field(default_factory=list, max_length=1_000)
    trainings: list[TrainedBody] = Field(default_factory=list, max_length=200)
    why: str = Field(max_length=300)


class SummerProblemOut(Schema):
    """`subject`: 0 for the training."""

    enrolment: int
    subject: int
    sentence: str


class SummerAnswerOut(Schema):
    """What was refused and why; the rest is stored. `rows`: as they stand now."""

    problems: list[SummerProblemOut]
    rows: list[SummerRowOut]


@router.get(
    "/classes/{class_group}/summer", response=list[SummerRowOut], summary="Đánh giá lại trong hè của lớp",
    operation_id="gradebook_summer",
)  # fmt: skip
@requires(REASSESS)
def summer(request: HttpRequest, class_group: int) -> Any:
    actor = actor_of(request)
    return [_row(one) for one in summer_of(actor, class_of(actor, class_group), clock.today())]


@router.post(
    "/classes/{class_group}/summer", response=SummerAnswerOut, summary="Ghi kết quả trong hè của lớp",
    operation_id="gradebook_save_summer",
)  # fmt: skip
@requires(REASSESS)
def save_summer(request: HttpRequest, class_group: int, body: SummerBody) -> Any:
    actor = actor_of(request)
    group = class_of(actor, class_group)
    given: list[services.Retaken | services.Trained] = [
        services.Retaken(one.enrolment, one.subject, one.value, one.version) for one in body.retakes
    ]
    given += [
        services.Trained(one.enrolment, one.conduct, one.comment, one.version) for one in body.trainings
    ]
    problems = services.save_summer(actor, group, given, at=clock.now(), why=body.why)
    return SummerAnswerOut(
        problems=[
            SummerProblemOut(enrolment=pk, subject=subject, sentence=words)
            for (pk, subject), words in problems.items()
        ],
        rows=[_row(one) for one in summer_of(actor, group, clock.today())],
    )


def _row(one: SummerRow) -> SummerRowOut:
    return SummerRowOut(
        enrolment=one.enrolment.pk, name=one.enrolment.full_name, next_step=one.step, trains=one.trains,
        conduct=one.conduct, comment=one.comment, version=one.version, may_retake=one.may_retake,
        retakes=[
            RetakeOut(
                subject=retake.subject.pk, subject_name=retake.subject.name, before=retake.before,
                value=retake.value, version=retake.version,
            )
            for retake in one.retakes
        ],
    )  # fmt: skip
