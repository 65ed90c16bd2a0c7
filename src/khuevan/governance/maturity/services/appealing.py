"""A unit says what it holds against its level; the body answers, and looks again where it was right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import audit, clock
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import queries, rules
from ..choices import Act, AppealState, State
from ..models import Appeal, Assessment
from .frame import cleaned, demand_open, locked, received, stepped

LONGEST = 2000
APPEALED = frozenset({State.RECOGNISED, State.PUBLISHED})


def make_appeal(actor: Actor, *, at: datetime, assessment_id: int, codes: Sequence[str], text: str) -> Appeal:
    """Within the days of the timetable after the decision or the publication. Raises Http404, Refused, Invalid."""
    one = locked(actor, assessment_id)
    if not queries.may_submit(actor, one):
        raise Refused(_("Thủ trưởng đơn vị nào gửi kiến nghị của đơn vị ấy."))
    if State(one.state) not in APPEALED:
        raise Invalid(_("Chỉ kiến nghị về mức độ đã được công nhận."))
    until = appeal_until(one)
    if until is not None and at > until:
        raise Invalid(
            {"text": _("Đã hết hạn kiến nghị từ ngày %(day)s.") % {"day": f"{clock.on(until):%d/%m/%Y}"}}
        )
    words = cleaned(text, "text", LONGEST)
    if not rules.explained(words):
        raise Invalid({"text": _("Ghi rõ kiến nghị, ít nhất 10 ký tự.")})
    known = {row.row.code for row in queries.sheet(one).leaves}
    if set(codes) - known:
        raise Invalid({"codes": _("Có tiêu chí không nằm trong bộ chỉ số.")})
    with audit.act(actor, "maturity.appeal:make", at=at, on=one, why=words[:500]) as act:
        try:
            with transaction.atomic():
                made = Appeal.objects.create(
                    assessment=one, codes=list(codes), text=words, made_at=at, made_by=actor.name[:150]
                )
        except IntegrityError:
            raise Invalid(_("Kiến nghị trước chưa được trả lời.")) from None
        act.on(made)
    return made


def appeal_until(one: Assessment) -> datetime | None:
    """The last moment; None where no day is known."""
    days = queries.timetable(one.publish_by)
    since = one.published_at or (queries.recognised_at(one) if State(one.state) is State.RECOGNISED else None)
    return since + timedelta(days=days.appeal_days) if days is not None and since is not None else None


def answer_appeal(actor: Actor, *, at: datetime, appeal_id: int, upheld: bool, answer: str) -> Appeal:
    """Upheld: the result is opened again, lines are settled anew and the level recognised by another decision.

    Raises Http404, Refused, Invalid.
    """
    appeal = Appeal.objects.filter(pk=appeal_id).first() if appeal_id < 2**31 else None
    if appeal is None:
        raise Http404
    one = received(actor, appeal.assessment_id)
    words = cleaned(answer, "answer", LONGEST)
    if not rules.explained(words):
        raise Invalid({"answer": _("Ghi rõ câu trả lời, ít nhất 10 ký tự.")})
    if AppealState(appeal.state) is not AppealState.OPEN:
        raise Invalid(_("Kiến nghị này đã được trả lời."))
    if upheld:
        demand_open(State(one.state), Act.REVISE, reason=words)
    with audit.act(actor, "maturity.appeal:answer", at=at, on=one, why=words[:500]):
        appeal.state = AppealState.UPHELD if upheld else AppealState.REFUSED
        appeal.answer, appeal.answered_at, appeal.answered_by = words, at, actor.name[:150]
        appeal.save_checked(appeal.version, fields=["state", "answer", "answered_at", "answered_by"])
        if upheld:
            with stepped(actor, one, Act.REVISE, at=at, fields=["published_at"], note=words[:1000]):
                one.published_at = None
    return appeal
