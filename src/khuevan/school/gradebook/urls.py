"""Addresses under /gradebook/, and what this room hangs into the shell."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui

from . import views
from .permissions import APPRAISE, CLOSE_TERM, EDIT_MARKS, REASSESS, TAKE_OVER, VIEW_OVERVIEW

app_name = "gradebook"
urlpatterns = [
    path("", views.my_books, name="my_books"),
    path("school/", views.school, name="school"),
    path("school/close/", views.close, name="close"),
    path("school/outcomes/", views.outcomes, name="outcomes"),
    path("reopenings/", views.reopenings, name="reopenings"),
    path("reopenings/<int:pk>/answer/", views.answer, name="answer"),
    path("arrivals/", views.arrived, name="arrivals"),
    path("learners/<int:enrolment_id>/take-over/", views.take_over, name="take_over"),
    path("summer/", views.summer, name="summer"),
    path("classes/<int:class_id>/summer/", views.class_summer, name="class_summer"),
    path("phrases/", views.phrases, name="phrases"),
    path("phrases/<int:pk>/put-away/", views.put_away, name="put_away"),
    path("classes/<int:class_id>/<int:term>/", views.class_page, name="class"),
    path("classes/<int:class_id>/<int:term>/appraisals/", views.appraisals, name="appraisals"),
    path("learners/<int:enrolment_id>/", views.transcript, name="transcript"),
    path("learners/<int:enrolment_id>/exempt/", views.exempt, name="exempt"),
    path("exemptions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:class_id>/<int:subject_id>/<int:term>/", views.book, name="book"),
    path("<int:class_id>/<int:subject_id>/<int:term>/save/", views.save, name="save"),
    path("<int:class_id>/<int:subject_id>/<int:term>/news/", views.news, name="news"),
    path("<int:class_id>/<int:subject_id>/<int:term>/history/", views.cell_history, name="cell_history"),
    path("<int:class_id>/<int:subject_id>/<int:term>/reopen/", views.ask, name="ask"),
]

_GROUP = _("Sổ điểm")
NAVIGATION = (
    ui.Entry("gradebook:my_books", _("Sổ điểm của tôi"), icon="table", permission=EDIT_MARKS, order=6),
    ui.Entry(
        "gradebook:school",
        _("Sổ điểm của trường"),
        icon="chart-bar",
        group=_GROUP,
        permission=VIEW_OVERVIEW,
        order=30,
    ),
    ui.Entry(
        "gradebook:reopenings",
        _("Đề nghị mở lại sổ"),
        icon="lock-open",
        group=_GROUP,
        permission=CLOSE_TERM,
        order=31,
    ),
    ui.Entry(
        "gradebook:phrases",
        _("Ngân hàng nhận xét"),
        icon="message-2",
        group=_GROUP,
        permission=APPRAISE,
        order=32,
    ),
    ui.Entry(
        "gradebook:summer",
        _("Đánh giá lại trong hè"),
        icon="sun",
        group=_GROUP,
        permission=REASSESS,
        order=33,
    ),
    ui.Entry(
        "gradebook:arrivals",
        _("Kết quả học sinh chuyển đến"),
        icon="transfer-in",
        group=_GROUP,
        permission=TAKE_OVER,
        order=34,
    ),
)
