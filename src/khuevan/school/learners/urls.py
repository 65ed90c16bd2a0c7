"""Addresses under /learners/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries
from .permissions import (
    DECIDE_CORRECTIONS,
    EDIT_LEARNERS,
    VIEW_CATALOGUE,
    VIEW_LEARNERS,
    VIEW_REWARDS,
    VIEW_VIOLENCE,
)
from .records import CATALOGUE, LEARNERS, REWARDS, VIOLENCE_CASES
from .views import corrections, family, means, own

app_name = "learners"
urlpatterns = [
    *LEARNERS.urls(),
    *REWARDS.urls(),
    *VIOLENCE_CASES.urls(),
    *CATALOGUE.urls(),
    path("means/", means.means, name="means"),
    path("own/<int:learner_id>/ask/", corrections.ask, name="ask"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:correction_id>/", corrections.correction, name="correction"),
    path("corrections/<int:correction_id>/reveal/", corrections.correction_reveal, name="correction_reveal"),
    path("corrections/<int:correction_id>/evidence/", corrections.evidence, name="correction_evidence"),
    path(
        "corrections/<int:correction_id>/withdraw/",
        corrections.withdraw_correction,
        name="withdraw_correction",
    ),
    path("own/", own.children, name="children"),
    path("own/<int:learner_id>/", own.child, name="child"),
    path("own/<int:learner_id>/uncover/<slug:name>/", own.uncover, name="child_uncover"),
    path("learners/<int:learner_id>/guardian/", family.guardian, name="guardian"),
]

_GROUP = _("Người học")
NAVIGATION = (
    ui.Entry(
        "learners:learner_list",
        _("Người học"),
        icon="school",
        group=_GROUP,
        permission=VIEW_LEARNERS,
        order=10,
    ),
    ui.Entry(
        "learners:reward_list",
        _("Khen thưởng"),
        icon="award",
        group=_GROUP,
        permission=VIEW_REWARDS,
        order=60,
    ),
    ui.Entry(
        "learners:violence_case_list",
        _("Bạo lực học đường"),
        icon="alert-hexagon",
        group=_GROUP,
        permission=VIEW_VIOLENCE,
        order=70,
    ),
    ui.Entry(
        "learners:means",
        _("Phương tiện học trực tuyến"),
        icon="device-laptop",
        group=_GROUP,
        permission=VIEW_LEARNERS,
        order=80,
    ),
    ui.Entry(
        "learners:corrections",
        _("Đề nghị sửa của gia đình"),
        icon="edit",
        group=_GROUP,
        permission=DECIDE_CORRECTIONS,
        order=15,
    ),
    ui.Entry("learners:children", _("Con em của tôi"), icon="users", place="user", order=20, own=True),
    ui.Entry(
        "learners:catalogue_item_list",
        _("Danh mục người học"),
        icon="list-details",
        group=_GROUP,
        permission=VIEW_CATALOGUE,
        order=90,
    ),
    ui.Entry(
        "learners:learner_add",
        _("Lập hồ sơ người học"),
        icon="user-plus",
        permission=EDIT_LEARNERS,
        place="start",
        order=20,
    ),
)


def asked_by_families(actor: Actor, on: date) -> ui.Card | None:
    """Requests of families that wait for the school."""
    if not access.decide(actor, DECIDE_CORRECTIONS):
        return None
    number = queries.corrections(actor).count()
    if not number:
        return None
    return ui.Card(
        gettext("Đề nghị sửa của gia đình"), number, gettext("Sửa theo đề nghị, hoặc trả lời vì sao không sửa"),
        reverse("learners:corrections"), "edit", "warning", 9,
    )  # fmt: skip


HOME = (asked_by_families,)
