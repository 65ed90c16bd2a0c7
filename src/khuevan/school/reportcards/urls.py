"""Addresses under /reportcards/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext, gettext_lazy

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries, views
from .permissions import SIGN, VIEW_BOARD

app_name = "reportcards"
urlpatterns = [
    path("", views.to_sign, name="to_sign"),
    path("school/", views.school, name="school"),
    path("school/generate/", views.generate_school, name="generate_school"),
    path("school/runs/<int:run_id>/", views.making, name="making"),
    path("school/runs/<int:run_id>/<slug:step>/", views.making_step, name="making_step"),
    path("classes/<int:class_id>/", views.class_page, name="class"),
    path("classes/<int:class_id>/generate/", views.generate, name="generate"),
    path("classes/<int:class_id>/cancel/", views.cancel_class, name="cancel_class"),
    path("cards/<int:card_id>/", views.card, name="card"),
    path("cards/<int:card_id>/<int:number>/", views.version, name="version"),
    path("cards/<int:card_id>/<int:number>/xml/", views.card_xml, name="card_xml"),
    path("cards/<int:card_id>/level/", views.level, name="level"),
    path("cards/<int:card_id>/level/pdf/", views.level_pdf, name="level_pdf"),
    path("cards/<int:card_id>/cancel/", views.cancel, name="cancel"),
    path("cards/<int:card_id>/act/<str:kind>/", views.act, name="act"),
]

_GROUP = gettext_lazy("Học bạ số")
NAVIGATION = (
    ui.Entry(
        "reportcards:to_sign", gettext_lazy("Học bạ chờ tôi ký"), icon="signature", group=_GROUP, permission=SIGN,
        order=33,
    ),
    ui.Entry(
        "reportcards:school", gettext_lazy("Tiến độ học bạ số"), icon="certificate", group=_GROUP,
        permission=VIEW_BOARD, order=34,
    ),
)  # fmt: skip


def waiting_card(actor: Actor, on: date) -> ui.Card | None:
    """How many cards wait for the reader's own signature."""
    if actor.person_id is None or not access.decide(actor, SIGN):
        return None
    many = queries.waiting_count(actor, on)
    if not many:
        return None
    return ui.Card(
        gettext("Học bạ chờ bạn ký"), many, gettext("Ký cả lớp trong một lần"), reverse("reportcards:to_sign"),
        "signature", "warning", order=8,
    )  # fmt: skip


HOME = (waiting_card,)
