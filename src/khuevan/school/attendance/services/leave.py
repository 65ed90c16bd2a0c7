"""Leave: asked for by the family (or noted for it after a call), answered by the homeroom teacher or the head."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor

from ..choices import AbsenceKind, LeaveState, Reason
from ..models import Absence, LeaveRequest
from ..permissions import DECIDE_LEAVE, TAKE_ROLL
from .deciding import demand_class
from .errors import AttendanceError

LONGEST_DAYS: Final = 60
DECIDED: Final = ["state", "decided_at", "decided_by", "answer"]
MOST_BACK: Final = timedelta(days=14)
"""How long afterwards leave can still be asked for: a note that comes with the child."""


def ask_leave(
    actor: Actor, enrolment: Any, *, first_on: date, last_on: date, reason: str, note: str, at: datetime
) -> LeaveRequest:
    """For one's own child (or oneself), or by the school for a family that called. Leave that the school notes is granted
    with it. Raises Refused, AttendanceError."""
    by_family = enrolment.person_id in actor.persons
    if not by_family:
        demand_class(actor, TAKE_ROLL, school_id=enrolment.school_id, class_id=enrolment.class_group_id)
    note = " ".join(note.split())
    errors = _problems(enrolment, first_on, last_on, reason, note, clock.on(at))
    if errors:
        raise AttendanceError(errors)
    request = LeaveRequest(
        school_id=enrolment.school_id, enrolment=enrolment, person_id=enrolment.person_id,
        class_group_id=enrolment.class_group_id, first_on=first_on, last_on=last_on, reason=reason, note=note,
        asked_at=at, asked_by=actor.name[:100],
    )  # fmt: skip
    with (
        transaction.atomic(),
        audit.act(actor, "attendance.leave:ask", at=at, unit_id=enrolment.school_id, why=note) as act,
    ):
        if not by_family:
            _answer(request, LeaveState.GRANTED, actor, at, "")
        request.save()
        act.on(request, unit_id=enrolment.school_id)
        if not by_family:
            _excuse(actor, request, at)
    return request


def decide_leave(
    actor: Actor, request: LeaveRequest, *, granted: bool, answer: str, version: int, at: datetime
) -> LeaveRequest:
    """Grants or declines. Absences without leave that stand in these days already become absences with leave.
    Raises Refused, AttendanceError, ChangedMeanwhile."""
    demand_class(actor, DECIDE_LEAVE, school_id=request.school_id, class_id=request.class_group_id)
    answer = " ".join(answer.split())
    if request.state != LeaveState.ASKED:
        raise AttendanceError({"state": _("Đơn này đã được trả lời hoặc đã rút.")})
    if not granted and not answer:
        raise AttendanceError({"answer": _("Hãy ghi vì sao không đồng ý.")})
    if len(answer) > 300:
        raise AttendanceError({"answer": _("Dài quá 300 ký tự.")})
    with (
        transaction.atomic(),
        audit.act(actor, DECIDE_LEAVE.code, at=at, on=request, unit_id=request.school_id, why=answer),
    ):
        _answer(request, LeaveState.GRANTED if granted else LeaveState.DECLINED, actor, at, answer)
        request.save_checked(version, fields=DECIDED)
        if granted:
            _excuse(actor, request, at)
    return request


def withdraw_leave(actor: Actor, request: LeaveRequest, *, version: int, at: datetime) -> LeaveRequest:
    """By the family, while nobody has answered. Raises Refused, AttendanceError, ChangedMeanwhile."""
    if request.person_id not in actor.persons:
        raise access.Refused(_("Chỉ gia đình của người học rút được đơn này."))
    if request.state != LeaveState.ASKED:
        raise AttendanceError({"state": _("Đơn này đã được trả lời hoặc đã rút.")})
    with audit.act(actor, "attendance.leave:withdraw", at=at, on=request, unit_id=request.school_id):
        request.state = LeaveState.WITHDRAWN
        request.save_checked(version, fields=["state"])
    return request


def _problems(
    enrolment: Any, first_on: date, last_on: date, reason: str, note: str, today: date
) -> dict[str, str]:
    found = {}
    if enrolment.class_group_id is None or enrolment.left_on is not None:
        found["enrolment"] = _("Học sinh chưa ở lớp nào, hoặc đã rời trường.")
    if last_on < first_on:
        found["last_on"] = _("Ngày cuối đứng trước ngày đầu.")
    elif (last_on - first_on).days >= LONGEST_DAYS:
        found["last_on"] = _("Một đơn xin nhiều nhất %(days)d ngày; nghỉ dài hơn là bảo lưu.") % {
            "days": LONGEST_DAYS
        }
    year = enrolment.school_year
    if not year.starts_on <= first_on <= year.ends_on or not year.starts_on <= last_on <= year.ends_on:
        found["first_on"] = _("Những ngày này không thuộc năm học %(year)s.") % {"year": year.code}
    elif first_on < today - MOST_BACK:
        found["first_on"] = _("Quá hai tuần rồi: hãy trao đổi với giáo viên chủ nhiệm.")
    if reason not in Reason.values:
        found["reason"] = _("Hãy chọn lý do.")
    elif reason == Reason.OTHER and not note:
        found["note"] = _("Hãy ghi rõ lý do.")
    if len(note) > 300:
        found["note"] = _("Dài quá 300 ký tự.")
    return found


def _answer(request: LeaveRequest, state: str, actor: Actor, at: datetime, answer: str) -> None:
    request.state, request.decided_at, request.decided_by, request.answer = (
        state, at, actor.name[:100], answer,
    )  # fmt: skip


def _excuse(actor: Actor, request: LeaveRequest, at: datetime) -> None:
    rows = list(
        Absence.objects.filter(
            enrolment_id=request.enrolment_id, on__range=(request.first_on, request.last_on),
            kind=AbsenceKind.WITHOUT_LEAVE,
        )
    )  # fmt: skip
    for row in rows:
        row.version += 1
        row.kind, row.changed_at, row.changed_by = AbsenceKind.WITH_LEAVE, at, actor.name[:100]
    if rows:
        Absence.objects.bulk_update(rows, ["version", "kind", "changed_at", "changed_by"])
