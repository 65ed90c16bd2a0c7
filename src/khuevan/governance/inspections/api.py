"""Inspections over HTTP: /api/v1/inspections/. Everything within the caller's scope.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given

from . import queries, services
from .models import Remedy, Visit
from .permissions import ANSWER_REMEDIES, INSPECT, VIEW_INSPECTIONS
from .records import ITEMS, POLICIES, WEIGHTS

router = Router(tags=["inspections"])
for record in (POLICIES, WEIGHTS, ITEMS):
    router.add_router("", record.router())


class InspectionPartOut(Schema):
    """`value`: null where nothing is known; `points`: of the hundred of the risk."""

    factor: str
    value: float | None
    weight: int
    full_at: int
    points: float


class InspectionCandidateOut(Schema):
    """`way`: how it came into the plan, "" where it was not drawn; `left`: why it went out again."""

    code: str
    name: str
    visits: int
    risk: float
    lot: str
    way: str
    left: str
    parts: list[InspectionPartOut]


class InspectionPlanOut(Schema):
    """`is_equal`: drawing again from seed and list gives the same; `list_digest`: SHA-256 of seed, shares and list."""

    id: int
    unit: int
    unit_name: str
    school_year: str
    state: str
    seed: str
    percent: int
    risk_percent: int
    draws: int
    decision_number: str
    is_equal: bool
    list_digest: str
    candidates: list[InspectionCandidateOut]


class InspectionLineOut(Schema):
    place: int
    question: str
    result: str
    remark: str
    photos: list[str]


class InspectionVisitOut(Schema):
    """`lines`: empty while the team works, for whoever is not of it."""

    id: int
    unit: int
    unit_name: str
    body: int
    body_name: str
    school_year: str
    state: str
    planned_on: date | None
    visited_on: date | None
    remarks: str
    team: list[str]
    lines: list[InspectionLineOut]


class InspectionRemedyOut(Schema):
    id: int
    visit: int
    unit: int
    text: str
    due_on: date
    state: str
    reply: str
    reason: str


class InspectionVisitsOut(Schema):
    items: list[InspectionVisitOut]


class InspectionRemediesOut(Schema):
    items: list[InspectionRemedyOut]


class InspectionAskedIn(Schema):
    """Of a body (plans, what it demanded) or of a school."""

    unit: int = Field(ge=1, le=LARGEST)
    school_year: str = Field("", max_length=9)


class AnswerRemedyBody(Given):
    reply: str = Field(max_length=2000)


class ReturnRemedyBody(Given):
    reason: str = Field(max_length=500)
    due_on: date | None = None


@router.get("/plans", response=InspectionPlanOut, summary="Kế hoạch kiểm tra của một cơ quan")
@requires(VIEW_INSPECTIONS)
def plan(request: HttpRequest, asked: InspectionAskedIn = Query()) -> InspectionPlanOut:
    year = queries.year_of(asked.school_year, clock.today())
    found = queries.plan_of(asked.unit, year) if year is not None else None
    if found is None:
        raise Http404
    one = queries.plan(_actor(request), found.pk)
    rows = queries.candidates(one)
    again = queries.redrawn(one, rows)
    return InspectionPlanOut(
        id=one.pk, unit=one.unit_id, unit_name=one.unit_name, school_year=one.school_year, state=one.state, seed=one.seed,
        percent=one.percent, risk_percent=one.risk_percent, draws=one.draws, decision_number=one.decision_number,
        is_equal=again.is_equal, list_digest=again.digest,
        candidates=[
            InspectionCandidateOut(
                code=row.code, name=row.name, visits=row.visits, risk=float(row.risk), lot=row.lot, way=row.way,
                left=row.left,
                parts=[
                    InspectionPartOut(
                        factor=part["factor"], value=None if part["value"] is None else float(part["value"]),
                        weight=part["weight"], full_at=part["full_at"], points=float(part["points"]),
                    )
                    for part in row.parts
                ],
            )
            for row in rows
        ],
    )  # fmt: skip


@router.get("/visits", response=InspectionVisitsOut, summary="Các cuộc kiểm tra của một đơn vị, cơ quan")
@requires(VIEW_INSPECTIONS)
def visits(request: HttpRequest, asked: InspectionAskedIn = Query()) -> InspectionVisitsOut:
    actor = _actor(request)
    _demand_seen(actor, asked.unit)
    year = queries.year_of(asked.school_year, clock.today()) or ""
    is_school = queries.is_school(asked.unit, clock.today())
    rows = (
        queries.visits_of(actor, asked.unit, on=clock.today())
        if is_school
        else queries.visits_by(actor, asked.unit, year)
    )
    return InspectionVisitsOut(items=[_visit(one, []) for one in rows])


@router.get("/visits/{visit_id}", response=InspectionVisitOut, summary="Một cuộc kiểm tra")
@requires(VIEW_INSPECTIONS)
def visit(request: HttpRequest, visit_id: int) -> InspectionVisitOut:
    actor, one = _actor(request), queries.visit(_actor(request), visit_id)
    if not queries.may_read_sheet(actor, one):
        return _visit(one, [])
    photos = queries.photos(one)
    lines = [
        InspectionLineOut(
            place=row.place, question=row.question, result=row.result, remark=row.remark,
            photos=[photo.sha256 for photo in photos.get(row.pk, ())],
        )
        for row in queries.answers(one)
    ]  # fmt: skip
    return _visit(one, lines)


@router.get("/remedies", response=InspectionRemediesOut, summary="Yêu cầu khắc phục của một đơn vị, cơ quan")
@requires(VIEW_INSPECTIONS)
def remedies(request: HttpRequest, asked: InspectionAskedIn = Query()) -> InspectionRemediesOut:
    actor = _actor(request)
    _demand_seen(actor, asked.unit)
    is_school = queries.is_school(asked.unit, clock.today())
    rows = (
        queries.of_unit(actor, asked.unit, on=clock.today())
        if is_school
        else queries.of_body(actor, asked.unit)
    )
    return InspectionRemediesOut(items=[_remedy(one) for one in rows])


@router.post("/remedies/{remedy_id}/answer", response=InspectionRemedyOut, summary="Trả lời khắc phục")
@requires(ANSWER_REMEDIES)
def answer(request: HttpRequest, remedy_id: int, body: AnswerRemedyBody) -> InspectionRemedyOut:
    return _remedy(
        services.answer_remedy(_actor(request), at=clock.now(), remedy_id=remedy_id, reply=body.reply)
    )


@router.post("/remedies/{remedy_id}/accept", response=InspectionRemedyOut, summary="Chấp nhận khắc phục")
@requires(INSPECT)
def accept(request: HttpRequest, remedy_id: int) -> InspectionRemedyOut:
    return _remedy(services.accept_remedy(_actor(request), at=clock.now(), remedy_id=remedy_id))


@router.post("/remedies/{remedy_id}/return", response=InspectionRemedyOut, summary="Trả lại khắc phục")
@requires(INSPECT)
def send_back(request: HttpRequest, remedy_id: int, body: ReturnRemedyBody) -> InspectionRemedyOut:
    done = services.return_remedy(
        _actor(request), at=clock.now(), remedy_id=remedy_id, reason=body.reason, due_on=body.due_on
    )
    return _remedy(done)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _demand_seen(actor: Actor, unit_id: int) -> None:
    """Raises Http404 outside the scope."""
    if unit_id not in access.scope(actor, VIEW_INSPECTIONS):
        raise Http404


def _visit(one: Visit, lines: list[InspectionLineOut]) -> InspectionVisitOut:
    return InspectionVisitOut(
        id=one.pk, unit=one.unit_id, unit_name=one.unit_name, body=one.body_id, body_name=one.body_name,
        school_year=one.school_year, state=one.state, planned_on=one.planned_on, visited_on=one.visited_on,
        remarks=one.remarks if lines else "", team=[row.name for row in queries.members(one)] if lines else [],
        lines=lines,
    )  # fmt: skip


def _remedy(one: Remedy) -> InspectionRemedyOut:
    return InspectionRemedyOut(
        id=one.pk, visit=one.visit_id, unit=one.unit_id, text=one.text, due_on=one.due_on, state=one.state,
        reply=one.reply, reason=one.reason,
    )  # fmt: skip
