"""Appeals over HTTP: what a unit says against its level, and the answer."""

# No postponed annotations here: ninja reads them as they stand.

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from khuevan.kernel import clock
from khuevan.kernel.access import requires
from khuevan.kernel.records.schemas import Given

from .. import queries, services
from ..models import Appeal
from ..permissions import DECIDE_ASSESSMENTS, SUBMIT_ASSESSMENTS, VIEW_ASSESSMENTS
from .assessments import actor_of

router = Router()


class MaturityAppealOut(Schema):
    """`state`: open, refused, upheld. `codes`: the lines that it is about."""

    id: int
    assessment: int
    codes: list[str]
    text: str
    state: str
    made_at: datetime
    answer: str
    answered_at: datetime | None


class MaturityAppealsOut(Schema):
    items: list[MaturityAppealOut]


class MaturityAppealBody(Given):
    codes: list[str] = Field(default_factory=list, max_length=200)
    text: str = Field(max_length=2000)


class AnswerMaturityAppealBody(Given):
    """`upheld`: the result is looked at again and recognised anew."""

    upheld: bool
    answer: str = Field(max_length=2000)


@router.get(
    "/assessments/{assessment_id}/appeals", response=MaturityAppealsOut, summary="Kiến nghị về kết quả"
)
@requires(VIEW_ASSESSMENTS)
def appeals(request: HttpRequest, assessment_id: int) -> MaturityAppealsOut:
    one = queries.assessment(actor_of(request), assessment_id)
    return MaturityAppealsOut(items=[_out(row) for row in queries.appeals(one)])


@router.post(
    "/assessments/{assessment_id}/appeals", response={201: MaturityAppealOut}, summary="Gửi kiến nghị"
)
@requires(SUBMIT_ASSESSMENTS)
def make(request: HttpRequest, assessment_id: int, body: MaturityAppealBody) -> Status[MaturityAppealOut]:
    made = services.make_appeal(
        actor_of(request), at=clock.now(), assessment_id=assessment_id, codes=body.codes, text=body.text
    )
    return Status(201, _out(made))


@router.post("/appeals/{appeal_id}/answer", response=MaturityAppealOut, summary="Trả lời kiến nghị")
@requires(DECIDE_ASSESSMENTS)
def answer(request: HttpRequest, appeal_id: int, body: AnswerMaturityAppealBody) -> MaturityAppealOut:
    done = services.answer_appeal(
        actor_of(request), at=clock.now(), appeal_id=appeal_id, upheld=body.upheld, answer=body.answer
    )
    return _out(done)


def _out(one: Appeal) -> MaturityAppealOut:
    return MaturityAppealOut(
        id=one.pk, assessment=one.assessment_id, codes=list(one.codes), text=one.text, state=one.state,
        made_at=one.made_at, answer=one.answer, answered_at=one.answered_at,
    )  # fmt: skip
