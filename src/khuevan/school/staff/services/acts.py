"""Decisions about people: registering somebody, and every act of `rules.acts`, previewed and recorded alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, events
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.register.people import services as people
from khuevan.register.people.services import PersonFacts

from ..choices import GROUP_OF_POSITION, LEFT, Position, PostingKind, StaffStatus
from ..events import StaffPosted
from ..models import Posting, StaffMember
from ..permissions import RECORD_POSTINGS
from ..rules import ActFacts, ActPlan, ActRefused, Decree, Wanted, arrival_refusals, day, plan_act
from .errors import AlreadyEmployed, StaffError, refused
from .holding import free, held_by, rights_changed
from .members import picture_of, searchable

_DECIDED = ("status", "status_on", "position", "group", "leave", "leave_until", "left_on", "left_why")
ARRIVALS = (PostingKind.HIRED, PostingKind.ARRIVED, PostingKind.SECONDED_IN)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """How somebody comes to a school. `from_school_id`, `from_name`: where from, for a move or secondment."""

    decree: Decree
    position: str
    kind: str = PostingKind.HIRED
    level: str = ""
    main_subject: Any = None
    contract_form: str = ""
    code: str = ""
    due_on: date | None = None
    from_school_id: int | None = None
    from_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Order:
    """An act on a member. `to_school_id`: a school of this platform; `to_name`: its name, or any other place.

    accept: take them in there at once; only for who may record postings at both schools.
    """

    kind: str
    decree: Decree
    position: str = ""
    leave: str = ""
    to_school_id: int | None = None
    to_name: str = ""
    until: date | None = None
    why: str = ""
    accept: bool = False


def register_staff(
    actor: Actor,
    *,
    at: datetime,
    school: Any,
    arrival: Arrival,
    facts: PersonFacts | None = None,
    person: Any = None,
    confirmed: bool = False,
) -> StaffMember:
    """Somebody new to the school: a new human being (`facts`), or one whom the actor can see (`person`).

    Raises Refused, StaffError, PeopleError (FactsAreDoubtful unless `confirmed`).
    """
    access.demand(actor, RECORD_POSTINGS, on=school.pk)
    born = person.birth_date if person else facts.born.on if facts and facts.born else None
    reasons = arrival_refusals(arrival.decree, born=born, position=arrival.position)
    if reasons:
        raise refused(reasons)
    title, on = str(Position(arrival.position).label)[:120], arrival.decree.effective_on
    with transaction.atomic(), audit.act(actor, RECORD_POSTINGS.code, at=at, unit_id=school.pk) as act:
        if person is None:
            assert facts is not None
            person = people.register_person(
                actor=actor,
                at=at,
                facts=facts,
                unit_id=school.pk,
                kind="staff",
                title=title,
                valid_from=on,
                confirmed=confirmed,
            )
        else:
            affiliate(person, school.pk, title, on, at)
        member = arrive(school, person, arrival, at=at)
        act.on(member, unit_id=school.pk)
        act.note(decision=arrival.decree.number, body=arrival.decree.body)
    return member


def arrive(school: Any, person: Any, arrival: Arrival, *, at: datetime) -> StaffMember:
    """The member's row and the first posting; who comes back takes up the row they had. Inside an act."""
    on = arrival.decree.effective_on
    member = StaffMember.objects.filter(person=person, school=school).first()
    if member is not None and member.status not in LEFT:
        raise AlreadyEmployed(member.full_name)
    if member is None:
        member = StaffMember(person=person, school=school)
    elif member.left_on is not None and on < member.left_on:
        raise StaffError(
            _("Ngày đến phải sau ngày rời trường trước đây (%(on)s).") % {"on": day(member.left_on)}
        )
    status = StaffStatus.WORKING if arrival.kind == PostingKind.HIRED else StaffStatus.ARRIVED
    values: dict[str, Any] = {
        **picture_of(person),
        "status": status, "status_on": on, "leave": "", "leave_until": None, "left_on": None, "left_why": "",
        "position": arrival.position, "group": GROUP_OF_POSITION[arrival.position], "joined_on": on,
        "is_newly_recruited": arrival.kind == PostingKind.HIRED,
    }  # fmt: skip
    if arrival.kind == PostingKind.HIRED:
        values |= {"recruited_on": on, "recruited_by": arrival.decree.body}
    else:
        values["arrived_on"] = on
    given = {name: getattr(arrival, name) for name in ("level", "main_subject", "contract_form", "code")}
    values |= {name: value for name, value in given.items() if value}
    for name, value in values.items():
        setattr(member, name, value)
    member.search = searchable(member)
    if member.pk is None:
        member.save(force_insert=True)
    else:
        member.save_checked(member.version, fields=[*values, "search"])
    post(
        member,
        arrival.kind,
        arrival.decree,
        at,
        due_on=arrival.due_on,
        other=arrival.from_school_id,
        name=arrival.from_name,
    )
    return member


def preview_act(actor: Actor, member: StaffMember, order: Order) -> ActPlan:
    """What the act would do. Raises Refused, StaffError."""
    access.demand(actor, RECORD_POSTINGS, on=member.school_id)
    return _plan(member, order)


