"""Addresses under /attendance/, and what this room hangs into the shell."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui

from . import views
from .permissions import VIEW_ROLLS

app_name = "attendance"
urlpatterns = [
    path("", views.today, name="today"),
    path("leave/", views.leave, name="leave"),
    path("leave/<int:leave_id>/decide/", views.decide, name="decide"),
    path("classes/<int:class_id>/", views.sheet, name="sheet"),
    path("classes/<int:class_id>/leave/", views.ask, name="ask"),
    path("classes/<int:class_id>/<str:on>/<str:slot>/", views.roll, name="roll"),
    path("classes/<int:class_id>/<str:on>/<str:slot>/save/", views.save, name="save"),
    path("classes/<int:class_id>/<str:on>/<str:slot>/call/", views.call, name="call"),
]

NAVIGATION = (
    ui.Entry("attendance:today", _("Điểm danh"), icon="user-check", permission=VIEW_ROLLS, order=5),
)
