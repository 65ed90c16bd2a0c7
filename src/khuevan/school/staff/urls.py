"""Addresses under /staff/, and what this room hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor
from khuevan.kernel.text import search_words

from . import queries
from .choices import MoveState
from .permissions import RECORD_POSTINGS, TEACH, VIEW_ASSIGNMENTS, VIEW_STAFF
from .queries import places
from .records import RECORDS, STAFF
from .views import acting, arriving, board, loads, oneself

app_name = "staff"
urlpatterns = [
    path("register/", arriving.register, name="register"),
    path("papers/", oneself.papers, name="papers"),
    path("members/<int:member_id>/act/", acting.acts, name="acts"),
    path("members/<int:member_id>/act/<slug:kind>/", acting.act, name="act"),
    path("members/<int:member_id>/cancel/", acting.cancel, name="cancel_act"),
    path("moves/", arriving.moves, name="moves"),
    path("moves/places/", arriving.destinations, name="destinations"),
    path("moves/<int:move_id>/accept/", arriving.accept, name="accept"),
    path("moves/<int:move_id>/<slug:verb>/", arriving.answer, name="answer"),
    path("assignments/", board.board, name="board"),
    path("assignments/cell/", board.assign, name="assign"),
    path("assignments/homeroom/", board.homeroom, name="homeroom"),
    path("assignments/copy/", board.copy, name="copy"),
    path("loads/", loads.loads, name="loads"),
    path("loads/<int:staff_id>/", loads.teacher, name="teacher_load"),
    path("mine/", oneself.my_classes, name="my_classes"),
    path("me/", oneself.my_file, name="my_file"),
    path("me/<int:member_id>/means/", oneself.my_means, name="my_means"),
    *(pattern for record in RECORDS for pattern in record.urls()),
]

_GROUP = gettext_lazy("Đội ngũ")


def _entry(page: str, label: object, icon: str, permission: access.Permission, order: int) -> ui.Entry:
    return ui.Entry(page, label, icon=icon, group=_GROUP, permission=permission, order=order)  # type: ignore[arg-type]


NAVIGATION = (
    ui.Entry("staff:my_classes", gettext_lazy("Lớp tôi dạy"), icon="chalkboard", permission=TEACH, order=5),
    _entry("staff:member_list", gettext_lazy("Cán bộ, giáo viên, nhân viên"), "users-group", VIEW_STAFF, 10),
    _entry("staff:board", gettext_lazy("Phân công giảng dạy"), "layout-grid", VIEW_ASSIGNMENTS, 20),
    _entry("staff:loads", gettext_lazy("Định mức và tải"), "scale", VIEW_ASSIGNMENTS, 30),
    _entry("staff:moves", gettext_lazy("Thuyên chuyển"), "transfer", VIEW_STAFF, 40),
    _entry("staff:papers", gettext_lazy("Hồ sơ cán bộ"), "folders", VIEW_ASSIGNMENTS, 50),
    ui.Entry("staff:my_file", gettext_lazy("Hồ sơ của tôi"), icon="id-badge-2", place="user", order=15),
    ui.Entry(
        "staff:register",
        gettext_lazy("Tiếp nhận người mới"),
        icon="user-plus",
        permission=RECORD_POSTINGS,
        place="start",
        order=30,
    ),
)


def staff_by_words(actor: Actor, text: str, limit: int) -> list[ui.Found]:
    """Staff of the scope for the palette."""
    words = search_words(text)
    if not words or not access.decide(actor, VIEW_STAFF):
        return []
    rows = STAFF.rows(actor).filter(left_on__isnull=True)
    for word in words:
        rows = rows.filter(search__contains=word)
    return [
        ui.Found(
            row.full_name,
            f"{row.get_position_display()}, {row.school.name}",
            STAFF.url("detail", pk=row.pk),
            "user",
            _("Nhân sự"),
        )
        for row in rows.order_by("sort_key", "id")[:limit]
    ]


def moves_card(actor: Actor, on: date) -> ui.Card | None:
    """People who wait to be taken in."""
    if not access.decide(actor, RECORD_POSTINGS):
        return None
    scope = access.scope(actor, RECORD_POSTINGS)
    rows = (
        places.moves(actor, RECORD_POSTINGS)
        .filter(state=MoveState.OFFERED)
        .values_list("to_school_id", flat=True)
    )
    waiting = sum(1 for school in rows[:100] if school in scope)
    if not waiting:
        return None
    return ui.Card(
        _("Chờ tiếp nhận"),
        waiting,
        _("Người được điều động, biệt phái đến trường"),
        reverse("staff:moves"),
        "transfer",
        "warning",
        12,
    )


def means_card(actor: Actor, on: date) -> ui.Card | None:
    """The share of teachers with a computer, which the programme's report asks for."""
    if not access.decide(actor, VIEW_STAFF):
        return None
    found = queries.teachers_means(actor)
    if not found.teachers or found.computer_share is None or found.line_share is None:
        return None
    detail = _("%(line)s có đường truyền ở nhà; %(unknown)s chưa khai") % {
        "line": ui.formatters.percent(found.line_share), "unknown": ui.formatters.number(found.unknown),
    }  # fmt: skip
    return ui.Card(
        _("Giáo viên có máy tính"), ui.formatters.percent(found.computer_share), detail,
        f"{reverse('staff:member_list')}?position=teacher", "device-laptop", "primary", 60,
    )  # fmt: skip


PALETTE = (staff_by_words,)
HOME = (moves_card, means_card)
