"""Addresses under /quality/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import DECIDE_DUPLICATES, VIEW_QUALITY
from .views import board, catalogue, duplicates, findings, reminders, unit

app_name = "quality"
urlpatterns = [
    path("", board.board, name="board"),
    path("map", board.quality_map, name="map"),
    path("run", board.start_run, name="start_run"),
    path("units/<int:unit_id>", unit.unit, name="unit"),
    path("units/<int:unit_id>/recheck", unit.recheck, name="recheck"),
    path("units/<int:unit_id>/owners", unit.owners, name="owners"),
    path("findings", findings.findings, name="findings"),
    path("findings/export", findings.findings_export, name="findings_export"),
    path("findings/<int:finding_id>/explain", findings.explain, name="explain"),
    path("duplicates", duplicates.duplicates, name="duplicates"),
    path("duplicates/find", duplicates.find, name="find_duplicates"),
    path("duplicates/<int:pair_id>", duplicates.pair, name="pair"),
    path("reminders", reminders.reminders, name="reminders"),
    path("reminders/<int:reminder_id>/seen", reminders.reminder_seen, name="reminder_seen"),
    path("checks", catalogue.catalogue, name="catalogue"),
    path("checks/<str:code>", catalogue.check, name="check"),
]
GROUP = gettext_lazy("Dữ liệu")
NAVIGATION = (
    ui.Entry(
        "quality:board", gettext_lazy("Chất lượng dữ liệu"), icon="shield-check", group=GROUP,
        permission=VIEW_QUALITY, order=10,
    ),
    ui.Entry(
        "quality:findings", gettext_lazy("Việc cần sửa"), icon="list-check", group=GROUP,
        permission=VIEW_QUALITY, order=20,
    ),
    ui.Entry(
        "quality:duplicates", gettext_lazy("Hồ sơ nghi trùng"), icon="users-group", group=GROUP,
        permission=DECIDE_DUPLICATES, order=30,
    ),
)  # fmt: skip


def to_mend(actor: Actor, on: date) -> ui.Card | None:
    """How much of the data waits to be mended in the actor's units."""
    if not access.decide(actor, VIEW_QUALITY):
        return None
    number = queries.waiting(actor)
    if not number:
        return None
    return ui.Card(
        _("Dữ liệu cần sửa"), number, _("Sửa tại chỗ; lỗi đã sửa tự hết khỏi danh sách"),
        reverse("quality:findings"), "list-check", "warning", 12,
    )  # fmt: skip


def reminded(actor: Actor, on: date) -> ui.Card | None:
    """Parts of the data that have gone stale and that the actor answers for."""
    if not access.decide(actor, VIEW_QUALITY):
        return None
    number = queries.reminders(actor).count()
    if not number:
        return None
    return ui.Card(
        _("Nhắc cập nhật dữ liệu"), number, _("Phần dữ liệu quá hạn cập nhật mà bạn phụ trách"),
        reverse("quality:reminders"), "bell", "warning", 11,
    )  # fmt: skip


HOME = (reminded, to_mend)
