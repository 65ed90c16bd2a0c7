"""Addresses of the room, and what it hangs into the shell."""

from __future__ import annotations

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries, views
from .permissions import EDIT_FACILITIES, VIEW_FACILITIES
from .records import BOOKS, INVENTORIES, STANDARDS

app_name = "facilities"
urlpatterns = [
    path("", views.board, name="board"),
    path("export/", views.board_export, name="board_export"),
    path("gap/", views.gap, name="gap"),
    path("gap/export/", views.gap_export, name="gap_export"),
    path("school/<int:school_id>/", views.school, name="school"),
    path("school/<int:school_id>/figures/", views.figures, name="figures"),
    path("school/<int:school_id>/figures/export/", views.figures_export, name="figures_export"),
    path("school/<int:school_id>/gap/", views.school_gap, name="school_gap"),
    path("school/<int:school_id>/gap/export/", views.school_gap_export, name="school_gap_export"),
    path("inventories/open/", views.open_inventory, name="inventory_open"),
    path("inventories/<int:pk>/count/", views.count, name="count"),
    path("inventories/<int:pk>/refresh/", views.refresh, name="refresh"),
    path("inventories/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("inventories/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("inventories/<int:pk>/lines/", views.inventory_export, name="inventory_lines"),
    path("standards/load/", views.load_standards, name="load_standards"),
    path("equipment-lists/<int:pk>/renew/", views.renew, name="renew"),
    *INVENTORIES.urls(detail=views.inventory),
    *(page for record in (*BOOKS, *STANDARDS) for page in record.urls()),
]

_GROUP = _("Cơ sở vật chất")


def _entry(name: str, label: object, icon: str, order: int, also: object = "") -> ui.Entry:
    return ui.Entry(
        f"facilities:{name}",
        label,  # type: ignore[arg-type]
        icon=icon,
        group=_GROUP,
        permission=VIEW_FACILITIES,
        order=order,
        also=also,  # type: ignore[arg-type]
    )


NAVIGATION = (
    _entry("board", _("Tổng quan"), "building-community", 40, _("phòng học kiên cố nước sạch")),
    *(
        _entry(f"{record.name}_list", record.plural, record.icon, 41 + number)
        for number, record in enumerate(BOOKS)
    ),
    _entry("gap", _("Thiết bị còn thiếu"), "list-search", 50, _("danh mục tối thiểu")),
    _entry("inventory_list", INVENTORIES.plural, INVENTORIES.icon, 51),
    *(
        _entry(f"{record.name}_list", record.plural, record.icon, 52 + number)
        for number, record in enumerate(STANDARDS)
    ),
)


def open_inventories_card(actor: Actor, on: date) -> ui.Card | None:
    """An inventory that waits to be counted and confirmed."""
    if not access.decide(actor, EDIT_FACILITIES):
        return None
    waiting = queries.open_inventories(actor)
    if not waiting:
        return None
    url = reverse("facilities:inventory_list") + "?status=open"
    return ui.Card(
        _("Kiểm kê chưa xong"), len(waiting), waiting[0].name, url, "clipboard-check", "warning", order=25
    )


HOME = (open_inventories_card,)
