"""Addresses under /schoolyear/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries, views
from .permissions import EDIT_ENROLMENTS, EDIT_YEARS, ROLL_OVER, VIEW_CLASSES, VIEW_ENROLMENTS, VIEW_YEARS
from .records import CLASSES, ENROLMENTS, TERMS

app_name = "schoolyear"

urlpatterns = [
    *CLASSES.urls(detail=views.class_page),
    *ENROLMENTS.urls(),
    *TERMS.urls(),
    path("enrol/", views.enrol, name="enrol"),
    path("enrolments/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("enrolments/<int:pk>/return/", views.take_in_again, name="take_in_again"),
    path("enrolments/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("years/open/", views.open_year, name="open_year"),
    path("place/", views.place, name="place"),
    path("roll-over/", views.roll_over, name="roll_over"),
    path("roll-over/begin/", views.begin, name="begin_roll_over"),
    path("roll-over/classes/<int:pk>/", views.outcomes, name="outcomes"),
]

_GROUP = _("Năm học")
NAVIGATION = (
    ui.Entry(
        "schoolyear:class_group_list",
        _("Lớp học"),
        icon="chalkboard",
        group=_GROUP,
        permission=VIEW_CLASSES,
        order=10,
    ),
    ui.Entry(
        "schoolyear:enrolment_list",
        _("Học sinh theo năm học"),
        icon="users-group",
        group=_GROUP,
        permission=VIEW_ENROLMENTS,
        order=20,
    ),
    ui.Entry(
        "schoolyear:place",
        _("Xếp lớp"),
        icon="arrows-sort",
        group=_GROUP,
        permission=EDIT_ENROLMENTS,
        order=30,
    ),
    ui.Entry(
        "schoolyear:roll_over",
        _("Chuyển năm học"),
        icon="calendar-up",
        group=_GROUP,
        permission=ROLL_OVER,
        order=40,
    ),
    ui.Entry(
        "schoolyear:term_list",
        _("Khung năm học"),
        icon="calendar-event",
        group=_GROUP,
        permission=VIEW_YEARS,
        order=50,
    ),
    ui.Entry(
        "schoolyear:open_year",
        _("Mở năm học"),
        icon="calendar-plus",
        group=_GROUP,
        permission=EDIT_YEARS,
        order=55,
    ),
    ui.Entry(
        "schoolyear:enrol",
        _("Ghi danh học sinh"),
        icon="user-plus",
        permission=EDIT_ENROLMENTS,
        place="start",
        order=15,
    ),
)


def unplaced_card(actor: Actor, on: date) -> ui.Card | None:
    """How many learners of the reader's own school are in no class."""
    unit = actor.home_unit_id
    if unit is None or not access.decide(actor, EDIT_ENROLMENTS, on=unit):
        return None
    year = queries.year_at(on)
    waiting = len(queries.unplaced(unit, year.pk)) if year else 0
    if not waiting:
        return None
    return ui.Card(
        now("Học sinh chưa xếp lớp"),
        waiting,
        now("Xếp lớp để các em có trong danh sách của giáo viên"),
        reverse("schoolyear:place"),
        "arrows-sort",
        "warning",
        18,
    )


HOME = (unplaced_card,)
