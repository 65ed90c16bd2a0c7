"""Addresses under /statistics/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import DECIDE_REPORTS, SUBMIT_REPORTS, VIEW_REPORTS
from .views import acts, boards, catalogue, cells, files, forms, packages, reports

app_name = "statistics"
urlpatterns = [
    path("", forms.forms, name="forms"),
    path("begin", acts.begin, name="begin"),
    path("package", packages.package, name="package"),
    path("package/file", packages.package_file, name="package_file"),
    path("package/take-in", packages.take_in, name="take_in"),
    path("boards/<slug:form>", boards.board, name="board"),
    path("layouts", catalogue.catalogue, name="catalogue"),
    path("layouts/<slug:form>", catalogue.layout, name="layout"),
    path("reports/<int:report_id>", reports.report, name="report"),
    path("reports/<int:report_id>/submit", acts.submit, name="submit"),
    path("reports/<int:report_id>/accept", acts.accept, name="accept"),
    path("reports/<int:report_id>/return", acts.send_back, name="return"),
    path("reports/<int:report_id>/corrections", acts.corrections, name="corrections"),
    path("reports/<int:report_id>/renew", acts.renew, name="renew"),
    path("reports/<int:report_id>/cells/<str:cell>", cells.cell, name="cell"),
    path("reports/<int:report_id>/file/<slug:kind>", files.report_file, name="file"),
]
GROUP = gettext_lazy("Dữ liệu")
NAVIGATION = (
    ui.Entry(
        "statistics:forms", gettext_lazy("Báo cáo thống kê"), icon="report", group=GROUP, permission=VIEW_REPORTS,
        order=6,
    ),
)  # fmt: skip


def to_send(actor: Actor, on: date) -> ui.Card | None:
    """Forms that the actor's own unit has still to hand in."""
    home = actor.home_unit_id
    if home is None or not access.decide(actor, SUBMIT_REPORTS, on=home):
        return None
    late, open_ = queries.to_hand_in(actor, home, on)
    if not open_:
        return None
    detail = (
        _("%(number)s biểu đã quá hạn") % {"number": late} if late else _("Lập, duyệt và gửi lên cấp trên")
    )
    tone = "danger" if late else "warning"
    return ui.Card(_("Biểu thống kê phải gửi"), open_, detail, reverse("statistics:forms"), "report", tone, 9)


def to_decide(actor: Actor, on: date) -> ui.Card | None:
    """Forms that were handed in to the actor's own body."""
    if not access.decide(actor, DECIDE_REPORTS):
        return None
    number = queries.awaiting_decision(actor)
    if not number:
        return None
    return ui.Card(
        _("Biểu thống kê chờ nhận"), number, _("Kiểm tra, nhận hoặc trả lại kèm lý do"), reverse("statistics:forms"),
        "inbox", "warning", 9,
    )  # fmt: skip


HOME = (to_send, to_decide)
