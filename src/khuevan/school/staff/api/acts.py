"""Decisions about people: registering, acts previewed and recorded, the latest one cancelled, the list of postings."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from khuevan.kernel import clock
from khuevan.kernel.access import requires
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.keys import LARGEST
from khuevan.register.people.services import BirthDate, PersonFacts

from .. import services
from ..choices import ContractForm, Leave, Position, PostingKind
from ..models import Posting
from ..permissions import RECORD_POSTINGS, VIEW_PAPERS
from ..queries.places import destination
from ..rules.acts import ACTS
from ..services.errors import say
from .shapes import (
    LEVELS,
    DecisionBody,
    MemberOut,
    WhyBody,
    actor_of,
    member_of,
    member_out,
    school_of,
    subject_of,
)

router = Router(tags=["staff"])
ARRIVALS = (PostingKind.HIRED, PostingKind.ARRIVED, PostingKind.SECONDED_IN)


class RegisterBody(DecisionBody):
    """A human being who is new to the school, and the decision that brings them. `confirmed`: doubts were looked at."""

    school: int = Field(ge=1, le=LARGEST)
    kind: str = Field("hired", max_length=12)
    position: str = Field(max_length=12)
    level: str = Field("", pattern=LEVELS)
    main_subject: int | None = Field(None, ge=1, le=LARGEST)
    contract_form: str = Field("", max_length=16)
    code: str = Field("", max_length=20)
    from_name: str = Field("", max_length=200)
    full_name: str = Field(max_length=100)
    birth_date: date
    sex: str = Field(pattern="^(male|female)$")
    national_id: str = Field("", max_length=30)
    phone: str = Field("", max_length=30)
    email: str = Field("", max_length=254)
    confirmed: bool = False


class ActBody(DecisionBody):
    """`to_school`: the code of a school of this platform; `to_name`: any other place. Without `commit` only the plan."""

    version: int = Field(ge=0, le=LARGEST)
    position: str = Field("", max_length=12)
    leave: str = Field("", max_length=16)
    to_school: str = Field("", max_length=20)
    to_name: str = Field("", max_length=200)
    until: date | None = None
    why: str = Field("", max_length=200)
    accept: bool = False
    commit: bool = False


class StaffChangeOut(Schema):
    what: str
    before: str
    after: str


class StaffPlanOut(Schema):
    """What the act changes, in words; `frees`: lessons, classes and duties end; `leaves`: no longer of the school."""

    kind: str
    on: date
    status: str
    position: str
    leave: str
    frees: bool
    leaves: bool
    changes: list[StaffChangeOut]
    warnings: list[str]
    committed: bool
    version: int


class PostingOut(Schema):
    id: int
    kind: str
    status: str
    position: str
    leave: str
    valid_from: date
    valid_until: date | None
    due_on: date | None
    counterpart: str
    decision_number: str
    deciding_body: str
    recorded_at: datetime
    cancelled_at: datetime | None


@router.post(
    "/register", response={201: MemberOut}, summary="Tiếp nhận người mới", operation_id="staff_register"
)
@requires(RECORD_POSTINGS)
def register(request: HttpRequest, payload: RegisterBody) -> Any:
    actor = actor_of(request)
    school = school_of(actor, payload.school, RECORD_POSTINGS)
    _known("kind", payload.kind, ARRIVALS)
    _known("position", payload.position, Position.values)
    _known("contract_form", payload.contract_form, ("", *ContractForm.values))
    arrival = services.Arrival(
        decree=payload.decree(), kind=payload.kind, position=payload.position, level=payload.level,
        main_subject=subject_of(payload.main_subject, "main_subject"), contract_form=payload.contract_form,
        code=payload.code, from_name=payload.from_name,
    )  # fmt: skip
    facts = PersonFacts(
        full_name=payload.full_name, born=BirthDate(payload.birth_date), sex=payload.sex,
        national_id=payload.national_id, phone=payload.phone, email=payload.email,
    )  # fmt: skip
    made = services.register_staff(
        actor, at=clock.now(), school=school, arrival=arrival, facts=facts, confirmed=payload.confirmed
    )
    return Status(201, member_out(made))


@router.get(
    "/members/{int:pk}/postings", response=list[PostingOut], summary="Quá trình công tác",
    operation_id="staff_postings",
)  # fmt: skip
@requires(VIEW_PAPERS)
def postings(request: HttpRequest, pk: int) -> Any:
    member = member_of(actor_of(request), pk, VIEW_PAPERS)
    return [
        PostingOut(
            id=row.pk, kind=row.kind, status=row.status, position=row.position, leave=row.leave,
            valid_from=row.valid_from, valid_until=row.valid_until, due_on=row.due_on,
            counterpart=row.counterpart_name, decision_number=row.decision_number,
            deciding_body=row.deciding_body, recorded_at=row.recorded_at, cancelled_at=row.cancelled_at,
        )
        for row in Posting.objects.filter(staff=member).order_by("-valid_from", "-id")
    ]  # fmt: skip


@router.post(
    "/members/{int:pk}/acts/{str:kind}", response=StaffPlanOut, summary="Ghi quyết định nhân sự",
    operation_id="staff_act",
)  # fmt: skip
@requires(RECORD_POSTINGS)
def act(request: HttpRequest, pk: int, kind: str, payload: ActBody) -> Any:
    """Without `commit` the plan is shown; with it the act is recorded."""
    actor = actor_of(request)
    member = member_of(actor, pk, RECORD_POSTINGS)
    _known("kind", kind, ACTS)
    order = _order(kind, payload)
    if payload.commit:
        plan = services.record_act(actor, member, order, at=clock.now(), version=payload.version)
        member.refresh_from_db()
    else:
        plan = services.preview_act(actor, member, order)
    return StaffPlanOut(
        kind=plan.kind, on=plan.on, status=plan.status, position=plan.position, leave=plan.leave, frees=plan.frees,
        leaves=plan.leaves, warnings=[say(warning) for warning in plan.warnings], committed=payload.commit,
        changes=[
            StaffChangeOut(what=_(one.what), before=one.before, after=_(one.after) if one.kind == "ends" else one.after)
            for one in plan.changes
        ],
        version=member.version,
    )  # fmt: skip


@router.post(
    "/members/{int:pk}/cancel-act", response=MemberOut, summary="Hủy quyết định ghi nhầm gần nhất",
    operation_id="staff_cancel_act",
)  # fmt: skip
@requires(RECORD_POSTINGS)
def cancel_act(request: HttpRequest, pk: int, payload: WhyBody) -> Any:
    actor = actor_of(request)
    member = member_of(actor, pk, RECORD_POSTINGS)
    done = services.cancel_act(actor, member, at=clock.now(), version=payload.version, why=payload.why)
    return member_out(done)


def _order(kind: str, payload: ActBody) -> services.Order:
    _known("position", payload.position, ("", *Position.values))
    _known("leave", payload.leave, Leave.values)
    place = destination(payload.to_school) if payload.to_school.strip() else None
    if payload.to_school.strip() and place is None:
        raise Invalid({"to_school": _("Không có trường nào mã này.")})
    return services.Order(
        kind=kind, decree=payload.decree(), position=payload.position, leave=payload.leave,
        to_school_id=place.id if place else None, to_name=place.name if place else payload.to_name,
        until=payload.until, why=payload.why, accept=payload.accept,
    )  # fmt: skip


def _known(name: str, value: str, values: Any) -> None:
    if value not in values:
        raise Invalid({name: _("Không có giá trị này: %(value)s.") % {"value": value[:40]}})
