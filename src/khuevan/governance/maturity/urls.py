"""Addresses under /maturity/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import DECIDE_ASSESSMENTS, PREPARE_ASSESSMENTS, SUBMIT_ASSESSMENTS, VIEW_ASSESSMENTS
from .records import TIMETABLES
from .views import (
    acts,
    amending,
    appeals,
    assessments,
    boards,
    comparing,
    criteria,
    editions,
    evidence,
    own,
    publishing,
    reviews,
)

app_name = "maturity"
urlpatterns = [
    path("", own.start, name="start"),
    path("begin", own.begin, name="begin"),
    path("board", boards.board, name="board"),
    path("publish", boards.publish, name="publish_all"),
    path("units/<int:unit_id>", own.unit, name="unit"),
    path("assessments/<int:assessment_id>", assessments.assessment, name="assessment"),
    path("assessments/<int:assessment_id>/criteria/<str:code>", criteria.criterion, name="criterion"),
    path("assessments/<int:assessment_id>/propose", acts.propose, name="propose"),
    path("assessments/<int:assessment_id>/take", acts.take, name="take"),
    path("assessments/<int:assessment_id>/submit", acts.submit, name="submit"),
    path("assessments/<int:assessment_id>/return", acts.send_back, name="return"),
    path("assessments/<int:assessment_id>/accept", acts.accept, name="accept"),
    path("assessments/<int:assessment_id>/recognise", acts.recognise, name="recognise"),
    path("assessments/<int:assessment_id>/publish", acts.publish, name="publish"),
    path("assessments/<int:assessment_id>/hand-over", acts.hand_over, name="hand_over"),
    path("assessments/<int:assessment_id>/stop", acts.stop, name="stop"),
    path("assessments/<int:assessment_id>/external", reviews.open_external, name="open_external"),
    path("assessments/<int:assessment_id>/seat", reviews.take_seat, name="take_seat"),
    path("assessments/<int:assessment_id>/settle/<str:code>", reviews.settle, name="settle"),
    path("assessments/<int:assessment_id>/conclude", reviews.conclude, name="conclude"),
    path("assessments/<int:assessment_id>/appeal", appeals.appeal, name="appeal"),
    path(
        "assessments/<int:assessment_id>/appeals/<int:appeal_id>", appeals.answer_appeal, name="answer_appeal"
    ),
    path("reviews/<int:review_id>", reviews.review, name="review"),
    path("units/<int:unit_id>/evidence", evidence.evidence, name="evidence"),
    path("evidence/<int:evidence_id>/file", evidence.evidence_file, name="evidence_file"),
    path("evidence/<int:evidence_id>/withdraw", evidence.evidence_withdraw, name="evidence_withdraw"),
    path("evidence/<int:evidence_id>/try", evidence.evidence_try, name="evidence_try"),
    path("compare", comparing.compare, name="compare"),
    path("differences", comparing.differences, name="differences"),
    path("map", comparing.level_map, name="map"),
    path("editions", editions.editions, name="editions"),
    path("editions/<str:code>", editions.edition, name="edition"),
    path("editions/<str:code>/amend", amending.amend, name="amend"),
    path("public/", publishing.published, name="public"),
    *TIMETABLES.urls(),
]
GROUP = gettext_lazy("Điều hành")
NAVIGATION = (
    ui.Entry(
        "maturity:start",
        gettext_lazy("Mức độ chuyển đổi số"),
        icon="chart-radar",
        group=GROUP,
        permission=VIEW_ASSESSMENTS,
        order=3,
        also=gettext_lazy("bộ chỉ số tự đánh giá minh chứng đánh giá ngoài công bố"),
    ),
    ui.Entry(
        "maturity:public",
        gettext_lazy("Mức độ chuyển đổi số"),
        icon="chart-radar",
        place="everybody",
        order=30,
    ),
)


def to_assess(actor: Actor, on: date) -> ui.Card | None:
    """The own unit's assessment of the running year, while it is not handed in."""
    home = actor.home_unit_id
    if home is None or not access.decide(actor, SUBMIT_ASSESSMENTS, on=home):
        return None
    due = queries.to_hand_in(home, on)
    if due is None:
        return None
    detail = _("Gửi trước ngày %(day)s") % {"day": ui.formatters.day(due)}
    tone = "danger" if on >= due else "warning"
    return ui.Card(
        _("Tự đánh giá chuyển đổi số"), 1, detail, reverse("maturity:start"), "chart-radar", tone, 10
    )


def to_decide(actor: Actor, on: date) -> ui.Card | None:
    """Assessments that lie with the actor's own body."""
    if not access.decide(actor, DECIDE_ASSESSMENTS):
        return None
    number = queries.awaiting_decision(actor)
    if not number:
        return None
    return ui.Card(
        _("Đánh giá chuyển đổi số chờ xử lý"), number, _("Kiểm tra, đánh giá ngoài, công nhận, công bố"),
        reverse("maturity:board"), "chart-radar", "warning", 10,
    )  # fmt: skip


def to_mend(actor: Actor, on: date) -> ui.Card | None:
    """Links of the own unit's evidence that died."""
    home = actor.home_unit_id
    if home is None or not access.decide(actor, PREPARE_ASSESSMENTS, on=home):
        return None
    number = queries.dead_links(home)
    if not number:
        return None
    return ui.Card(
        _("Đường dẫn minh chứng không mở được"), number, _("Sửa, thay bằng đường dẫn khác hoặc rút minh chứng"),
        reverse("maturity:evidence", args=[home]), "paperclip", "warning", 11,
    )  # fmt: skip


HOME = (to_assess, to_decide, to_mend)
