"""Closing the gradebooks of a class for a term, and opening them again for a while with reason and approval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor, Refused
from khuevan.school.staff import queries as staff

from ..choices import ReopeningState
from ..models import ClosedTerm, Reopening
from ..permissions import ASK_REOPENING, CLOSE_TERM
from .errors import GradebookError
from .results import store_results
from .turns import CLASS

LONGEST_REOPENING = timedelta(days=31)


def close_term(actor: Actor, group: Any, term: int, *, at: datetime) -> ClosedTerm:
    """Nobody writes in the class's gradebooks of the term from now on, and its results are stored.

    Waits for cells that are just being saved. What is missing stays missing and is shown; it does not stop the closing.
    Raises Refused, GradebookError where it is closed already, or the first term is not.
    """
    access.demand(actor, CLOSE_TERM, on=group.school_id)
    with transaction.atomic(), audit.act(actor, CLOSE_TERM.code, at=at, on=group) as act:
        CLASS.of(group.pk).wait()
        closed = set(ClosedTerm.objects.filter(class_group_id=group.pk).values_list("term", flat=True))
        if term in closed:
            raise GradebookError(
                _("Học kỳ %(term)d của lớp %(name)s đã khóa rồi.") % {"term": term, "name": group.name}
            )
        if term == 2 and 1 not in closed:
            raise GradebookError(_("Hãy khóa học kỳ I của lớp %(name)s trước.") % {"name": group.name})
        act.note(term=term)
        made = ClosedTerm.objects.create(
            school_id=group.school_id, class_group=group, term=term, closed_at=at, closed_by=actor.name[:100]
        )
        store_results(actor, group, term, at=at)
    return made


def close_terms(
    actor: Actor, groups: Sequence[Any], term: int, *, at: datetime
) -> tuple[list[Any], list[str]]:
    """Class by class: those that were closed, and why others were not."""
    closed, problems = [], []
    for group in groups:
        try:
            close_term(actor, group, term, at=at)
            closed.append(group)
        except GradebookError as error:
            problems.append(str(error))
    return closed, problems


def ask_reopening(
    actor: Actor, group: Any, term: int, *, subject: Any | None, reason: str, at: datetime
) -> Reopening:
    """By whoever teaches the subject in the class, or (without a subject) its homeroom teacher.

    Raises Refused, GradebookError."""
    access.demand(actor, ASK_REOPENING, on=group.school_id)
    on = clock.on(at)
    is_theirs = (
        staff.teaches(actor, group.pk, subject.pk, term, on)
        if subject is not None
        else staff.is_homeroom_teacher(actor, group.pk)
    )
    if not is_theirs and not actor.everything:
        raise Refused(_("Chỉ giáo viên dạy môn đó hoặc giáo viên chủ nhiệm của lớp được đề nghị mở lại sổ."))
    reason = checked_reason(reason)
    if not ClosedTerm.objects.filter(class_group_id=group.pk, term=term).exists():
        raise GradebookError(_("Sổ điểm này chưa khóa, không cần mở lại."))
    rows = Reopening.objects.filter(class_group_id=group.pk, term=term, subject=subject)
    if rows.filter(state=ReopeningState.ASKED).exists():
        raise GradebookError(_("Đã có một đề nghị mở lại đang chờ duyệt cho sổ này."))
    with transaction.atomic(), audit.act(actor, ASK_REOPENING.code, at=at, on=group, why=reason):
        return Reopening.objects.create(
            school_id=group.school_id, class_group=group, term=term, subject=subject, reason=reason, asked_at=at,
            asked_by=actor.name[:100],
        )  # fmt: skip


def approve_reopening(
    actor: Actor, row: Reopening, *, version: int, open_until: date, at: datetime, answer: str = ""
) -> Reopening:
    """Open through a day, at most 31 days. Raises Refused, GradebookError, ChangedMeanwhile."""
    access.demand(actor, CLOSE_TERM, on=row.school_id)
    on = clock.on(at)
    if not on <= open_until <= on + LONGEST_REOPENING:
        raise GradebookError({"open_until": _("Ngày mở đến phải từ hôm nay đến 31 ngày sau.")})
    return _decide(
        actor, row, version, at, state=ReopeningState.APPROVED, answer=answer, open_until=open_until
    )


def decline_reopening(actor: Actor, row: Reopening, *, version: int, at: datetime, answer: str) -> Reopening:
    """With a reason. Raises Refused, GradebookError, ChangedMeanwhile."""
    access.demand(actor, CLOSE_TERM, on=row.school_id)
    return _decide(
        actor, row, version, at, state=ReopeningState.DECLINED, answer=checked_reason(answer, "answer")
    )


def close_again(actor: Actor, row: Reopening, *, version: int, at: datetime) -> Reopening:
    """Ends a reopening before its day. Raises Refused, GradebookError, ChangedMeanwhile."""
    access.demand(actor, CLOSE_TERM, on=row.school_id)
    if row.state != ReopeningState.APPROVED or row.open_until is None or row.open_until < clock.on(at):
        raise GradebookError(_("Sổ này hiện không được mở lại."))
    row.open_until = clock.on(at) - timedelta(days=1)
    with transaction.atomic(), audit.act(actor, CLOSE_TERM.code, at=at, on=row.class_group, why=row.reason):
        row.save_checked(version, fields=["open_until"])
    return row


def _decide(
    actor: Actor,
    row: Reopening,
    version: int,
    at: datetime,
    *,
    state: str,
    answer: str,
    open_until: date | None = None,
) -> Reopening:
    if row.state != ReopeningState.ASKED:
        raise GradebookError(_("Đề nghị này đã được trả lời."))
    row.state, row.answer, row.open_until = state, answer.strip()[:300], open_until
    row.decided_at, row.decided_by = at, actor.name[:100]
    with (
        transaction.atomic(),
        audit.act(actor, "gradebook.term:reopen", at=at, on=row.class_group, why=row.reason),
    ):
        row.save_checked(version, fields=["state", "answer", "open_until", "decided_at", "decided_by"])
    return row


def checked_reason(text: str, name: str = "reason") -> str:
    """Trimmed. Raises GradebookError naming the field."""
    found = text.strip()
    if not found or "\x00" in found:
        raise GradebookError({name: _("Hãy ghi lý do.")})
    if len(found) > 300:
        raise GradebookError({name: _("Lý do dài quá 300 ký tự.")})
    return found
