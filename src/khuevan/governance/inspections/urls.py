"""Addresses under /inspections/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import ANSWER_REMEDIES, INSPECT, SIGN_MINUTES, VIEW_INSPECTIONS
from .records import ITEMS, POLICIES, WEIGHTS
from .views import boards, minutes, plans, remedies, sheet, visits

app_name = "inspections"
urlpatterns = [
    path("", boards.start, name="start"),
    path("rules", boards.rules_page, name="rules"),
    path("plan", plans.plan, name="plan"),
    path("plan/begin", plans.begin, name="begin"),
    path("plans/<int:schedule_id>/draw", plans.draw, name="draw"),
    path("plans/<int:schedule_id>/approve", plans.approve, name="approve"),
    path("plans/<int:schedule_id>/name", plans.name_unit, name="name_unit"),
    path("plans/<int:schedule_id>/replace", plans.replace, name="replace"),
    path("plans/<int:schedule_id>/candidates.csv", plans.candidates_csv, name="candidates_csv"),
    path("candidates/<int:candidate_id>", plans.candidate, name="candidate"),
    path("visits/<int:visit_id>", visits.visit, name="visit"),
    path("visits/<int:visit_id>/prepare", visits.prepare, name="prepare"),
    path("visits/<int:visit_id>/open", sheet.open_visit, name="open_visit"),
    path("visits/<int:visit_id>/sheet/", sheet.sheet, name="sheet"),
    path("visits/<int:visit_id>/sheet/save/", sheet.save, name="save"),
    path("visits/<int:visit_id>/sheet/now/", sheet.now, name="now"),
    path("visits/<int:visit_id>/sheet/photo/", sheet.add_photo, name="add_photo"),
    path("photos/<int:photo_id>", sheet.photo, name="photo"),
    path("visits/<int:visit_id>/demand", visits.demand, name="demand"),
    path("visits/<int:visit_id>/drop", visits.drop, name="drop"),
    path("visits/<int:visit_id>/conclude", visits.conclude, name="conclude"),
    path("visits/<int:visit_id>/resume", visits.resume, name="resume"),
    path("visits/<int:visit_id>/object", minutes.object_minutes, name="object_minutes"),
    path("visits/<int:visit_id>/lead", minutes.lead, name="lead"),
    path("visits/<int:visit_id>/sign", minutes.sign, name="sign"),
    path("visits/<int:visit_id>/correct", minutes.correct, name="correct"),
    path("visits/<int:visit_id>/minutes/<int:edition>/<str:kind>", minutes.minutes_file, name="minutes_file"),
    path("remedies", remedies.remedies, name="remedies"),
    path("remedies/<int:remedy_id>", remedies.remedy, name="remedy"),
    path("remedies/<int:remedy_id>/answer", remedies.answer, name="answer"),
    path("remedies/<int:remedy_id>/accept", remedies.accept, name="accept"),
    path("remedies/<int:remedy_id>/return", remedies.send_back, name="send_back"),
    path("remedies/<int:remedy_id>/evidence", remedies.evidence, name="evidence"),
    *POLICIES.urls(),
    *WEIGHTS.urls(),
    *ITEMS.urls(),
]
GROUP = gettext_lazy("Dữ liệu")
NAVIGATION = (
    ui.Entry(
        "inspections:start",
        gettext_lazy("Kiểm tra"),
        icon="clipboard-check",
        group=GROUP,
        permission=VIEW_INSPECTIONS,
        order=8,
        also=gettext_lazy("thanh tra kế hoạch kiểm tra bốc thăm biên bản khắc phục"),
    ),
)


def to_expect(actor: Actor, on: date) -> ui.Card | None:
    """The school is told that it will be inspected, has remedies to do, or minutes to sign."""
    home = actor.home_unit_id
    if home is None or not access.decide(actor, ANSWER_REMEDIES, on=home):
        return None
    waiting, late = queries.to_remedy(home, on)
    half = queries.to_countersign(home) if access.decide(actor, SIGN_MINUTES, on=home) else None
    planned = queries.planned_at(home)
    if half is not None:
        return ui.Card(
            _("Biên bản kiểm tra chờ ký"), 1, half.visit.body_name,
            reverse("inspections:visit", args=[half.visit_id]), "certificate", "warning", 9,
        )  # fmt: skip
    if waiting:
        detail = (
            _("%(number)s yêu cầu đã quá hạn") % {"number": late} if late else _("Trả lời kèm minh chứng")
        )
        tone = "danger" if late else "warning"
        return ui.Card(
            _("Yêu cầu khắc phục"),
            waiting,
            detail,
            reverse("inspections:start"),
            "clipboard-check",
            tone,
            9,
        )
    if planned is not None:
        day = ui.formatters.day(planned.planned_on) if planned.planned_on else _("chưa hẹn ngày")
        detail = f"{planned.body_name}: {day}"
        url = reverse("inspections:visit", args=[planned.pk])
        return ui.Card(_("Trường sẽ được kiểm tra"), 1, detail, url, "clipboard-check", "info", 11)
    return None


def to_inspect(actor: Actor, on: date) -> ui.Card | None:
    """The actor's own visits, and answers that wait for the actor's word."""
    if not access.decide(actor, INSPECT):
        return None
    visits, answers = queries.to_inspect(actor), queries.to_decide(actor)
    if not visits and not answers:
        return None
    detail = _("%(visits)s cuộc chưa kết luận, %(answers)s trả lời khắc phục chờ xem xét") % {
        "visits": visits, "answers": answers,
    }  # fmt: skip
    return ui.Card(
        _("Kiểm tra của tôi"),
        visits + answers,
        detail,
        reverse("inspections:start"),
        "clipboard-check",
        "warning",
        11,
    )


HOME = (to_expect, to_inspect)
