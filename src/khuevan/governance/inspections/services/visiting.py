"""A visit: its team and day, the sheet written line by line, photos, and the conclusion."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import audit, clock, events, files
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import printing, queries, rules
from ..choices import MinutesState, Result, VisitState
from ..events import RemedyDemanded
from ..models import Answer, Member, Minutes, Photo, Remedy, Visit
from .frame import cleaned, locked_visit, written_visit

SAVED, CONFLICT, REFUSED = "saved", "conflict", "refused"
RESULT, REMARK = "result", "remark"
MOST_PHOTOS: Final = 12
LONGEST_REMARK: Final = 1000
MARKS: Final = {b"\x89PNG": "png", b"\xff\xd8": "jpg"}
PHOTO = files.Purpose("inspections.photo", gettext_lazy("Ảnh kiểm tra"), megabytes=12, accept=files.IMAGES)


@dataclass(frozen=True)
class Cell:
    """column: result or remark; version: that was seen, 0 where nothing was written."""

    answer_id: int
    column: str
    typed: str
    version: int


@dataclass(frozen=True)
class Told:
    """What became of a cell. value, version: what stands there now."""

    answer_id: int
    column: str
    state: str
    value: str = ""
    version: int = 0
    sentence: str = ""


def prepare_visit(
    actor: Actor, *, at: datetime, visit_id: int, planned_on: date | None, team: Sequence[int], leader: int | None
) -> Visit:  # fmt: skip
    """Who goes, who leads, on which day. Raises Http404, Refused, Invalid."""
    one, on = locked_visit(actor, visit_id), clock.on(at)
    if not queries.may_prepare(actor, one):
        raise Refused(_("Cơ quan nào kiểm tra thì cơ quan ấy cử đoàn, khi chưa kết luận."))
    known = {row.account_id: row for row in queries.inspectors(one, on=on)}
    wanted = list(dict.fromkeys(team))
    if not wanted or any(pk not in known for pk in wanted):
        raise Invalid({"team": _("Chọn ít nhất một người có quyền kiểm tra đơn vị này.")})
    if leader not in wanted:
        raise Invalid({"leader": _("Trưởng đoàn là một người trong đoàn.")})
    before = {row.account_id for row in queries.members(one)}
    if one.state == VisitState.OPEN and before - set(wanted):
        raise Invalid({"team": _("Cuộc kiểm tra đã bắt đầu: chỉ thêm người, không bớt.")})
    with audit.act(actor, "inspections.visit:prepare", at=at, on=one) as act:
        Member.objects.filter(visit=one).delete()
        Member.objects.bulk_create(
            [
                Member(visit=one, account_id=pk, name=known[pk].name[:150], is_leader=pk == leader)
                for pk in wanted
            ]
        )
        one.planned_on = planned_on
        one.save_checked(one.version, fields=["planned_on"])
        act.note(team=[known[pk].name for pk in wanted], leader=known[leader].name)
    return one


def open_visit(actor: Actor, *, at: datetime, visit_id: int) -> Visit:
    """The sheet of the day is laid out, line by line. Raises Http404, Refused, Invalid."""
    one = written_visit(actor, visit_id)
    if one.state == VisitState.OPEN:
        return one
    on = clock.on(at)
    lines = queries.items(one.sheet, on)
    if not lines:
        raise Invalid(_("Phiếu kiểm tra này không còn mục nào đang áp dụng."))
    with audit.act(actor, "inspections.visit:open", at=at, on=one):
        one.state, one.visited_on = VisitState.OPEN, on
        one.save_checked(one.version, fields=["state", "visited_on"])
        Answer.objects.bulk_create(
            [
                Answer(
                    visit=one, place=number, question=row.question, asks=row.asks, criterion=row.criterion,
                    check_code=row.check_code,
                )
                for number, row in enumerate(lines, 1)
            ]
        )  # fmt: skip
    return one


def save_cells(actor: Actor, *, at: datetime, visit_id: int, cells: Sequence[Cell]) -> list[Told]:
    """In the order of the cells, each answered by itself. Whoever was quicker stands and is named; both are told: the
    other one finds what was to be written in `rival`. Sending the same again changes nothing.

    Raises Http404, Refused, Invalid.
    """
    one = written_visit(actor, visit_id)
    if one.state == VisitState.PLANNED:
        raise Invalid(_("Bắt đầu kiểm tra trước rồi mới ghi phiếu."))
    rows = {row.pk: row for row in Answer.objects.filter(visit=one)}
    told, touched = [], set()
    for cell in cells:
        answer, is_written = _judged(actor, rows.get(cell.answer_id), cell, at)
        told.append(answer)
        if is_written:
            touched.add(cell.answer_id)
    if touched:
        with audit.act(actor, "inspections.visit:write", at=at, on=one):
            _keep(rows[pk] for pk in touched)
    return told


def _judged(actor: Actor, row: Answer | None, cell: Cell, at: datetime) -> tuple[Told, bool]:
    if row is None or cell.column not in (RESULT, REMARK):
        return Told(cell.answer_id, cell.column, REFUSED, sentence=_("Mục này không có trong phiếu.")), False
    try:
        typed = cleaned(cell.typed, "remark", LONGEST_REMARK) if cell.column == REMARK else cell.typed
    except Invalid as wrong:
        return _standing(row, cell.column, REFUSED, "; ".join(wrong.errors.values())), False
    if cell.column == RESULT and typed not in Result.values:
        return _standing(row, RESULT, REFUSED, _("Chọn một kết quả trong danh sách.")), False
    held, version = getattr(row, cell.column), getattr(row, f"{cell.column}_version")
    if held == typed:
        return _standing(row, cell.column, SAVED), False
    if version != cell.version:
        words = _("%(name)s vừa ghi «%(value)s» ở mục này.") % {
            "name": row.changed_by, "value": _said(cell.column, held),
        }  # fmt: skip
        row.rival = (
            _("%(name)s muốn ghi «%(value)s»") % {"name": actor.name, "value": _said(cell.column, typed)}
        )[:400]
        return _standing(row, cell.column, CONFLICT, words), True
    setattr(row, cell.column, typed)
    setattr(row, f"{cell.column}_version", version + 1)
    row.changed_at, row.changed_by, row.rival = at, actor.name[:150], ""
    return _standing(row, cell.column, SAVED), True


def _said(column: str, value: str) -> str:
    return str(dict(Result.choices)[value]) if column == RESULT else value[:120]


def _standing(row: Answer, column: str, state: str, sentence: str = "") -> Told:
    return Told(row.pk, column, state, getattr(row, column), getattr(row, f"{column}_version"), sentence)


def _keep(rows: Iterable[Answer]) -> None:
    Answer.objects.bulk_update(
        list(rows),
        ["result", "remark", "result_version", "remark_version", "changed_at", "changed_by", "rival"],
    )


def add_photo(
    actor: Actor, *, at: datetime, visit_id: int, answer_id: int, key: str, stream: BinaryIO, name: str
) -> Photo:
    """Once for each key, however often it is sent. Raises Http404, Refused, Invalid."""
    one = written_visit(actor, visit_id)
    row = Answer.objects.filter(visit=one, pk=answer_id).first()
    if row is None:
        raise Invalid(_("Mục này không có trong phiếu."))
    if not (8 <= len(key) <= 40 and key.isascii() and key.replace("-", "").isalnum()):
        raise Invalid(_("Ảnh không có số hiệu; hãy chụp lại."))
    known = Photo.objects.filter(visit=one, key=key).first()
    if known is not None:
        return known
    if Photo.objects.filter(answer=row).count() >= MOST_PHOTOS:
        raise Invalid(_("Mỗi mục nhận nhiều nhất %(most)s ảnh.") % {"most": MOST_PHOTOS})
    content = stream.read(PHOTO.limit + 1)
    kind = next((kind for mark, kind in MARKS.items() if content.startswith(mark)), "")
    if kind and len(content) <= PHOTO.limit and not printing.is_readable(content, kind):
        raise Invalid({"photo": _("Ảnh hỏng, không mở được; hãy chụp lại.")})
    try:
        stored = files.store(actor, io.BytesIO(content), name=name, at=at, unit_id=one.body_id, purpose=PHOTO)
    except files.FileRefused as refused:
        raise Invalid({"photo": refused.reason}) from None
    with audit.act(actor, "inspections.photo:add", at=at, on=one) as act:
        act.note(place=row.place, digest=stored.sha256)
        return Photo.objects.create(
            visit=one, answer=row, file=stored, sha256=stored.sha256, key=key, added_at=at, added_by=actor.name[:150]
        )  # fmt: skip


def conclude_visit(actor: Actor, *, at: datetime, visit_id: int, remarks: str) -> Visit:
    """Every line has a result; what is to be put right is told to the unit; minutes wait for the leader's signature.

    Raises Http404, Refused, Invalid.
    """
    one = written_visit(actor, visit_id)
    if not queries.may_lead(actor, one):
        raise Refused(_("Trưởng đoàn kết luận cuộc kiểm tra."))
    words = cleaned(remarks, "remarks", 2000)
    if one.state == VisitState.PLANNED:
        raise Invalid(_("Bắt đầu kiểm tra trước rồi mới kết luận."))
    empty = list(
        Answer.objects.filter(visit=one, result="").order_by("place").values_list("place", flat=True)
    )
    if empty:
        listed = ", ".join(str(place) for place in empty)
        raise Invalid(
            _("Còn mục chưa ghi kết quả: %(places)s. Mục không xem thì ghi «Không kiểm tra».")
            % {"places": listed}
        )
    mute = Answer.objects.filter(visit=one, result__in=rules.FAULTS, remark="").order_by("place")
    if mute.exists():
        listed = ", ".join(str(row.place) for row in mute)
        raise Invalid(_("Mục đạt một phần hoặc chưa đạt cần nhận xét: %(places)s.") % {"places": listed})
    with audit.act(actor, "inspections.visit:conclude", at=at, on=one):
        one.remarks, one.state, one.concluded_at = words, VisitState.CONCLUDED, one.concluded_at or at
        one.save_checked(one.version, fields=["remarks", "state", "concluded_at"])
        for remedy in Remedy.objects.filter(visit=one, told_at=None):
            remedy.told_at = at
            remedy.save_checked(remedy.version, fields=["told_at"])
            events.publish(RemedyDemanded(remedy.pk, remedy.unit_id, remedy.due_on.isoformat()))
        if queries.latest(one) is None:
            Minutes.objects.create(visit=one)
    return one


def resume_visit(actor: Actor, *, at: datetime, visit_id: int) -> Visit:
    """Back to the sheet while nobody has signed. Raises Http404, Refused, Invalid."""
    one = locked_visit(actor, visit_id)
    if not queries.may_lead(actor, one):
        raise Refused(_("Trưởng đoàn mở lại phiếu."))
    found = queries.latest(one)
    if one.state != VisitState.CONCLUDED or found is None or found.state != MinutesState.DRAFT:
        raise Invalid(_("Biên bản đã có chữ ký nên phiếu không mở lại; muốn sửa, lập lại biên bản."))
    with audit.act(actor, "inspections.visit:resume", at=at, on=one):
        one.state = VisitState.OPEN
        one.save_checked(one.version, fields=["state"])
    return one
