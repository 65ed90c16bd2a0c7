"""Addresses of the room, and what it hangs into the shell."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import ui

from . import views
from .permissions import DECIDE_POINTS, EDIT_SETS, VIEW_PROGRAMME
from .records import LINES, POINTS, SETS, SUBJECTS

app_name = "curriculum"

urlpatterns = [
    path("", views.programme, name="programme"),
    *SUBJECTS.urls(),
    *LINES.urls(),
    *SETS.urls(),
    *POINTS.urls(),
]

_GROUP = _("Năm học")
NAVIGATION = (
    ui.Entry(
        "curriculum:programme",
        _("Chương trình giáo dục"),
        icon="books",
        group=_GROUP,
        permission=VIEW_PROGRAMME,
        order=60,
    ),
    ui.Entry(
        "curriculum:elective_set_list",
        _("Tổ hợp môn lựa chọn"),
        icon="list-check",
        group=_GROUP,
        permission=EDIT_SETS,
        order=61,
    ),
    ui.Entry(
        "curriculum:rule_point_list",
        _("Điểm mở của quy định đánh giá"),
        icon="adjustments",
        group=_GROUP,
        permission=DECIDE_POINTS,
        order=62,
    ),
)
