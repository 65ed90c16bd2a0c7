"""Addresses under /targets/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import REPORT_PROGRESS, VIEW_PLANS
from .views import acts, boards, importing, lines, plans, public, writing

app_name = "targets"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("board", boards.board, name="board"),
    path("timeline", boards.timeline, name="timeline"),
    path("measure", boards.measure, name="measure"),
    path("notices", boards.notices, name="notices"),
    path("notices/<int:notice_id>/seen", boards.notice_seen, name="notice_seen"),
    path("begin", writing.begin, name="begin"),
    path("plans/<int:plan_id>", plans.plan, name="plan"),
    path("plans/<int:plan_id>/adopt", acts.adopt, name="adopt"),
    path("plans/<int:plan_id>/end", acts.end, name="end"),
    path("plans/<int:plan_id>/publish", acts.publish, name="publish"),
    path("plans/<int:plan_id>/drop", writing.drop, name="drop"),
    path("plans/<int:plan_id>/instruments", writing.instrument_add, name="instrument_add"),
    path("plans/<int:plan_id>/sections", writing.section_add, name="section_add"),
    path("plans/<int:plan_id>/targets/add", writing.target_add, name="target_add"),
    path("plans/<int:plan_id>/tasks/add", writing.task_add, name="task_add"),
    path("plans/<int:plan_id>/amend/target", acts.amend_target_add, name="amend_target_add"),
    path("plans/<int:plan_id>/amend/task", acts.amend_task_add, name="amend_task_add"),
    path("plans/<int:plan_id>/import", importing.upload, name="upload"),
    path("plans/<int:plan_id>/import/<int:file_id>", importing.import_preview, name="import_preview"),
    path("plans/<int:plan_id>/export/<slug:kind>", importing.export, name="export"),
    path("targets/<int:target_id>", lines.target, name="target"),
    path("targets/<int:target_id>/report", lines.target_report, name="target_report"),
    path("targets/<int:target_id>/change", writing.target_change, name="target_change"),
    path("targets/<int:target_id>/take-out", writing.target_take_out, name="target_take_out"),
    path("targets/<int:target_id>/amend", acts.target_amend, name="target_amend"),
    path("tasks/<int:task_id>", lines.task, name="task"),
    path("tasks/<int:task_id>/report", lines.task_report, name="task_report"),
    path("tasks/<int:task_id>/change", writing.task_change, name="task_change"),
    path("tasks/<int:task_id>/take-out", writing.task_take_out, name="task_take_out"),
    path("tasks/<int:task_id>/amend", acts.task_amend, name="task_amend"),
    path("public/", public.public_list, name="public_list"),
    path("public/<int:plan_id>", public.public_plan, name="public"),
    path("evidence/<int:progress_id>", lines.evidence, name="evidence"),
]
GROUP = gettext_lazy("Điều hành")
NAVIGATION = (
    ui.Entry(
        "targets:board", gettext_lazy("Bảng tiến độ"), icon="target-arrow", group=GROUP, permission=VIEW_PLANS, order=1
    ),
    ui.Entry(
        "targets:plans", gettext_lazy("Kế hoạch, chỉ tiêu"), icon="list-check", group=GROUP, permission=VIEW_PLANS,
        order=2,
    ),
    ui.Entry("targets:public_list", gettext_lazy("Kế hoạch"), icon="target-arrow", place="everybody", order=20),
)  # fmt: skip


def to_do(actor: Actor, on: date) -> ui.Card | None:
    """Targets and tasks of the own unit that fell behind, and plans above that were amended."""
    if not access.decide(actor, REPORT_PROGRESS):
        return None
    number = queries.notices(actor).count()
    if not number:
        return None
    return ui.Card(
        _("Việc phải làm theo kế hoạch"), number, _("Chậm, quá hạn, hoặc kế hoạch cấp trên thay đổi"),
        reverse("targets:notices"), "target-arrow", "warning", 8,
    )  # fmt: skip


HOME = (to_do,)
