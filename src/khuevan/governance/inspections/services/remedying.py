"""What a unit has to put right: demanded with a line of the sheet, answered with evidence, accepted or returned."""

from __future__ import annotations

from datetime import date, datetime
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import audit, clock, events, files
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import queries
from ..choices import RemedyState, Result
from ..events import RemedyAccepted, RemedyLate
from ..models import Answer, Remedy
from .frame import cleaned, reasoned, written_visit

REPLY = 2000
REMIND_DAYS = 7
"""A unit is reminded of the same remedy at most once in so many days."""
EVIDENCE = files.Purpose(
    "inspections.evidence",
    gettext_lazy("Minh chứng khắc phục"),
    megabytes=50,
    accept=(*files.SPREADSHEETS, *files.DOCUMENTS, *files.IMAGES),
)


def demand_remedy(
    actor: Actor, *, at: datetime, visit_id: int, answer_id: int, text: str, due_on: date | None
) -> Remedy:
    """One for a line that is not met; again: changed. Raises Http404, Refused, Invalid."""
    one, on = written_visit(actor, visit_id), clock.on(at)
    row = Answer.objects.filter(visit=one, pk=answer_id).first()
    if row is None or row.result not in (Result.PARTLY, Result.NOT_MET):
        raise Invalid(_("Chỉ yêu cầu khắc phục ở mục đạt một phần hoặc chưa đạt."))
    words = cleaned(text, "text")
    if len(words) < 10:
        raise Invalid({"text": _("Ghi rõ phải làm gì, ít nhất 10 ký tự.")})
    if due_on is None or due_on <= on:
        raise Invalid({"due_on": _("Hạn khắc phục ở sau hôm nay.")})
    with audit.act(actor, "inspections.remedy:demand", at=at, on=one) as act:
        act.note(place=row.place, due=str(due_on))
        known = Remedy.objects.filter(visit=one, answer=row).first()
        if known is None:
            return Remedy.objects.create(
                visit=one, answer=row, unit_id=one.unit_id, text=words, due_on=due_on
            )
        known.text, known.due_on = words, due_on
        known.save_checked(known.version, fields=["text", "due_on"])
    return known


def drop_remedy(actor: Actor, *, at: datetime, visit_id: int, remedy_id: int) -> None:
    """One that the unit was not told of yet. Raises Http404, Refused, Invalid."""
    one = written_visit(actor, visit_id)
    row = Remedy.objects.filter(visit=one, pk=remedy_id, told_at=None).first()
    if row is None:
        raise Invalid(_("Yêu cầu đã gửi cho đơn vị nên không bỏ được."))
    with audit.act(actor, "inspections.remedy:drop", at=at, on=one):
        row.delete()


def answer_remedy(
    actor: Actor, *, at: datetime, remedy_id: int, reply: str, stream: BinaryIO | None = None, name: str = ""
) -> Remedy:
    """What was done, with evidence. Raises Http404, Refused, Invalid."""
    row = _locked(actor, remedy_id)
    if not queries.may_answer(actor, row, on=clock.on(at)):
        raise Refused(_("Đơn vị nào khắc phục thì đơn vị ấy trả lời, khi yêu cầu chưa xong."))
    words = cleaned(reply, "reply", REPLY)
    if len(words) < 10:
        raise Invalid({"reply": _("Ghi rõ đã làm gì, ít nhất 10 ký tự.")})
    stored = row.file
    if stream is not None:
        try:
            stored = files.store(actor, stream, name=name, at=at, unit_id=row.unit_id, purpose=EVIDENCE)
        except files.FileRefused as refused:
            raise Invalid({"file": refused.reason}) from None
    with audit.act(actor, "inspections.remedy:answer", at=at, on=row, unit_id=row.unit_id):
        row.reply, row.file, row.state = words, stored, RemedyState.ANSWERED
        row.replied_at, row.replied_by, row.reason = at, actor.name[:150], ""
        row.save_checked(row.version, fields=["reply", "file", "state", "replied_at", "replied_by", "reason"])
    return row


def accept_remedy(actor: Actor, *, at: datetime, remedy_id: int) -> Remedy:
    """Done: the unit's risk falls by it. Raises Http404, Refused."""
    row = _decided(actor, remedy_id)
    with audit.act(actor, "inspections.remedy:accept", at=at, on=row, unit_id=row.unit_id):
        row.state, row.decided_at, row.decided_by, row.reason = (
            RemedyState.ACCEPTED,
            at,
            actor.name[:150],
            "",
        )
        row.save_checked(row.version, fields=["state", "decided_at", "decided_by", "reason"])
        events.publish(RemedyAccepted(row.pk, row.unit_id))
    return row


def return_remedy(
    actor: Actor, *, at: datetime, remedy_id: int, reason: str, due_on: date | None = None
) -> Remedy:
    """With what is still missing, and another day where one is given. Raises Http404, Refused, Invalid."""
    row, words = _decided(actor, remedy_id), reasoned(reason)
    if due_on is not None and due_on <= clock.on(at):
        raise Invalid({"due_on": _("Hạn khắc phục ở sau hôm nay.")})
    with audit.act(actor, "inspections.remedy:return", at=at, on=row, unit_id=row.unit_id, why=words):
        row.state, row.decided_at, row.decided_by, row.reason = (
            RemedyState.RETURNED,
            at,
            actor.name[:150],
            words,
        )
        row.due_on = due_on or row.due_on
        row.save_checked(row.version, fields=["state", "decided_at", "decided_by", "reason", "due_on"])
    return row


def remind_late(actor: Actor, *, at: datetime) -> int:
    """Every unit of what is past its day, each at most once a week. Answers how many."""
    on, done = clock.on(at), 0
    for row in queries.late(on):
        if row.reminded_on is not None and (on - row.reminded_on).days < REMIND_DAYS:
            continue
        with audit.act(actor, "inspections.remedy:remind", at=at, on=row, unit_id=row.unit_id):
            row.reminded_on = on
            row.save_checked(row.version, fields=["reminded_on"])
            events.publish(RemedyLate(row.pk, row.unit_id))
        done += 1
    return done


def _locked(actor: Actor, remedy_id: int) -> Remedy:
    queries.remedy(actor, remedy_id)
    return Remedy.objects.select_for_update(of=("self",)).select_related("visit", "file").get(pk=remedy_id)


def _decided(actor: Actor, remedy_id: int) -> Remedy:
    row = _locked(actor, remedy_id)
    if not queries.may_decide(actor, row):
        raise Refused(_("Đoàn kiểm tra xem xét khi đơn vị đã trả lời."))
    return row
