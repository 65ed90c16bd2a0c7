"""Exempting a learner from a subject, or assessing them by an individual plan: decisions of the school."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor

from ..choices import YEAR
from ..models import ClosedTerm, Exemption
from ..permissions import EXEMPT
from .errors import GradebookError


def grant_exemption(
    actor: Actor,
    enrolment: Any,
    *,
    subject: Any | None,
    term: int,
    reason: str,
    at: datetime,
    decision_number: str = "",
) -> Exemption:
    """From a subject in a term (0: the whole year); without a subject the learner is assessed by an individual plan.

    Marks that are there already stay and do not count. Raises Refused, GradebookError.
    """
    access.demand(actor, EXEMPT, on=enrolment.school_id)
    reason, decision_number = reason.strip(), decision_number.strip()
    if not reason or "\x00" in reason or len(reason) > 300:
        raise GradebookError({"reason": _("Hãy ghi lý do, nhiều nhất 300 ký tự.")})
    if "\x00" in decision_number or len(decision_number) > 60:
        raise GradebookError({"decision_number": _("Số quyết định dài quá 60 ký tự.")})
    if enrolment.left_on is not None:
        raise GradebookError(_("%(name)s đã rời trường.") % {"name": enrolment.full_name})
    _must_be_open(enrolment, term)
    rows = Exemption.objects.filter(enrolment=enrolment, subject=subject, withdrawn_on__isnull=True)
    if rows.filter(term__in=(YEAR, term)).exists():
        raise GradebookError(_("Học sinh đã được miễn nội dung này rồi."))
    with transaction.atomic(), audit.act(actor, EXEMPT.code, at=at, on=enrolment, why=reason):
        return Exemption.objects.create(
            school_id=enrolment.school_id, enrolment=enrolment, subject=subject, term=term, by_plan=subject is None,
            reason=reason, decision_number=decision_number, granted_on=clock.on(at),
        )  # fmt: skip


def withdraw_exemption(actor: Actor, row: Exemption, *, version: int, at: datetime) -> Exemption:
    """From today on the subject counts again. Raises Refused, GradebookError, ChangedMeanwhile."""
    access.demand(actor, EXEMPT, on=row.school_id)
    if row.withdrawn_on is not None:
        raise GradebookError(_("Việc miễn này đã thôi rồi."))
    _must_be_open(row.enrolment, row.term)
    row.withdrawn_on = clock.on(at)
    with transaction.atomic(), audit.act(actor, EXEMPT.code, at=at, on=row.enrolment, why=row.reason):
        row.save_checked(version, fields=["withdrawn_on"])
    return row


def _must_be_open(enrolment: Any, term: int) -> None:
    """What is stored of a closed term rests on who was exempt then."""
    last = 2 if term == YEAR else term
    if ClosedTerm.objects.filter(class_group_id=enrolment.class_group_id, term=last).exists():
        raise GradebookError(_("Học kỳ này của lớp đã khóa sổ."))
