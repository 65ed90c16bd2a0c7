"""The JSON API of the room: records, and the acts of enrolments."""

# No `from __future__ import annotations` here: ninja reads the types at run time.

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from khuevan.kernel import access, clock
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.kernel.records.schemas import Given
from khuevan.register.organisations import queries as organisations
from khuevan.register.people.choices import ETHNIC_CHOICES

from . import services
from .models import ClassGroup, Enrolment, SchoolYear
from .permissions import EDIT_ENROLMENTS, ROLL_OVER
from .records import CLASSES, ENROLMENTS, TERMS

router = Router(tags=["schoolyear"])
for record in (CLASSES, ENROLMENTS, TERMS):
    router.add_router("", record.router())


class EnrolBody(Given):
    """A child who is new to the school."""

    school: int = Field(ge=1, le=LARGEST)
    school_year: str = Field(pattern=r"^\d{4}-\d{4}$")
    grade: str = Field(pattern=r"^(0[1-9]|1[0-8])$")
    class_group: int | None = Field(None, ge=1, le=LARGEST)
    enrolled_on: date
    entry_kind: str = Field("entry", max_length=12)
    came_from: str = Field("", max_length=200)
    full_name: str = Field(max_length=100)
    birth_date: date
    sex: str = Field(pattern="^(male|female)$")
    national_id: str = Field("", max_length=30)
    ethnicity: str = Field("", max_length=2)
    confirmed: bool = False
    admit: bool = Field(
        False,
        description="Người đã có hồ sơ ở nơi khác, đã xong cấp học hoặc đã thôi học: tiếp nhận, không lập hồ sơ mới",
    )


class WithdrawBody(Given):
    version: int = Field(ge=0, le=LARGEST)
    on: date
    reason: str = Field(pattern=r"^0[1-8]$")
    note: str = Field("", max_length=300)


class ReturnBody(Given):
    version: int = Field(ge=0, le=LARGEST)
    on: date
    class_group: int | None = Field(None, ge=1, le=LARGEST)
    note: str = Field("", max_length=300)


class Seat(Given):
    enrolment: int = Field(ge=1, le=LARGEST)
    class_group: int = Field(ge=1, le=LARGEST)


class PlaceBody(Given):
    school: int = Field(ge=1, le=LARGEST)
    on: date
    seats: list[Seat] = Field(min_length=1, max_length=2000)
    digest: str = Field("", max_length=64, description="Của bản xem trước; để trống thì chỉ xem trước")


class Enrolled(Schema):
    id: int
    version: int
    learner: int
    status: str
    class_group: int | None


class Placed(Schema):
    digest: str
    moves: int
    warnings: list[str]
    committed: bool


class OutcomeBody(Given):
    school: int = Field(ge=1, le=LARGEST)
    on: date
    outcomes: dict[int, str] = Field(max_length=2000)


class Counted(Schema):
    changed: int


def _shown(row: Enrolment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "learner": row.learner_id,
        "status": row.status,
        "class_group": row.class_group_id,
    }


def _enrolment(request: HttpRequest, pk: int) -> Enrolment:
    row: Enrolment | None = ENROLMENTS.rows(request.actor).filter(pk=pk).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    return row


def _school(request: HttpRequest, unit_id: int) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    if unit_id not in access.scope(actor, EDIT_ENROLMENTS):
        raise Http404
    school = organisations.unit_if_seen(actor, unit_id)
    if school is None:
        raise Http404
    return school


def _class(school_id: int, pk: int | None) -> ClassGroup | None:
    if pk is None:
        return None
    group = ClassGroup.objects.filter(pk=pk, school_id=school_id).first()
    if group is None:
        raise Http404
    return group


@router.post("/enrol", response={201: Enrolled}, summary="Ghi danh học sinh", operation_id="schoolyear_enrol")
@requires(EDIT_ENROLMENTS)
def enrol(request: HttpRequest, payload: EnrolBody) -> Any:
    school = _school(request, payload.school)
    year = SchoolYear.objects.filter(code=payload.school_year).first()
    if year is None:
        raise Invalid({"school_year": "Không có năm học này."})
    if payload.ethnicity and payload.ethnicity not in dict(ETHNIC_CHOICES):
        raise Invalid({"ethnicity": _("Không có dân tộc này trong danh mục.")})
    facts = payload.dict(include={"full_name", "birth_date", "sex", "national_id", "ethnicity", "confirmed"})
    order = services.EnrolOrder(
        school=school,
        school_year=year,
        grade=payload.grade,
        enrolled_on=payload.enrolled_on,
        class_group=_class(school.pk, payload.class_group),
        facts=facts,
        entry_kind=payload.entry_kind,
        came_from=payload.came_from,
    )
    act = services.admit_learner if payload.admit else services.enrol_learner
    made = act(request.actor, order, at=clock.now())  # type: ignore[attr-defined]
    return Status(201, _shown(made))


@router.post(
    "/enrolments/{int:pk}/withdraw",
    response=Enrolled,
    summary="Cho thôi học",
    operation_id="schoolyear_withdraw",
)
@requires(EDIT_ENROLMENTS)
def withdraw(request: HttpRequest, pk: int, payload: WithdrawBody) -> Any:
    row = _enrolment(request, pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    return _shown(services.withdraw_learner(actor, row, at=clock.now(), **payload.dict()))


@router.post(
    "/enrolments/{int:pk}/return", response=Enrolled, summary="Nhận học lại", operation_id="schoolyear_return"
)
@requires(EDIT_ENROLMENTS)
def take_in_again(request: HttpRequest, pk: int, payload: ReturnBody) -> Any:
    row = _enrolment(request, pk)
    given = payload.dict()
    given["class_group"] = _class(row.school_id, payload.class_group)
    actor: Any = request.actor  # type: ignore[attr-defined]
    return _shown(services.take_in_again(actor, row, at=clock.now(), **given))


@router.post("/place", response=Placed, summary="Xếp lớp", operation_id="schoolyear_place")
@requires(EDIT_ENROLMENTS)
def place(request: HttpRequest, payload: PlaceBody) -> Any:
    """Without a digest the plan is shown; with that plan's digest it is done."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    school = _school(request, payload.school)
    wanted = {seat.enrolment: seat.class_group for seat in payload.seats}
    plan = services.plan_placement(actor, school.pk, wanted, on=payload.on, at=clock.now())
    if payload.digest:
        services.place_learners(actor, plan, digest=payload.digest, at=clock.now())
    return {
        "digest": plan.digest,
        "moves": len(plan.moves),
        "warnings": list(plan.warnings),
        "committed": bool(payload.digest),
    }


@router.post(
    "/outcomes", response=Counted, summary="Ghi kết quả cuối năm", operation_id="schoolyear_outcomes"
)
@requires(ROLL_OVER)
def outcomes(request: HttpRequest, payload: OutcomeBody) -> Any:
    actor: Any = request.actor  # type: ignore[attr-defined]
    if payload.school not in access.scope(actor, ROLL_OVER):
        raise Http404
    changed = services.record_outcomes(actor, payload.school, payload.outcomes, on=payload.on, at=clock.now())
    return {"changed": changed}
