"""What hangs below the facts of a member: postings and acts, papers, lessons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Panel, PanelColumn, Record, panel

from ..choices import LEFT, PostingKind, StaffStatus
from ..models import Posting, StaffMember, TeachingAssignment
from ..permissions import RECORD_POSTINGS, VIEW_ASSIGNMENTS
from ..rules import ACTS
from .papers import PAPERS

KEY = "staff.member"
SHOWN = 30


@panel(KEY, order=10)
def postings(actor: Actor, member: StaffMember, on: date) -> Panel:
    """Every decision, the latest first; beside it the acts that may be recorded now."""
    rows = []
    for row in Posting.objects.filter(staff=member).order_by("-valid_from", "-id"):
        kind = ui.labels(PostingKind)[row.kind]
        what = ui.badge(_("Đã hủy: %(kind)s") % {"kind": kind}) if row.cancelled_at else kind
        decision = " · ".join(filter(None, (row.decision_number, row.deciding_body)))
        rows.append(
            (
                what,
                row.get_position_display(),
                ui.formatters.day(row.valid_from),
                ui.formatters.day(row.valid_until) if row.valid_until else "",
                decision,
                " · ".join(filter(None, (row.counterpart_name, row.note))),
            )
        )
    columns = [
        PanelColumn(_("Quyết định")),
        PanelColumn(_("Vị trí việc làm")),
        PanelColumn(_("Từ ngày"), kind="date"),
        PanelColumn(_("Đến trước ngày"), kind="date"),
        PanelColumn(_("Số, cơ quan ban hành")),
        PanelColumn(_("Nơi đi, nơi đến, ghi chú")),
    ]
    return Panel(
        _("Quá trình công tác"),
        columns,
        rows,
        actions=_acts(actor, member, len(rows)),
        icon="route",
        id="postings",
    )


def _acts(actor: Actor, member: StaffMember, recorded: int) -> list[tuple[str, str, str]]:
    if not access.decide(actor, RECORD_POSTINGS, on=member.school_id):
        return []
    doors = []
    if recorded > 1:
        doors.append((_("Hủy quyết định gần nhất"), reverse("staff:cancel_act", args=[member.pk]), "eraser"))
    if acts_offered(member):
        doors.append((_("Ghi quyết định"), reverse("staff:acts", args=[member.pk]), "gavel"))
    return doors


def acts_offered(member: StaffMember) -> list[str]:
    """Kinds of the decisions that may be recorded about somebody in this state."""
    offered = [kind for kind, act in ACTS.items() if member.status in act.from_]
    if not member.leave and member.status != StaffStatus.SECONDED:
        offered = [kind for kind in offered if kind != "returned"]
    if member.leave:
        offered = [kind for kind in offered if kind != "leave"]
    return offered


@panel(KEY, order=20)
def lessons(actor: Actor, member: StaffMember, on: date) -> Panel | None:
    """Lessons of the running year."""
    if not access.decide(actor, VIEW_ASSIGNMENTS, on=member.school_id):
        return None
    held = (
        TeachingAssignment.objects.filter(
            staff=member, school_year__starts_on__lte=on, school_year__ends_on__gte=on
        )
        .select_related("class_group", "subject", "school_year")
        .order_by("term", "class_group__grade", "class_group__sort_key", "subject__position", "id")
    )
    rows = [
        (
            f"{row.subject.name} ({row.part})" if row.part else row.subject.name,
            row.class_group.name,
            str(row.term),
            ui.formatters.number(row.periods),
            _("thôi dạy từ %(on)s") % {"on": ui.formatters.day(row.ended_on)} if row.ended_on else "",
        )
        for row in held
    ]
    columns = [
        PanelColumn(_("Môn")),
        PanelColumn(_("Lớp")),
        PanelColumn(_("Học kỳ"), kind="number"),
        PanelColumn(_("Số tiết/tuần"), kind="number"),
        PanelColumn(_("Ghi chú")),
    ]
    address = f"{reverse('staff:teacher_load', args=[member.pk])}?school={member.school_id}"
    doors = [(_("Định mức và tải"), address, "scale")] if rows else []
    return Panel(
        _("Phân công giảng dạy năm học này"), columns, rows, actions=doors, icon="chalkboard", id="lessons"
    )


def _papers(record: Record) -> Callable[[Actor, StaffMember, date], Panel | None]:
    """The rows of one kind of paper; no more than `SHOWN`, the list has all."""

    def source(actor: Actor, member: StaffMember, on: date) -> Panel | None:
        if not access.decide(actor, record.view, on=member.school_id):
            return None
        shown = [item for item in record.listed if item.name not in ("staff", "school")]
        day = record.order[0].removeprefix("-")
        held = record.model._default_manager.filter(staff_id=member.pk).order_by(f"-{day}", "-pk")[:SHOWN]
        rows = [_line(record, shown, row) for row in held]
        if not rows:
            return None
        doors = []
        may_add = access.decide(actor, record.edit, on=member.school_id) and member.status not in LEFT
        if may_add:
            doors.append((_("Thêm"), f"{record.url('add')}?staff={member.pk}", "plus"))
        columns = [PanelColumn(str(item.label), kind="number" if item.numeric else "") for item in shown]
        return Panel(str(record.plural), columns, rows, actions=doors, icon=record.icon, id=record.name)

    return source


def _line(record: Record, shown: list[Any], row: Any) -> tuple[object, ...]:
    texts = [item.text(item.read(row)) for item in shown]
    first = ui.link(record.url("detail", pk=row.pk), texts[0] or "–")
    if row.cancelled_on is not None:
        first = ui.badge(_("Đã hủy")) + first
    return (first, *texts[1:])


for _number, _record in enumerate(PAPERS):
    panel(KEY, order=30 + _number)(_papers(_record))


@panel(KEY, order=90)
def nothing_yet(actor: Actor, member: StaffMember, on: date) -> Panel | None:
    """Kinds of paper of which there is none, with the way to enter the first."""
    if member.status in LEFT:
        return None
    may = [record for record in PAPERS if access.decide(actor, record.edit, on=member.school_id)]
    rows = [
        (ui.link(f"{record.url('add')}?staff={member.pk}", _("Thêm")), str(record.label))
        for record in may
        if not record.model._default_manager.filter(staff_id=member.pk).exists()
    ]
    if not rows:
        return None
    return Panel(
        _("Hồ sơ còn trống"),
        [PanelColumn(_("Việc")), PanelColumn(_("Giấy tờ"))],
        rows,
        icon="folder-plus",
        id="nothing_yet",
    )
