"""Enrolling, withdrawing, taking in again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid
from khuevan.school.curriculum.queries import age_of_entry
from khuevan.school.learners import services as learners

from ..choices import EnrolmentStatus, EntryKind
from ..events import LearnerEnrolled, LearnerReturned, LearnersPlaced, LearnerWithdrawn
from ..models import ClassGroup, Enrolment, Placement, SchoolYear, StatusChange
from ..permissions import EDIT_ENROLMENTS
from ..queries.years import terms_of
from ..rules import season_of, status_of_arrival, status_of_return, status_of_withdrawal
from .classes import level_in

YOUNGER = 3
"""Years below the usual age of a grade that no skipping of grades explains: a birth date typed wrong."""


class EnrolledElsewhere(Invalid):  # noqa: N818 - the name is the sentence that went wrong
    """The learner is present at another school this year: the way is a transfer, not a second enrolment."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Em đang học ở một trường khác trong năm học này. Hãy làm thủ tục chuyển trường, không ghi danh lần hai."
            )
        )


@dataclass(frozen=True, kw_only=True)
class EnrolOrder:
    """Whom to enrol, where. Either `learner` (of this school) or `facts` by the names of the learner's profile.

    `came_from`: the school they came from, where it does not take part in transfers here (abroad, another province).
    """

    school: Any
    school_year: SchoolYear
    grade: str
    enrolled_on: date
    class_group: ClassGroup | None = None
    learner: Any = None
    facts: dict[str, Any] = field(default_factory=dict)
    entry_kind: str = EntryKind.CONTINUED
    came_from: str = ""
    is_repeating: bool = False
    note: str = ""


def enrol_learner(actor: Actor, order: EnrolOrder, *, at: datetime) -> Enrolment:
    """Registers the person and the learner where they are new, enrols and places them: one act, all or nothing.

    Raises Refused; Invalid (with look-alikes at `confirmed`); learners.KnownElsewhere; EnrolledElsewhere.
    """
    access.demand(actor, EDIT_ENROLMENTS, on=order.school.pk)
    level = checked_level(order, at)
    with audit.act(actor, "schoolyear.enrolment:enrol", at=at, unit_id=order.school.pk) as act:
        learner = order.learner or learners.register_learner(actor, at=at, school=order.school, **order.facts)
        if learner.school_id != order.school.pk:
            raise EnrolledElsewhere
        enrolment = write_enrolment(order, learner, level)
        act.on(enrolment)
    return enrolment


def write_enrolment(order: EnrolOrder, learner: Any, level: str) -> Enrolment:
    """The rows and the news of an enrolment; permission, rules and the act are the caller's."""
    season = season_of(order.enrolled_on, terms_of(order.school_year, level, order.school))
    person = learner.person
    enrolment = Enrolment(
        learner=learner,
        person=person,
        school_id=order.school.pk,
        school_year=order.school_year,
        class_group=order.class_group,
        grade=order.grade,
        level=level,
        status=_status_of_entry(order.entry_kind, season),
        entry_kind=order.entry_kind,
        came_from=order.came_from[:200],
        enrolled_on=order.enrolled_on,
        status_on=order.enrolled_on,
        is_repeating=order.is_repeating,
        elective_set=order.class_group.elective_set if order.class_group else None,
        full_name=person.full_name,
        birth_date=person.birth_date,
        sex=person.sex,
        search=person.search,
        sort_key=person.sort_key,
    )
    try:
        with transaction.atomic():
            enrolment.save(force_insert=True)
    except IntegrityError as error:
        if "schoolyear_enrolment_at_one_school" in str(error):
            raise EnrolledElsewhere from error
        if "schoolyear_enrolment_once" in str(error):
            raise Invalid(
                _("Em đã có tên trong năm học này ở trường; nếu đã thôi học, hãy nhận học lại.")
            ) from error
        raise
    _note(enrolment, enrolment.status, order.enrolled_on, note=order.note)
    if order.class_group is not None:
        _put(enrolment, order.class_group, order.enrolled_on)
    publish(
        LearnerEnrolled(enrolment.pk, learner.pk, order.school.pk, order.school_year.code, order.enrolled_on)
    )
    return enrolment


def _status_of_entry(entry_kind: str, season: str) -> str:
    if entry_kind == EntryKind.TRANSFERRED:
        return status_of_arrival(season)
    return status_of_return(season) if entry_kind == EntryKind.RETURNED else EnrolmentStatus.STUDYING


def withdraw_learner(
    actor: Actor,
    enrolment: Enrolment,
    *,
    at: datetime,
    version: int,
    on: date,
    reason: str,
    note: str = "",
) -> Enrolment:
    """Left the school without going to another (thôi học) from `on`. Raises Refused, Invalid, ChangedMeanwhile."""
    access.demand(actor, EDIT_ENROLMENTS, on=enrolment.school_id)
    errors: dict[str, str] = {}
    if enrolment.left_on is not None:
        raise Invalid(_("Em đã rời trường từ trước."))
    if not reason:
        errors["reason"] = _("Hãy chọn lý do thôi học.")
    errors |= _day_problems(on, enrolment.status_on, enrolment.school_year, at)
    if errors:
        raise Invalid(errors)
    season = season_of(on, terms_of(enrolment.school_year, enrolment.level, enrolment.school))
    with audit.act(
        actor, "schoolyear.enrolment:withdraw", at=at, on=enrolment, unit_id=enrolment.school_id, why=note
    ):
        leave(enrolment, status_of_withdrawal(season), on, version=version, reason=reason, note=note)
        publish(LearnerWithdrawn(enrolment.pk, enrolment.learner_id, enrolment.school_id, reason, on))
    return enrolment


