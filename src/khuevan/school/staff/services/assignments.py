"""Who teaches what: giving, changing and ending lessons; homeroom classes; copying a term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, events
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.school.schoolyear import services as schoolyear

from ..choices import TEACHING_GROUPS
from ..events import HomeroomAssigned, TeachersAssigned
from ..models import StaffMember, TeachingAssignment
from ..permissions import ASSIGN
from .errors import StaffError
from .holding import rights_changed

MOST_PERIODS = Decimal(60)


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What is to be given: a class, a subject, a term, so many periods a week. `part`: a strand or group."""

    class_group: Any
    subject: Any
    term: int
    periods: Decimal
    part: str = ""


def assign(actor: Actor, staff: StaffMember, lesson: Lesson, *, at: datetime) -> TeachingAssignment:
    """Raises Refused, StaffError."""
    group = lesson.class_group
    access.demand(actor, ASSIGN, on=group.school_id)
    _judge(staff, lesson)
    row = TeachingAssignment(
        staff=staff, school_id=group.school_id, school_year_id=group.school_year_id, class_group=group,
        subject=lesson.subject, term=lesson.term, part=lesson.part.strip(), periods=lesson.periods,
        assigned_on=clock.on(at),
    )  # fmt: skip
    with transaction.atomic(), audit.act(actor, ASSIGN.code, at=at, unit_id=group.school_id) as act:
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if "staff_assignment_once" in str(error):
                raise StaffError(_("Giáo viên này đã được phân công nội dung đó.")) from error
            raise
        act.on(row, unit_id=group.school_id)
        _tell(row, [staff])
    return row


def change_lesson(
    actor: Actor, row: TeachingAssignment, *, at: datetime, version: int, periods: Decimal, part: str,
    staff: StaffMember | None = None,
) -> TeachingAssignment:  # fmt: skip
    """Other periods, another part; another teacher ends this assignment and gives a new one.

    Raises Refused, StaffError, ChangedMeanwhile.
    """
    access.demand(actor, ASSIGN, on=row.school_id)
    if row.ended_on is not None:
        raise ChangedMeanwhile(row)
    if staff is not None and staff.pk != row.staff_id:
        lesson = Lesson(
            class_group=row.class_group, subject=row.subject, term=row.term, periods=periods, part=part
        )
        with transaction.atomic():
            end_lesson(actor, row, at=at, version=version)
            return assign(actor, staff, lesson, at=at)
    _judge_periods(periods)
    row.periods, row.part = periods, part.strip()
    with transaction.atomic(), audit.act(actor, ASSIGN.code, at=at, on=row, unit_id=row.school_id):
        row.save_checked(version, fields=["periods", "part"])
        _tell(row, [row.staff])
    return row


def end_lesson(
    actor: Actor, row: TeachingAssignment, *, at: datetime, version: int, why: str = ""
) -> TeachingAssignment:
    """No more from today on; the row stays. Raises Refused, ChangedMeanwhile."""
    access.demand(actor, ASSIGN, on=row.school_id)
    if row.ended_on is not None:
        raise ChangedMeanwhile(row)
    row.ended_on = clock.on(at)
    with transaction.atomic(), audit.act(actor, ASSIGN.code, at=at, on=row, unit_id=row.school_id, why=why):
        row.save_checked(version, fields=["ended_on"])
        _tell(row, [row.staff])
    return row


@dataclass(frozen=True)
class CopyPlan:
    """What copying a term into another would give: rows to make, and how many are there already or have no teacher."""

    rows: tuple[TeachingAssignment, ...]
    there_already: int
    without_teacher: tuple[str, ...]


