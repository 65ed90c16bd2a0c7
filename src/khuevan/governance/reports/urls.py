"""Addresses under /reports/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import DECIDE_REPORTS, SUBMIT_REPORTS, VIEW_REPORTS, WRITE_REPORTS
from .views import acts, campaigns, documents, files, reports, templates

app_name = "reports"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("campaigns/open", campaigns.campaign_open, name="campaign_open"),
    path("campaigns/<int:campaign_id>", campaigns.campaign, name="campaign"),
    path("campaigns/<int:campaign_id>/remind", campaigns.remind, name="remind"),
    path("campaigns/<int:campaign_id>/end", campaigns.campaign_end, name="campaign_end"),
    path("documents/<int:document_id>", documents.document, name="document"),
    path("documents/<int:document_id>/section", acts.section, name="section"),
    path("documents/<int:document_id>/details", acts.details, name="details"),
    path("documents/<int:document_id>/comment", acts.comment, name="comment"),
    path("documents/<int:document_id>/settle", acts.settle, name="settle"),
    path("documents/<int:document_id>/hand-over", acts.hand_over, name="hand_over"),
    path("documents/<int:document_id>/take-back", acts.take_back, name="take_back"),
    path("documents/<int:document_id>/submit", acts.submit, name="submit"),
    path("documents/<int:document_id>/accept", acts.accept, name="accept"),
    path("documents/<int:document_id>/return", acts.send_back, name="return"),
    path("documents/<int:document_id>/correct", acts.correct, name="correct"),
    path("documents/<int:document_id>/publish", acts.publish, name="publish"),
    path("documents/<int:document_id>/withdraw", acts.withdraw, name="withdraw"),
    path("documents/<int:document_id>/chain.zip", files.chain_file, name="chain_file"),
    path("documents/<int:document_id>/file/<slug:kind>", files.document_file, name="document_file"),
    path("templates", templates.templates, name="templates"),
    path("templates/add", templates.template_add, name="template_add"),
    path("templates/words", templates.words, name="words"),
    path("templates/built-in/<slug:outline>/<slug:tier>", templates.template_of, name="template_of"),
    path("templates/<int:template_id>/file", templates.template_download, name="template_download"),
    path("templates/<int:template_id>/end", templates.template_end, name="template_end"),
]
GROUP = gettext_lazy("Điều hành")
NAVIGATION = (
    ui.Entry(
        "reports:reports",
        gettext_lazy("Báo cáo"),
        icon="file-text",
        group=GROUP,
        permission=VIEW_REPORTS,
        order=5,
    ),
)


def to_write(actor: Actor, on: date) -> ui.Card | None:
    """Reports that the actor's own unit has still to write or to sign."""
    home = actor.home_unit_id
    if home is None or not access.decide(actor, WRITE_REPORTS, on=home):
        return None
    waiting = queries.waiting(actor, on)
    signs = waiting.sign if access.decide(actor, SUBMIT_REPORTS, on=home) else 0
    if not waiting.write and not signs:
        return None
    detail = _("Viết phần lời; số liệu đã điền sẵn")
    if signs:
        detail = _("%(number)s báo cáo chờ bạn ký") % {"number": signs}
    if waiting.late:
        detail = _("%(number)s báo cáo đã quá hạn") % {"number": waiting.late}
    if waiting.reminded:
        detail = _("Cấp trên đã nhắc: %(number)s báo cáo quá hạn") % {"number": waiting.reminded}
    tone = "danger" if waiting.late else "warning"
    total = waiting.write + signs
    return ui.Card(_("Báo cáo phải gửi"), total, detail, reverse("reports:reports"), "file-text", tone, 9)


def to_decide(actor: Actor, on: date) -> ui.Card | None:
    """Reports that were handed in to the actor's own body."""
    home = actor.home_unit_id
    if home is None or not access.decide(actor, DECIDE_REPORTS, on=home):
        return None
    number = queries.waiting(actor, on).decide
    if not number:
        return None
    return ui.Card(
        _("Báo cáo chờ nhận"),
        number,
        _("Đọc, nhận hoặc trả lại kèm lý do"),
        reverse("reports:reports"),
        "inbox",
        "warning",
        9,
    )


HOME = (to_write, to_decide)