def record_act(actor: Actor, member: StaffMember, order: Order, *, at: datetime, version: int) -> ActPlan:
    """Does it: status, posting, what was held, the affiliation, all in one transaction.

    Raises Refused, StaffError, ChangedMeanwhile.
    """
    access.demand(actor, RECORD_POSTINGS, on=member.school_id)
    plan = _plan(member, order)
    with (
        transaction.atomic(),
        audit.act(
            actor, RECORD_POSTINGS.code, at=at, on=member, unit_id=member.school_id, why=order.why
        ) as act,
    ):
        act.note(decision=order.decree.number, body=order.decree.body, kind=order.kind)
        _take(member, plan, order, version)
        note = order.why or order.decree.note
        post(
            member,
            order.kind,
            order.decree,
            at,
            due_on=order.until,
            other=order.to_school_id,
            name=order.to_name,
            note=note,
        )
        if plan.frees:
            free(member, plan.on)
        if plan.leaves:
            _end_affiliation(member, plan.on, at)
        if order.to_school_id is not None:
            from .moves import accept_move, offer

            move = offer(actor, member, order, at=at)
            if order.accept:
                accept_move(actor, move, at=at, version=move.version)
        rights_changed([member.person_id])
    return plan


def cancel_act(actor: Actor, member: StaffMember, *, at: datetime, version: int, why: str) -> StaffMember:
    """The latest decision was recorded by mistake: what was before it is in force again.

    Lessons, classes and duties that ended with it are not given back. Raises Refused, StaffError, ChangedMeanwhile.
    """
    access.demand(actor, RECORD_POSTINGS, on=member.school_id)
    if not why.strip():
        raise StaffError({"why": _("Hãy ghi lý do.")})
    live = member.postings.filter(cancelled_at__isnull=True).order_by("-valid_from", "-id")
    last, before = [*live[:2], None, None][:2]
    if last is None or before is None or last.kind in ARRIVALS:
        raise StaffError(
            _("Không có quyết định nào để hủy; việc đến trường được sửa bằng quyết định rời trường.")
        )
    with (
        transaction.atomic(),
        audit.act(actor, "staff.posting:cancel", at=at, on=member, unit_id=member.school_id, why=why),
    ):
        if version != member.version:
            raise ChangedMeanwhile(member)
        from .moves import call_back

        call_back(member, last.valid_from, at)
        Posting.objects.filter(pk=last.pk).update(cancelled_at=at)
        Posting.objects.filter(pk=before.pk).update(valid_until=None)
        member.status, member.status_on = before.status, before.valid_from
        member.position, member.group = before.position, GROUP_OF_POSITION[before.position]
        member.leave, member.leave_until = before.leave, before.due_on if before.leave else None
        member.left_on, member.left_why = None, ""
        member.save_checked(version, fields=list(_DECIDED))
        events.publish(
            StaffPosted(member.pk, member.person_id, member.school_id, before.kind, before.valid_from)
        )
        rights_changed([member.person_id])
    return member


def _plan(member: StaffMember, order: Order) -> ActPlan:
    last = member.postings.filter(cancelled_at__isnull=True).order_by("-valid_from", "-id").first()
    held = held_by(member, order.decree.effective_on)
    facts = ActFacts(
        name=member.full_name, status=member.status, position=member.position, leave=member.leave,
        posted_from=last.valid_from if last else None, born=member.birth_date, sex=member.sex,
        lessons=held.lessons, homerooms=held.homerooms, duties=held.duties,
    )  # fmt: skip
    wanted = Wanted(
        position=order.position, leave=order.leave, until=order.until, why=order.why,
        to_school=order.to_name, to_itself=order.to_school_id == member.school_id,
    )  # fmt: skip
    try:
        return plan_act(order.kind, facts, order.decree, wanted)
    except ActRefused as reasons:
        raise refused(reasons) from reasons


def _take(member: StaffMember, plan: ActPlan, order: Order, version: int) -> None:
    member.status, member.status_on = plan.status, plan.on
    member.position, member.group = plan.position, GROUP_OF_POSITION[plan.position]
    member.leave = plan.leave
    member.leave_until = order.until if plan.leave and order.kind == PostingKind.LEAVE else None
    if plan.leaves:
        member.left_on, member.left_why = plan.on, (order.why or order.decree.note)[:200]
    if version != member.version:
        raise ChangedMeanwhile(member)
    member.save_checked(version, fields=list(_DECIDED))


def post(
    member: StaffMember, kind: str, decree: Decree, at: datetime, *, due_on: date | None = None, other: int | None = None,
    name: str = "", note: str = "",
) -> Posting:  # fmt: skip
    """Ends the posting in force and begins the next."""
    on = decree.effective_on
    live = Posting.objects.filter(staff=member, cancelled_at__isnull=True)
    if live.filter(valid_from__gte=on).exists():
        raise StaffError(_("Ngày hiệu lực không sau quyết định gần nhất đã ghi."))
    live.filter(valid_until__isnull=True).update(valid_until=on)
    posting = Posting(
        staff=member, school_id=member.school_id, kind=kind, status=member.status, position=member.position,
        leave=member.leave, valid_from=on, due_on=due_on, counterpart_id=other, counterpart_name=name[:200],
        decision_number=decree.number.strip(), deciding_body=decree.body.strip(), note=(note or decree.note)[:300],
        recorded_at=at,
    )  # fmt: skip
    posting.save(force_insert=True)
    events.publish(StaffPosted(member.pk, member.person_id, member.school_id, kind, on))
    return posting


def affiliate(person: Any, school_id: int, title: str, on: date, at: datetime) -> None:
    """As a consequence of the posting: whoever may record it may bring it about."""
    if person.affiliations.filter(unit_id=school_id, kind="staff", valid_until__isnull=True).exists():
        return
    people.affiliate(
        actor=access.system(),
        at=at,
        person=person,
        unit_id=school_id,
        kind="staff",
        title=title,
        valid_from=on,
    )


def _end_affiliation(member: StaffMember, on: date, at: datetime) -> None:
    """An affiliation that begins on the day itself or later is left to whoever entered it."""
    for held in member.person.affiliations.filter(
        unit_id=member.school_id, kind="staff", valid_until__isnull=True
    ):
        if held.valid_from < on:
            people.end_affiliation(actor=access.system(), at=at, affiliation=held, valid_until=on)
