"""External assessment over HTTP: two assessors, each alone, then one result."""

# No postponed annotations here: ninja reads them as they stand.

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from khuevan.kernel import clock
from khuevan.kernel.access import requires
from khuevan.kernel.records.schemas import Given

from .. import queries, services
from ..models import Review
from ..permissions import DECIDE_ASSESSMENTS, REVIEW_ASSESSMENTS, VIEW_ASSESSMENTS
from .assessments import MaturityAssessmentOut, actor_of, assessment_out

router = Router()


class MaturityReviewLineOut(Schema):
    code: str
    points: float | None
    met: bool | None
    note: str


class MaturityReviewOut(Schema):
    """One of two sheets (`seat` 1, 2). Another's is given out only when it is sealed and one writes none oneself."""

    id: int
    assessment: int
    seat: int
    assessor: str
    visited_on: date | None
    remarks: str
    sealed_at: datetime | None
    scores: list[MaturityReviewLineOut]


class MaturityReviewsOut(Schema):
    """`sampled`: lines that are looked at. `unsettled`: on which the two differ and nobody settled."""

    sampled: list[str]
    unsettled: list[str]
    items: list[MaturityReviewOut]


class OpenExternalBody(Given):
    """`codes`: lines that are looked at; empty is all of them."""

    codes: list[str] = Field(default_factory=list, max_length=200)


class MaturityReviewLineBody(Given):
    """`points` of a scored line, `met` of a mandatory condition."""

    points: Decimal | None = None
    met: bool | None = None
    note: str = Field("", max_length=500)


class MaturityReviewBody(Given):
    """`scores`: by code of the line; what is not named stays empty. `seal`: it is final, and stays as it is."""

    scores: dict[str, MaturityReviewLineBody]
    visited_on: date | None = None
    remarks: str = Field("", max_length=2000)
    seal: bool = False


class SettleMaturityBody(Given):
    points: Decimal | None = None
    met: bool | None = None
    reason: str = Field(max_length=1000)


@router.post(
    "/assessments/{assessment_id}/external", response=MaturityAssessmentOut, summary="Mở đánh giá ngoài"
)
@requires(DECIDE_ASSESSMENTS)
def open_external(request: HttpRequest, assessment_id: int, body: OpenExternalBody) -> MaturityAssessmentOut:
    done = services.open_external(
        actor_of(request), at=clock.now(), assessment_id=assessment_id, codes=body.codes
    )
    return assessment_out(done)


@router.get(
    "/assessments/{assessment_id}/reviews", response=MaturityReviewsOut, summary="Phiếu đánh giá ngoài"
)
@requires(VIEW_ASSESSMENTS)
def reviews(request: HttpRequest, assessment_id: int) -> MaturityReviewsOut:
    actor = actor_of(request)
    one = queries.assessment(actor, assessment_id)
    every = queries.reviews(one)
    return MaturityReviewsOut(
        sampled=list(one.sampled),
        unsettled=queries.unsettled(one),
        items=[_out(row) for row in every if queries.may_read(actor, row, every)],
    )


@router.post(
    "/assessments/{assessment_id}/reviews",
    response={201: MaturityReviewOut},
    summary="Nhận đánh giá một đơn vị",
)
@requires(REVIEW_ASSESSMENTS)
def take_seat(request: HttpRequest, assessment_id: int) -> Status[MaturityReviewOut]:
    return Status(
        201, _out(services.take_seat(actor_of(request), at=clock.now(), assessment_id=assessment_id))
    )


@router.put("/reviews/{review_id}", response=MaturityReviewOut, summary="Ghi, chốt phiếu của mình")
@requires(REVIEW_ASSESSMENTS)
def write(request: HttpRequest, review_id: int, body: MaturityReviewBody) -> MaturityReviewOut:
    actor = actor_of(request)
    given = {code: services.Given(line.points, line.met, line.note) for code, line in body.scores.items()}
    done = services.write_review(
        actor,
        at=clock.now(),
        review_id=review_id,
        given=given,
        visited_on=body.visited_on,
        remarks=body.remarks,
    )
    if body.seal:
        done = services.seal_review(actor, at=clock.now(), review_id=review_id)
    return _out(done)


@router.post(
    "/assessments/{assessment_id}/settle/{code}",
    response=MaturityAssessmentOut,
    summary="Thống nhất một dòng",
)
@requires(DECIDE_ASSESSMENTS)
def settle(
    request: HttpRequest, assessment_id: int, code: str, body: SettleMaturityBody
) -> MaturityAssessmentOut:
    actor = actor_of(request)
    services.settle_score(
        actor, at=clock.now(), assessment_id=assessment_id, code=code, points=body.points, met=body.met,
        reason=body.reason,
    )  # fmt: skip
    return assessment_out(queries.assessment(actor, assessment_id))


@router.post("/assessments/{assessment_id}/conclude", response=MaturityAssessmentOut, summary="Kết luận")
@requires(DECIDE_ASSESSMENTS)
def conclude(request: HttpRequest, assessment_id: int) -> MaturityAssessmentOut:
    done = services.conclude_external(actor_of(request), at=clock.now(), assessment_id=assessment_id)
    return assessment_out(done)


def _out(one: Review) -> MaturityReviewOut:
    found = queries.found_of(one)
    return MaturityReviewOut(
        id=one.pk, assessment=one.assessment_id, seat=one.seat, assessor=one.assessor_name, visited_on=one.visited_on,
        remarks=one.remarks, sealed_at=one.sealed_at,
        scores=[
            MaturityReviewLineOut(
                code=code, points=None if said.points is None else float(said.points), met=said.met,
                note=one.scores[code].get("note", ""),
            )
            for code, said in found.items()
        ],
    )  # fmt: skip