def plan_copy(actor: Actor, *, school_id: int, school_year_id: int, from_term: int, to_term: int) -> CopyPlan:
    """Lessons of one term that the other does not have yet. Raises Refused, StaffError."""
    access.demand(actor, ASSIGN, on=school_id)
    if from_term == to_term:
        raise StaffError(_("Hãy chọn hai học kỳ khác nhau."))
    rows = TeachingAssignment.objects.filter(
        school_id=school_id,
        school_year_id=school_year_id,
        ended_on__isnull=True,
        class_group__closed_on__isnull=True,
    ).select_related("staff", "class_group", "subject")
    source = [row for row in rows if row.term == from_term]
    there = {_place(row) for row in rows if row.term == to_term}
    wanted = [row for row in source if _place(row) not in there]
    gone = [row for row in wanted if not row.staff.is_at_work]
    return CopyPlan(
        rows=tuple(row for row in wanted if row.staff.is_at_work),
        there_already=len(source) - len(wanted),
        without_teacher=tuple(
            f"{row.subject.name} {row.class_group.name} ({row.staff.full_name})" for row in gone
        ),
    )


def copy_term(
    actor: Actor, *, school_id: int, school_year_id: int, from_term: int, to_term: int, at: datetime
) -> int:
    """Gives the lessons of the plan; how many. Raises Refused, StaffError."""
    plan = plan_copy(
        actor, school_id=school_id, school_year_id=school_year_id, from_term=from_term, to_term=to_term
    )
    made = [
        TeachingAssignment(
            staff_id=row.staff_id, school_id=school_id, school_year_id=school_year_id, class_group_id=row.class_group_id,
            subject_id=row.subject_id, term=to_term, part=row.part, periods=row.periods, assigned_on=clock.on(at),
        )
        for row in plan.rows
    ]  # fmt: skip
    with transaction.atomic(), audit.act(actor, ASSIGN.code, at=at, unit_id=school_id) as act:
        act.note(copied=len(made), from_term=from_term, to_term=to_term)
        TeachingAssignment.objects.bulk_create(made)
        staff = sorted({row.staff_id for row in plan.rows})
        events.publish(TeachersAssigned(school_id, school_year_id, to_term, tuple(staff)))
        rights_changed(row.staff.person_id for row in plan.rows)
    return len(made)


def set_homeroom(actor: Actor, group: Any, staff: StaffMember | None, *, at: datetime, version: int) -> Any:
    """The homeroom teacher of a class, or none. Raises Refused, StaffError, ChangedMeanwhile."""
    access.demand(actor, ASSIGN, on=group.school_id)
    if staff is not None:
        _must_teach_here(staff, group.school_id)
    with transaction.atomic():
        made = schoolyear.change_class(
            actor, group, at=at, version=version, homeroom_teacher=staff.person if staff else None
        )
        events.publish(HomeroomAssigned(group.pk, group.school_id, staff.person_id if staff else 0))
    return made


def _place(row: TeachingAssignment) -> tuple[int, int, str]:
    return row.class_group_id, row.subject_id, row.part


def _judge(staff: StaffMember, lesson: Lesson) -> None:
    _must_teach_here(staff, lesson.class_group.school_id)
    _judge_periods(lesson.periods)
    if lesson.class_group.closed_on is not None:
        raise StaffError(_("Lớp %(name)s đã giải thể.") % {"name": lesson.class_group.name})


def _judge_periods(periods: Decimal) -> None:
    if not Decimal(0) <= periods <= MOST_PERIODS:
        raise StaffError({"periods": _("Số tiết một tuần phải từ 0 đến 60.")})


def _must_teach_here(staff: StaffMember, school_id: int) -> None:
    if staff.school_id != school_id:
        raise StaffError({"staff": _("Giáo viên này không thuộc trường.")})
    if staff.group not in TEACHING_GROUPS:
        raise StaffError(
            {"staff": _("%(name)s không phải giáo viên hoặc cán bộ quản lý.") % {"name": staff.full_name}}
        )
    if not staff.is_at_work:
        raise StaffError({"staff": _("%(name)s hiện không làm việc tại trường.") % {"name": staff.full_name}})


def _tell(row: TeachingAssignment, staff: Iterable[StaffMember]) -> None:
    held = list(staff)
    events.publish(
        TeachersAssigned(row.school_id, row.school_year_id, row.term, tuple(one.pk for one in held))
    )
    rights_changed(one.person_id for one in held)
