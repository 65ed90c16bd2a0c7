"""Addresses under /hoc-ba/: they are printed on paper, so they do not change."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui

from . import views
from .permissions import VIEW_COPIES

PREFIX = "hoc-ba/"
app_name = "copies"
urlpatterns = [
    path("xac-minh/", views.verify, name="verify"),
    path("xac-minh/chuong-trinh/", views.program, name="program"),
    path("xac-minh/<str:code>/", views.verify_code, name="verify_code"),
    path("cua-toi/", views.own_copies, name="own_copies"),
    path("cua-toi/<int:copy_id>/", views.own_copy, name="own_copy"),
    path("ban-sao/", views.copies, name="copies"),
    path("ban-sao/cap/", views.issue, name="issue"),
    path("ban-sao/<int:copy_id>/", views.copy, name="copy"),
    path("ban-sao/<int:copy_id>/pdf/", views.copy_pdf, name="copy_pdf"),
    path("ban-sao/<int:copy_id>/choose/", views.choose, name="choose"),
    path("ban-sao/<int:copy_id>/withdraw/", views.withdraw, name="withdraw"),
]

NAVIGATION = (
    ui.Entry(
        "copies:copies",
        _("Bản sao học bạ"),
        icon="copy",
        group=_("Học bạ số"),
        permission=VIEW_COPIES,
        order=38,
    ),
    ui.Entry("copies:verify", _("Xác minh học bạ"), icon="certificate", place="everybody", order=90),
    ui.Entry(
        "copies:own_copies", _("Bản sao học bạ của gia đình"), icon="copy", place="user", order=21, own=True
    ),
)
