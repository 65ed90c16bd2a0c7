"""Addresses of the room, and what it hangs into the shell."""

from datetime import date

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import access, ui
from khuevan.kernel.access import Actor

from . import queries, views
from .choices import UnitKind
from .permissions import MANAGE_UNITS, VIEW_UNITS
from .records import POINTS
from .rules.kinds import ADMINISTRATION

app_name = "organisations"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("branch/<int:unit_id>/", views.branch, name="branch"),
    path("schools/", views.schools, name="schools"),
    path("schools/export/", views.schools_export, name="schools_export"),
    path("map/", views.schools_map, name="map"),
    path("pick/", views.pick, name="pick"),
    path("open/", views.open_unit, name="open"),
    path("<int:unit_id>/", views.unit, name="unit"),
    path("<int:unit_id>/contacts/", views.contacts, name="contacts"),
    path("<int:unit_id>/act/<str:kind>/", views.act, name="act"),
    path("<int:unit_id>/<str:tab>/", views.unit, name="unit_tab"),
    *POINTS.urls(),
]

_GROUP = _("Sổ bộ")
NAVIGATION = (
    ui.Entry(
        "organisations:tree",
        _("Cây đơn vị"),
        icon="sitemap",
        group=_GROUP,
        permission=VIEW_UNITS,
        order=10,
        also=_("tổ chức sở xã phường"),
    ),
    ui.Entry(
        "organisations:schools", _("Trường học"), icon="school", group=_GROUP, permission=VIEW_UNITS, order=11
    ),
    ui.Entry(
        "organisations:map",
        _("Bản đồ trường học"),
        icon="map-2",
        group=_GROUP,
        permission=VIEW_UNITS,
        order=12,
    ),
    ui.Entry(
        "organisations:school_point_list",
        _("Điểm trường"),
        icon="map-pin",
        group=_GROUP,
        permission=VIEW_UNITS,
        order=13,
        also=_("điểm chính điểm lẻ"),
    ),
    ui.Entry(
        "organisations:open",
        _("Thành lập đơn vị"),
        icon="circle-plus",
        permission=MANAGE_UNITS,
        place="start",
        order=30,
    ),
)


def units_by_words(actor: Actor, text: str, limit: int) -> list[ui.Found]:
    """Units of the actor's scope for the palette."""
    if not access.decide(actor, VIEW_UNITS):
        return []
    return [
        ui.Found(
            unit.name,
            " · ".join(part for part in (unit.code, unit.commune.name if unit.commune else "") if part),
            reverse("organisations:unit", args=[unit.pk]),
            "building-bank" if unit.kind in ADMINISTRATION else "school",
            _("Đơn vị"),
        )
        for unit in queries.find(actor, text, limit)
    ]


def schools_card(actor: Actor, on: date) -> ui.Card | None:
    """How many schools and centres one has, and of which kinds."""
    if not access.decide(actor, VIEW_UNITS):
        return None
    counts = queries.count_by_kind(actor, on=on)
    total = sum(counts.values())
    if total < 2:
        return None
    detail = ", ".join(
        f"{number} {str(UnitKind(kind).label).lower()}" for kind, number in list(counts.items())[:3]
    )
    return ui.Card(
        _("Trường và trung tâm"),
        total,
        detail,
        reverse("organisations:schools"),
        "school",
        "primary",
        order=30,
    )


def orphans_card(actor: Actor, on: date) -> ui.Card | None:
    """Units that no body manages: somebody has to place them."""
    if not access.decide(actor, MANAGE_UNITS):
        return None
    number = queries.without_parent(actor, on=on)
    if not number:
        return None
    return ui.Card(
        _("Đơn vị chưa có cơ quan quản lý"),
        number,
        _("Hãy ghi quyết định chuyển về cơ quan quản lý"),
        reverse("organisations:tree"),
        "alert-triangle",
        "warning",
        order=10,
    )


PALETTE = (units_by_words,)
HOME = (orphans_card, schools_card)
