"""What a unit says about how far it is, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO
from urllib.parse import urlsplit

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, audit, clock, events, files
from khuevan.kernel.access import Actor, Refused
from khuevan.kernel.records import Invalid

from .. import queries
from ..choices import Measure, PlanState
from ..events import ProgressReported
from ..models import Notice, Plan, Report, Target, Task
from ..permissions import REPORT_PROGRESS
from .following import measure_plans
from .frame import cleaned, demand_of_unit

EVIDENCE = files.Purpose(
    "targets.evidence",
    gettext_lazy("Minh chứng tiến độ"),
    megabytes=50,
    accept=(*files.DOCUMENTS, *files.SPREADSHEETS, *files.IMAGES),
)


@dataclass(frozen=True)
class ReportOrder:
    """value: of a target as it is measured (evidence: 1 there is, 0 there is none any more), of a task the part done in
    percent. Words, a link or a file must be there."""

    as_of: date
    value: Decimal
    text: str = ""
    link: str = ""


def report_target(
    actor: Actor, *, at: datetime, unit_id: int, target_id: int, order: ReportOrder, file: BinaryIO | None = None,
    file_name: str = "",
) -> Report:  # fmt: skip
    """By the unit whose target it is; of one that counts evidence by each school that it is for. Not of one that an
    indicator tells. Raises Http404, Refused, Invalid."""
    row = Target.objects.filter(pk=target_id).first()
    if row is None:
        raise Http404
    plan = _open_plan(actor, row.plan_id)
    now = next((one for one in queries.targets_on([plan.pk], clock.on(at)) if one.id == target_id), None)
    if now is None:
        raise Http404
    if now.measure is Measure.INDICATOR:
        raise Invalid(_("Chỉ tiêu này tự tính từ hồ sơ: sửa hồ sơ thì số tự đổi, không báo cáo tay."))
    demand_of_unit(actor, REPORT_PROGRESS, unit_id)
    counted = now.measure is Measure.EVIDENCE
    if (counted or unit_id != plan.unit_id) and not _is_concerned(now, unit_id, on=clock.on(at)):
        raise Refused(_("Chỉ tiêu này không dành cho đơn vị."))
    if now.measure is Measure.EVIDENCE and order.value not in (0, 1):
        raise Invalid({"value": _("Ghi có (1) hoặc không còn (0).")})
    return _save(actor, at, unit_id, plan, order, file, file_name, target=row)


def report_task(
    actor: Actor, *, at: datetime, task_id: int, order: ReportOrder, file: BinaryIO | None = None, file_name: str = ""
) -> Report:  # fmt: skip
    """By the unit whose plan it is of. Raises Http404, Refused, Invalid."""
    row = Task.objects.filter(pk=task_id).first()
    if row is None:
        raise Http404
    plan = _open_plan(actor, row.plan_id)
    demand_of_unit(actor, REPORT_PROGRESS, plan.unit_id)
    if not 0 <= order.value <= 100:
        raise Invalid({"value": _("Phần đã làm từ 0 đến 100%.")})
    return _save(actor, at, plan.unit_id, plan, order, file, file_name, task=row)


def see_notice(actor: Actor, *, at: datetime, notice_id: int) -> None:
    """Somebody of the unit takes note. Raises Http404, Refused."""
    found = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id, seen_at=None).first()
    if found is None:
        raise Http404
    access.demand(actor, REPORT_PROGRESS, on=found.unit_id)
    with audit.act(actor, "targets.notice:see", at=at, on=found):
        found.seen_at, found.seen_by = at, actor.name[:150]
        found.save(update_fields=["seen_at", "seen_by"])


def _open_plan(actor: Actor, plan_id: int) -> Plan:
    plan = queries.plan(actor, plan_id)
    if plan.state != PlanState.ADOPTED:
        raise Invalid(_("Kế hoạch này không ở tình trạng «Đang thực hiện»."))
    return plan


def _is_concerned(target: queries.TargetNow, unit_id: int, *, on: date) -> bool:
    """Asked as the platform: a school does not see the others of the province."""
    from khuevan.kernel import database

    if target.measure is not Measure.EVIDENCE:
        return False
    with database.acting(access.system()):
        return unit_id in queries.schools_of([target], on=on)[target.id]


def _save(
    actor: Actor, at: datetime, unit_id: int, plan: Plan, order: ReportOrder, file: BinaryIO | None, file_name: str,
    *, target: Target | None = None, task: Task | None = None,
) -> Report:  # fmt: skip
    words, link = cleaned(order.text, "text", 2000), order.link.strip()
    if order.as_of > clock.on(at):
        raise Invalid({"as_of": _("Ngày này còn ở phía trước.")})
    if link and (urlsplit(link).scheme not in ("http", "https") or len(link) > 500 or "\x00" in link):
        raise Invalid({"link": _("Đường dẫn phải bắt đầu bằng http:// hoặc https://, tối đa 500 ký tự.")})
    if not words and not link and file is None:
        raise Invalid({"text": _("Nêu minh chứng: nội dung, đường dẫn hoặc tệp.")})
    stored = None
    with audit.act(actor, REPORT_PROGRESS.code, at=at, on=plan, unit_id=unit_id) as act:
        if file is not None:
            try:
                stored = files.store(actor, file, name=file_name, at=at, unit_id=unit_id, purpose=EVIDENCE)
            except files.FileRefused as refused:
                raise Invalid({"file": refused.reason}) from None
        made = Report.objects.create(
            unit_id=unit_id, target=target, task=task, as_of=order.as_of, value=order.value, text=words, link=link,
            file=stored, sha256=stored.sha256 if stored else "", reported_by=actor.name[:150], reported_at=at,
        )  # fmt: skip
        act.on(made)
        if unit_id == plan.unit_id:  # of many schools at once the nightly run takes note
            measure_plans([plan], on=clock.on(at))
        events.publish(ProgressReported(unit_id, target.pk if target else None, task.pk if task else None))
    return made
