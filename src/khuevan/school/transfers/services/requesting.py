"""Asking for a transfer: by the school that receives (the family applies there first) or by the one that sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database
from khuevan.kernel.access import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid
from khuevan.kernel.text import name_sort_key, search_text
from khuevan.school.learners import queries as learners
from khuevan.school.schoolyear import queries as years
from khuevan.school.schoolyear import services as schoolyear

from ..choices import Paper, Side
from ..events import TransferRequested
from ..models import Transfer, TransferRule
from ..permissions import REQUEST_TRANSFER
from ..queries.schools import is_open, school_by_id
from ..rules import Facts, Periods, answer_due, request_refusals, return_due
from .sentences import said

NAME = 200
"""Characters of a school's name."""


@dataclass(frozen=True)
class Found:
    """A learner of another school, as far as the school that is asked to take them in may know."""

    learner_id: int
    full_name: str
    birth_date: date
    school_id: int
    school_name: str
    grade: str
    class_name: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """`opened_by`: the side that asks. Who sends names the learner and the school (`receiving_id`, or the name of one
    outside of the platform); who receives names itself, and the learner by number and birth date.
    """

    opened_by: str
    reason: str
    learner_id: int | None = None
    national_id: str = ""
    birth_date: date | None = None
    receiving_id: int | None = None
    receiving_name: str = ""
    papers: Sequence[str] = ()


def look_for_learner(
    actor: Actor, *, receiving_id: int, national_id: str, born: date, at: datetime
) -> Found | None:
    """Who bears the number and was born on the day, at whatever school; the look is logged. Raises access.Refused."""
    access.demand(actor, REQUEST_TRANSFER, on=receiving_id)
    audit.look(
        actor,
        "transfers.transfer:look",
        at=at,
        unit_id=receiving_id,
        why=_("Số định danh và ngày sinh trên đơn"),
    )
    with database.acting(access.system()):
        learner = learners.by_number(national_id, born)
        if learner is None:
            return None
        return Found(
            learner_id=learner.pk,
            full_name=learner.person.full_name,
            birth_date=born,
            school_id=learner.school_id,
            school_name=learner.school.name,
            grade=learner.grade,
            class_name=learner.class_name,
        )


def request_transfer(actor: Actor, order: Order, *, at: datetime) -> Transfer:
    """Raises Invalid, access.Refused."""
    on = clock.on(at)
    _judge(order)
    learner = _learner(actor, order, at)
    own_id = learner.school_id if order.opened_by == Side.SENDING else order.receiving_id
    access.demand(actor, REQUEST_TRANSFER, on=own_id)
    receiving = school_by_id(order.receiving_id) if order.receiving_id else None
    if receiving is None and not order.receiving_name.strip():
        raise Invalid({"receiving": _("Hãy chọn trường nhận.")})
    with database.acting(access.system()):
        enrolment = years.present_enrolment(learner.pk, on)
        sending = learner.school
        facts = Facts(
            is_studying=enrolment is not None,
            sending_id=sending.pk,
            receiving_id=receiving.pk if receiving else None,
            level=schoolyear.level_in(receiving, enrolment.grade) if receiving and enrolment else "outside",
            receiving_is_open=receiving is None or is_open(receiving, on),
            has_open_transfer=Transfer.objects.filter(
                learner_id=learner.pk, state__in=("requested", "accepted")
            ).exists(),
        )
    refused = request_refusals(facts)
    if refused or enrolment is None:
        raise Invalid(said(refused))
    transfer = _written(order, learner, enrolment, receiving, on)
    with audit.act(actor, "transfers.transfer:request", at=at, unit_id=own_id, why=order.reason) as act:
        try:
            with transaction.atomic():
                transfer.save(force_insert=True)
        except IntegrityError as error:
            raise Invalid(said(("already_open",))) from error
        act.on(transfer, unit_id=own_id)
        publish(TransferRequested(transfer.pk, transfer.sending_id, transfer.receiving_id or 0))
    return transfer


def _judge(order: Order) -> None:
    """Raises Invalid for what no form offers and a program may send."""
    errors: dict[str, str] = {}
    if not order.reason.strip():
        errors["reason"] = _("Hãy ghi lý do chuyển trường.")
    if order.opened_by not in Side.values:
        errors["opened_by"] = _("Bên đề nghị là trường đang học hoặc trường nhận.")
    if not set(order.papers) <= set(Paper.values):
        errors["papers"] = _("Có giấy tờ không thuộc danh mục.")
    if len(order.receiving_name) > NAME:
        errors["receiving_name"] = _("Tên trường dài quá %(most)d ký tự.") % {"most": NAME}
    if errors:
        raise Invalid(errors)


def _learner(actor: Actor, order: Order, at: datetime) -> Any:
    """The learner of the own school; or, for who receives, of any school by what stands on the application."""
    if order.opened_by == Side.SENDING:
        learner = learners.by_id(order.learner_id or 0)
        if learner is None:
            raise Invalid({"learner": _("Không có người học này trong phạm vi của bạn.")})
        return learner
    if order.receiving_id is None or order.birth_date is None:
        raise Invalid({"national_id": _("Hãy ghi số định danh và ngày sinh.")})
    found = look_for_learner(
        actor,
        receiving_id=order.receiving_id,
        national_id=order.national_id,
        born=order.birth_date,
        at=at,
    )
    if found is None:
        raise Invalid(
            {"national_id": _("Không tìm thấy người học có số định danh và ngày sinh này ở trường nào.")}
        )
    with database.acting(access.system()):
        return learners.by_id(found.learner_id)


def _written(order: Order, learner: Any, enrolment: Any, receiving: Any, on: date) -> Transfer:
    rule = rule_at(enrolment.level, on)
    periods = rule.periods if rule else Periods(None, None, None, None)
    near = receiving is not None and _province(receiving) == _province(learner.school)
    outside = receiving is None
    return Transfer(
        learner_id=learner.pk,
        person_id=learner.person_id,
        sending_id=learner.school_id,
        receiving_id=None if outside else receiving.pk,
        sending_name=learner.school.name,
        receiving_name=order.receiving_name.strip() if outside else receiving.name,
        full_name=learner.person.full_name,
        birth_date=learner.person.birth_date,
        sex=learner.person.sex,
        school_year_id=enrolment.school_year_id,
        grade=enrolment.grade,
        from_class=learner.class_name,
        rule=rule,
        same_province=near,
        opened_by=order.opened_by,
        state="accepted" if outside else "requested",
        reason=order.reason.strip()[:300],
        papers=list(order.papers),
        requested_on=on,
        answered_on=on if outside else None,
        due_on=return_due(periods, on) if outside else answer_due(periods, on, same_province=near),
        search=search_text(f"{learner.person.full_name} {learner.school.name}"),
        sort_key=name_sort_key(learner.person.full_name),
    )


def rule_at(level: str, on: date) -> TransferRule | None:
    """The periods in force for a level on a day."""
    rows = TransferRule.objects.filter(level=level, valid_from__lte=on).order_by("-valid_from")
    found = rows.first()
    return None if found is None or (found.valid_until and found.valid_until <= on) else found


def _province(school: Any) -> list[str]:
    """The ministry and the department above a school: the first two of its path."""
    return [part for part in school.managing_path.split("/") if part][:2]
