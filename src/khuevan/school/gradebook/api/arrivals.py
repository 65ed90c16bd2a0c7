"""Results that a learner brings from another school in the same year."""

# No `from __future__ import annotations` here: ninja reads the types from the signatures.

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema
from pydantic import Field

from khuevan.kernel import access, clock
from khuevan.kernel.access import requires
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from .. import queries, services
from ..permissions import TAKE_OVER
from ..queries.arrivals import former_year, taken_of
from .books import actor_of, router


class TakenLineOut(Schema):
    subject: int
    name: str
    value: str


class FormerOut(Schema):
    """`digest`: to be sent when it is taken over; `marks`: single marks of terms that have no result there."""

    school: str
    class_name: str
    learning: int | None
    conduct: int | None
    lines: list[TakenLineOut]
    marks: int
    digest: str


class TakeOverOut(Schema):
    """`paper_number`: empty where the other school is on this platform."""

    term: int
    from_school: str
    paper_number: str
    taken_at: datetime
    taken_by: str


class ArrivalOut(Schema):
    """`former`: the year at another school of this platform; null where there is none."""

    enrolment: int
    former: FormerOut | None
    taken: list[TakeOverOut]


class TakeOverBody(Given):
    digest: str = Field(max_length=64)


class TakenResultBody(Given):
    subject: int = Field(ge=1, le=LARGEST)
    value: str = Field(max_length=600)


class PaperBody(Given):
    """The first term as a paper of the other school has it."""

    school: str = Field(max_length=200)
    paper_number: str = Field(max_length=60)
    conduct: int | None = Field(None, ge=1, le=4)
    results: list[TakenResultBody] = Field(max_length=100)


def _enrolment(request: HttpRequest, pk: int) -> Any:
    """Raises Http404, Refused."""
    actor = actor_of(request)
    found = queries.enrolment_for(actor, pk) if 0 < pk <= LARGEST else None
    if found is None:
        raise Http404
    access.demand(actor, TAKE_OVER, on=found.school_id)
    return found


def _shown(found: Any) -> ArrivalOut:
    former = former_year(found)
    shown: FormerOut | None = None
    if former is not None:
        lines = [
            TakenLineOut(subject=one.subject.pk, name=one.subject.name, value=one.shown)
            for one in former.lines
        ]
        shown = FormerOut(
            school=former.school, class_name=former.class_name, learning=former.learning, conduct=former.conduct,
            lines=lines, marks=len(former.marks), digest=former.digest,
        )  # fmt: skip
    taken = [
        TakeOverOut(
            term=one.term, from_school=one.from_school, paper_number=one.paper_number, taken_at=one.taken_at,
            taken_by=one.taken_by,
        )
        for one in taken_of(found.pk)
    ]  # fmt: skip
    return ArrivalOut(enrolment=found.pk, former=shown, taken=taken)


@router.get(
    "/learners/{enrolment}/take-over", response=ArrivalOut, summary="Kết quả ở trường cũ trong năm học",
    operation_id="gradebook_former_results",
)  # fmt: skip
@requires(TAKE_OVER)
def former_results(request: HttpRequest, enrolment: int) -> Any:
    return _shown(_enrolment(request, enrolment))


@router.post(
    "/learners/{enrolment}/take-over", response=ArrivalOut, summary="Tiếp nhận kết quả từ trường cũ",
    operation_id="gradebook_take_over",
)  # fmt: skip
@requires(TAKE_OVER)
def take_over(request: HttpRequest, enrolment: int, body: TakeOverBody) -> Any:
    found = _enrolment(request, enrolment)
    services.take_over(actor_of(request), found, digest=body.digest, at=clock.now())
    return _shown(found)


@router.post(
    "/learners/{enrolment}/take-over/paper", response=ArrivalOut, summary="Ghi kết quả học kỳ I theo giấy tờ",
    operation_id="gradebook_enter_taken_over",
)  # fmt: skip
@requires(TAKE_OVER)
def enter(request: HttpRequest, enrolment: int, body: PaperBody) -> Any:
    found = _enrolment(request, enrolment)
    services.enter_taken_over(
        actor_of(request), found, school=body.school, paper_number=body.paper_number,
        typed={one.subject: one.value for one in body.results}, conduct=body.conduct, at=clock.now(),
    )  # fmt: skip
    return _shown(found)
