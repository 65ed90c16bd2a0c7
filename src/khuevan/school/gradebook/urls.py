"""Addresses under /gradebook/, and what this room hangs into the shell."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui

from . import views
from .permissions import EDIT_MARKS

app_name = "gradebook"
urlpatterns = [
    path("", views.my_books, name="my_books"),
    path("<int:class_id>/<int:subject_id>/<int:term>/", views.book, name="book"),
    path("<int:class_id>/<int:subject_id>/<int:term>/save/", views.save, name="save"),
    path("<int:class_id>/<int:subject_id>/<int:term>/news/", views.news, name="news"),
    path("<int:class_id>/<int:subject_id>/<int:term>/history/", views.cell_history, name="cell_history"),
]

NAVIGATION = (
    ui.Entry("gradebook:my_books", _("Sổ điểm của tôi"), icon="table", permission=EDIT_MARKS, order=6),
)