def leave(
    enrolment: Enrolment, status: str, on: date, *, version: int, reason: str = "", note: str = ""
) -> None:
    """Writes that somebody left: status, day, the end of the placement. The act is the caller's."""
    enrolment.status, enrolment.status_on, enrolment.left_on = status, on, on
    enrolment.leave_reason = reason
    enrolment.save_checked(version, fields=["status", "status_on", "left_on", "leave_reason"])
    _note(enrolment, status, on, reason=reason, note=note)
    _take_out(enrolment, on)


def take_in_again(
    actor: Actor,
    enrolment: Enrolment,
    *,
    at: datetime,
    version: int,
    on: date,
    class_group: ClassGroup | None = None,
    note: str = "",
) -> Enrolment:
    """Somebody who had withdrawn from this school in this year comes back (TT 15/2026 Điều 35).

    Raises Refused, Invalid, EnrolledElsewhere, ChangedMeanwhile.
    """
    access.demand(actor, EDIT_ENROLMENTS, on=enrolment.school_id)
    if enrolment.left_on is None:
        raise Invalid(_("Em đang học ở trường."))
    if enrolment.status not in ("05", "09", "12"):
        raise Invalid(_("Em đã chuyển trường; muốn học lại ở đây thì làm thủ tục chuyển trường."))
    problems = _day_problems(on, enrolment.left_on, enrolment.school_year, at)
    if class_group is not None:
        problems |= _class_problems(
            class_group, enrolment.school_id, enrolment.school_year_id, enrolment.grade
        )
    if problems:
        raise Invalid(problems)
    season = season_of(on, terms_of(enrolment.school_year, enrolment.level, enrolment.school))
    enrolment.status, enrolment.status_on = status_of_return(season), on
    enrolment.left_on, enrolment.leave_reason = None, ""
    enrolment.class_group = class_group
    with audit.act(
        actor, "schoolyear.enrolment:return", at=at, on=enrolment, unit_id=enrolment.school_id, why=note
    ):
        try:
            with transaction.atomic():
                enrolment.save_checked(
                    version, fields=["status", "status_on", "left_on", "leave_reason", "class_group"]
                )
        except IntegrityError as error:
            if "schoolyear_enrolment_at_one_school" in str(error):
                raise EnrolledElsewhere from error
            raise
        _note(enrolment, enrolment.status, on, note=note)
        if class_group is not None:
            _put(enrolment, class_group, on)
        publish(LearnerReturned(enrolment.pk, enrolment.learner_id, enrolment.school_id, on))
    return enrolment


def _put(enrolment: Enrolment, group: ClassGroup, on: date) -> None:
    Placement.objects.create(
        enrolment=enrolment, school_id=enrolment.school_id, class_group=group, valid_from=on
    )
    publish(LearnersPlaced((enrolment.pk,), group.pk, enrolment.school_id, on))


def _take_out(enrolment: Enrolment, on: date) -> None:
    """Ends the open placement; one that began on the same day keeps an empty period."""
    rows = Placement.objects.filter(enrolment=enrolment, valid_until=None)
    rows.update(valid_until=Greatest(F("valid_from"), on))


def _note(enrolment: Enrolment, status: str, on: date, *, reason: str = "", note: str = "") -> None:
    StatusChange.objects.create(
        enrolment=enrolment,
        school_id=enrolment.school_id,
        status=status,
        on=on,
        reason=reason,
        note=note[:300],
    )


def checked_level(order: EnrolOrder, at: datetime) -> str:
    """The level; raises Invalid with every problem."""
    level = level_in(order.school, order.grade)
    problems: dict[str, str] = {}
    if level is None:
        problems["grade"] = _("Trường không dạy khối này.")
    year = order.school_year
    if not year.starts_on <= order.enrolled_on <= year.ends_on:
        problems["enrolled_on"] = _("Ngày vào trường phải trong năm học %(year)s.") % {"year": year.code}
    elif order.enrolled_on > clock.on(at):
        problems["enrolled_on"] = _("Ngày vào trường không ở tương lai.")
    born = order.learner.person.birth_date if order.learner is not None else order.facts.get("birth_date")
    if (
        level is not None
        and born is not None
        and year.starts_on.year - born.year < age_of_entry(order.grade) - YOUNGER
    ):
        problems["birth_date"] = _("Em còn quá nhỏ so với khối này; hãy kiểm tra ngày sinh.")
    if order.entry_kind not in EntryKind.values:
        problems["entry_kind"] = _("Loại nhập học không có trong danh mục.")
    if order.class_group is not None:
        problems |= _class_problems(order.class_group, order.school.pk, year.pk, order.grade)
    if problems or level is None:
        raise Invalid(problems)
    return level


def _class_problems(group: ClassGroup, school_id: int, year_id: int, grade: str) -> dict[str, str]:
    if group.school_id != school_id or group.school_year_id != year_id:
        return {"class_group": _("Lớp này không phải của trường trong năm học đó.")}
    if group.closed_on is not None:
        return {"class_group": _("Lớp này đã giải thể.")}
    if grade != group.grade and grade not in (group.combined_grades or ()):
        return {"class_group": _("Lớp này không phải của khối đó.")}
    return {}


def _day_problems(on: date, since: date, year: SchoolYear, at: datetime) -> dict[str, str]:
    if on < since:
        return {"on": _("Ngày này trước ngày của trạng thái đang có (%(on)s).") % {"on": f"{since:%d/%m/%Y}"}}
    if on > year.ends_on:
        return {"on": _("Ngày này sau khi năm học kết thúc.")}
    if on > clock.on(at):
        return {"on": _("Ngày này ở tương lai.")}
    return {}
