"""What hangs below the facts of an enrolment, and below those of a learner: the course through years and classes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Panel, PanelColumn, panel
from khuevan.kernel.records.formats import format_date
from khuevan.school.learners.permissions import VIEW_LEARNERS

from .. import queries
from ..permissions import EDIT_ENROLMENTS, VIEW_ENROLMENTS
from ..rules.statuses import WITHDRAWN


@panel("schoolyear.enrolment", order=10)
def steps(actor: Actor, row: Any, on: date) -> Panel:
    """Statuses and classes of the year, and what can be done now."""
    actions: list[tuple[str, str, str]] = []
    if row.left_on is None and access.decide(actor, VIEW_LEARNERS, on=row.school_id):
        actions.append(
            (_("Hồ sơ người học"), reverse("learners:learner_detail", args=[row.learner_id]), "user")
        )
    if access.decide(actor, EDIT_ENROLMENTS, on=row.school_id):
        if row.left_on is None:
            actions.append((_("Cho thôi học"), reverse("schoolyear:withdraw", args=[row.pk]), "user-minus"))
            actions.append(
                (_("Rút ghi danh nhầm"), reverse("schoolyear:take_back", args=[row.pk]), "arrow-back-up")
            )
        elif row.status in WITHDRAWN:
            actions.append(
                (_("Nhận học lại"), reverse("schoolyear:take_in_again", args=[row.pk]), "user-plus")
            )
    rows = [
        (format_date(step.on), step.title, step.detail, format_date(step.until) if step.until else "")
        for step in queries.steps_of(row)
    ]
    return Panel(
        _("Diễn biến"),
        [
            PanelColumn(_("Từ ngày"), kind="date"),
            PanelColumn(_("Trạng thái, lớp")),
            PanelColumn(_("Ghi chú")),
            PanelColumn(_("Đến trước ngày"), kind="date"),
        ],
        rows,
        actions=actions,
        empty=_("Chưa ghi gì."),
        icon="history",
    )


@panel("learners.learner", order=15)
def years(actor: Actor, learner: Any, on: date) -> Panel | None:
    """Every year that the reader may see."""
    if not access.decide(actor, VIEW_ENROLMENTS):
        return None
    rows = [
        (
            ui.link(reverse("schoolyear:enrolment_detail", args=[one.pk]), one.school_year.code),
            one.school.name,
            one.class_group.name if one.class_group else "",
            one.get_status_display(),
            one.get_outcome_display() if one.outcome else "",
        )
        for one in queries.enrolments_of(actor, learner.pk)
    ]
    return Panel(
        _("Quá trình học"),
        [
            PanelColumn(_("Năm học")),
            PanelColumn(_("Trường")),
            PanelColumn(_("Lớp")),
            PanelColumn(_("Trạng thái")),
            PanelColumn(_("Kết quả cuối năm")),
        ],
        rows,
        empty=_("Chưa ghi danh ở năm học nào."),
        icon="school",
    )
