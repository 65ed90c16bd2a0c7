"""The move itself: the sending school returns the file, and in the same transaction the learner is of the other school.

Row-level security shows each school only its own rows. Once both heads have decided, this act alone works within a
reach of just the two schools, under the account of whoever acts, and puts the narrower reach back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor, Holding, Reach
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid
from khuevan.register.people.permissions import AFFILIATE_PERSON
from khuevan.school.learners import queries as learners
from khuevan.school.learners import services as learner_services
from khuevan.school.learners.permissions import EDIT_LEARNERS
from khuevan.school.schoolyear import queries as years
from khuevan.school.schoolyear import services as schoolyear

from ..events import LearnerMoved
from ..models import Transfer
from ..permissions import DECIDE_TRANSFER
from ..queries.schools import school_by_id
from ..rules import placement_due
from .answering import demand_class, periods_of, sides_of
from .sentences import demand_step, said

COLUMNS = ["state", "effective_on", "released_on", "release_note", "closed_on", "due_on"]


def release_learner(
    actor: Actor,
    transfer: Transfer,
    *,
    version: int,
    at: datetime,
    effective_on: date,
    note: str = "",
) -> Transfer:
    """The head of the sending school returns the file; from `effective_on` the learner is of the receiving school.

    Raises Invalid, Refused, ChangedMeanwhile.
    """
    access.demand(actor, DECIDE_TRANSFER, on=transfer.sending_id)
    demand_step(transfer, "release", sides_of(actor, DECIDE_TRANSFER, transfer))
    on = clock.on(at)
    if effective_on > on:
        raise Invalid({"effective_on": _("Ngày chuyển không ở tương lai.")})
    placed = transfer.class_group_id is not None or transfer.receiving_id is None
    transfer.state = "done" if placed else "moved"
    transfer.effective_on, transfer.released_on, transfer.release_note = effective_on, on, note.strip()[:300]
    transfer.closed_on = on if placed else None
    transfer.due_on = None if placed else placement_due(periods_of(transfer), on)
    with audit.act(
        actor, "transfers.transfer:release", at=at, on=transfer, unit_id=transfer.sending_id, why=note
    ):
        transfer.save_checked(version, fields=COLUMNS)
        with database.acting(_of_both(actor, transfer)):
            _move(_of_both(actor, transfer), transfer, at)
        publish(
            LearnerMoved(
                transfer.pk,
                transfer.learner_id,
                transfer.sending_id,
                transfer.receiving_id or 0,
                effective_on,
            )
        )
    return transfer


def place_learner(
    actor: Actor, transfer: Transfer, *, version: int, at: datetime, class_group: Any
) -> Transfer:
    """The receiving school puts the learner into a class; with it the transfer is done.

    Raises Invalid, Refused, ChangedMeanwhile.
    """
    access.demand(actor, DECIDE_TRANSFER, on=transfer.receiving_id)
    demand_step(transfer, "place", sides_of(actor, DECIDE_TRANSFER, transfer))
    demand_class(transfer, class_group)
    on = clock.on(at)
    with audit.act(actor, "transfers.transfer:place", at=at, on=transfer, unit_id=transfer.receiving_id):
        transfer.state, transfer.closed_on, transfer.due_on = "done", on, None
        transfer.class_group_id, transfer.to_class = class_group.pk, class_group.name
        transfer.save_checked(version, fields=["state", "closed_on", "due_on", "class_group", "to_class"])
        enrolment = years.present_enrolment(transfer.learner_id, on)
        if enrolment is not None and enrolment.class_group_id is None:
            plan = schoolyear.plan_placement(
                actor, transfer.receiving_id or 0, {enrolment.pk: class_group.pk}, on=on, at=at
            )
            schoolyear.place_learners(actor, plan, digest=plan.digest, at=at)
    return transfer


def _of_both(actor: Actor, transfer: Transfer) -> Actor:
    """The actor within the two schools of this transfer, for what the act needs and nothing else."""
    schools = Reach.of([one for one in (transfer.sending_id, transfer.receiving_id) if one is not None])
    codes = frozenset({AFFILIATE_PERSON.code, EDIT_LEARNERS.code})
    return replace(
        actor,
        holdings=(Holding(codes, schools),),
        persons=Reach.of([transfer.person_id]),
    )


def _move(actor: Actor, transfer: Transfer, at: datetime) -> None:
    on = transfer.effective_on
    assert on is not None
    enrolment = years.present_enrolment(transfer.learner_id, on)
    learner = learners.by_id(transfer.learner_id)
    if enrolment is None or learner is None or enrolment.school_id != transfer.sending_id:
        raise Invalid(said(("not_studying",)))
    if on < enrolment.status_on:
        raise Invalid({"effective_on": _("Ngày chuyển trước ngày em vào trường.")})
    sending, receiving = learner.school, school_by_id(transfer.receiving_id or 0)
    schoolyear.depart(
        enrolment, sending, on, note=_("Chuyển đến %(name)s") % {"name": transfer.receiving_name}
    )
    if receiving is None:
        return
    order = schoolyear.EnrolOrder(
        school=receiving,
        school_year=enrolment.school_year,
        grade=transfer.grade,
        enrolled_on=on,
        class_group=years.class_of(transfer.class_group_id),
        learner=learner,
        entry_kind="transferred",
        came_from=transfer.sending_name,
        is_repeating=enrolment.is_repeating,
    )
    learner_services.move_learner(actor, learner, to=receiving.pk, on=on, at=at)
    level = schoolyear.level_in(receiving, transfer.grade)
    if level is None:
        raise Invalid(said(("grade_not_taught",)))
    schoolyear.write_enrolment(order, learner, level)
