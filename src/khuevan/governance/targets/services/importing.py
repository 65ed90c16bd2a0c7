"""Lines of a draft out of a table of Word or Excel: read again from the stored file, planned as the preview showed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import audit, clock, files, text
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid

from .. import queries
from ..choices import Direction
from ..models import Plan, Section, Target, Task
from ..rules import Kind, ReadRow, Warned, read_threshold
from .drafting import MOST_LINES, target_fields, task_fields
from .frame import draft_of
from .orders import TargetOrder, TaskOrder

TABLES = files.Purpose(
    "targets.import",
    gettext_lazy("Bảng kế hoạch để nhập"),
    megabytes=20,
    accept=(*files.DOCUMENTS, *files.SPREADSHEETS),
)


@dataclass(frozen=True)
class ImportOrder:
    """table: which of the file, from 0; columns: field -> column; targets: the lines are targets, else tasks. measures:
    place of a row -> how it is measured, as `queries.offered_measures` words it; what is not named is reported."""

    file_id: int
    table: int
    columns: Mapping[str, int]
    targets: bool
    measures: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Imported:
    added: int
    known: int
    left_out: int
    groups: int


def keep_table(actor: Actor, *, at: datetime, plan_id: int, file: BinaryIO, name: str) -> files.StoredFile:
    """The file that somebody wants to import from. Raises Http404, Refused, Invalid."""
    plan = draft_of(actor, plan_id)
    try:
        return files.store(actor, file, name=name, at=at, unit_id=plan.unit_id, purpose=TABLES)
    except files.FileRefused as refused:
        raise Invalid({"file": refused.reason}) from None


def import_lines(actor: Actor, *, at: datetime, plan_id: int, order: ImportOrder) -> Imported:
    """All lines that may come in, or none. A line whose number and words the plan already has is not added again; one
    that has no name or is too long is left out. Raises Http404, Refused, Invalid."""
    plan = draft_of(actor, plan_id)
    read = queries.read_table(actor, plan, order.file_id, order.table, order.columns, targets=order.targets)
    if read is None:
        raise Http404
    model: type[Target] | type[Task] = Target if order.targets else Task
    known = {(row.number, text.fold(row.name)) for row in model.objects.filter(plan=plan)}
    last = model.objects.filter(plan=plan).aggregate(last=models.Max("order"))["last"] or 0
    lines = [row for row in read.rows if row.kind is Kind.LINE]
    fresh = [row for row in lines if not row.is_kept_out and _key(row) not in known]
    if last + len(fresh) > MOST_LINES:
        raise Invalid(_("Kế hoạch đã có %(most)d mục, không thêm được nữa.") % {"most": MOST_LINES})
    with audit.act(actor, "targets.plan:import", at=at, on=plan) as act:
        groups, made_groups = _groups(plan, fresh)
        made = []
        for place, row in enumerate(fresh, last + 1):
            how = order.measures.get(row.place, "")
            fields = _fields(actor, plan, row, groups, read.units, targets=order.targets, how=how, at=at)
            made.append(model(plan=plan, unit_id=plan.unit_id, order=place, **fields))
        model.objects.bulk_create(made)  # type: ignore[arg-type]
        kept_out = sum(row.is_kept_out for row in lines)
        act.note(added=len(made), left_out=kept_out, file=order.file_id)
    return Imported(len(made), len(lines) - len(fresh) - kept_out, kept_out, made_groups)


def _key(row: ReadRow) -> tuple[str, str]:
    return row.fields.get("number", ""), text.fold(row.fields.get("name", ""))


def _groups(plan: Plan, rows: list[ReadRow]) -> tuple[dict[str, int], int]:
    """Group's words -> section, those that are new added."""
    found = {str(row): row.pk for row in Section.objects.filter(plan=plan)}
    last = Section.objects.filter(plan=plan).aggregate(last=models.Max("order"))["last"] or 0
    wanted = [name for name in dict.fromkeys(row.group for row in rows) if name and name[:500] not in found]
    for place, name in enumerate(wanted, last + 1):
        section = Section.objects.create(
            plan=plan, unit_id=plan.unit_id, kind="pillar", name=name[:500], order=place
        )
        found[name] = section.pk
    return found, len(wanted)


def _fields(
    actor: Actor, plan: Plan, row: ReadRow, groups: Mapping[str, int], units: Mapping[str, int], *, targets: bool,
    how: str, at: datetime,
) -> dict[str, object]:  # fmt: skip
    said, period = row.fields, row.period
    assert period is not None
    names = ("name", "number", "item", "lead", "supporting", "deliverable", "note")
    shared: dict[str, Any] = {name: said.get(name, "") for name in names}
    shared |= {"section_id": groups.get(row.group), "lead_unit_id": queries.lead_of(shared["lead"], units)}
    if targets:
        asked = read_threshold(f"{said.get('threshold', '')} {said.get('name', '')}")
        direction, threshold = asked or (Direction.AT_LEAST, Decimal(100))
        measure, indicator = queries.read_measure(how)
        target = TargetOrder(
            **shared, measure=measure, indicator=indicator, direction=direction, threshold=threshold,
            starts_on=period.starts_on, due_on=period.ends_on,
        )  # fmt: skip
        return target_fields(plan, target, on=clock.on(at))
    task = TaskOrder(
        **shared, starts_on=period.starts_on, ends_on=period.ends_on, is_yearly=period.is_yearly,
        period_said=said.get("period", "")[:100],
    )  # fmt: skip
    return task_fields(actor, plan, task)


def warned_words() -> dict[Warned, str]:
    """What is said beside a row."""
    return {
        Warned.NO_NAME: _("Không có nội dung: dòng này không nhập."),
        Warned.TOO_LONG: _("Một ô quá dài: dòng này không nhập."),
        Warned.PERIOD: _("Không hiểu thời gian: lấy thời gian của kế hoạch."),
        Warned.NO_PERIOD: _("Không ghi thời gian: lấy thời gian của kế hoạch."),
        Warned.NO_LEAD: _("Không ghi đơn vị chủ trì."),
        Warned.UNKNOWN_LEAD: _(
            "Không nhận ra đơn vị chủ trì: giữ nguyên chữ, nhắc việc chỉ gửi đơn vị của kế hoạch."
        ),
        Warned.NO_THRESHOLD: _("Không thấy mức phải đạt: đặt 100%, đơn vị tự báo cáo phần đã làm."),
        Warned.JOINED: _("Gộp nhiều dòng của ô nội dung đã trộn."),
    }
