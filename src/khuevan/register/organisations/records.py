"""The plain records of the room."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.records import Code, Date, Decimals, Filled, Record, Reference, Text, Yes

from . import services
from .models import OrgUnit, SchoolPoint
from .permissions import EDIT_CONTACTS, VIEW_UNITS
from .rules.kinds import INSTITUTIONS


def _school(unit: OrgUnit) -> str:
    """Many schools of a province share a name; the code tells them apart."""
    return f"{unit.name} ({unit.code})"


_PLACE = _("Địa điểm")
_PERIOD = _("Thời gian hoạt động")

POINTS = Record(
    SchoolPoint,
    "school_point",
    _("Điểm trường"),
    _("Các điểm trường"),
    help=_("Những nơi trường dạy học: điểm chính và các điểm lẻ."),
    icon="map-pin",
    view=VIEW_UNITS,
    edit=EDIT_CONTACTS,
    fields=(
        Text("name", _("Tên điểm trường"), required=True, max_length=200, sorted_by="sort_key"),
        Code("code", _("Mã điểm trường"), required=True, max_length=35, source="DIEM_TRUONGS"),
        Reference(
            "school",
            _("Trường"),
            required=True,
            fixed=True,
            show=_school,
            order="sort_key",
            found_by="search",
            sorted_by="school__sort_key",
            among={"kind__in": sorted(INSTITUTIONS)},
            page="organisations:unit",
        ),
        Yes("is_main", _("Điểm trường chính"), hint=_("Mỗi trường có một điểm chính đang hoạt động.")),
        Text("address", _("Địa chỉ"), max_length=250, group=_PLACE),
        Text("phone", _("Điện thoại"), max_length=20, group=_PLACE),
        Decimals("distance_km", _("Cách điểm chính (km)"), places=2, most=Decimal("9999.99"), group=_PLACE),
        Text("travel", _("Phương tiện đi lại"), max_length=50, group=_PLACE),
        Decimals("area_m2", _("Diện tích (m²)"), places=1, most=Decimal("999999999.9"), group=_PLACE),
        Decimals("latitude", _("Vĩ độ"), places=6, least=Decimal(-90), most=Decimal(90), group=_PLACE),
        Decimals("longitude", _("Kinh độ"), places=6, least=Decimal(-180), most=Decimal(180), group=_PLACE),
        Date("opened_on", _("Hoạt động từ"), required=True, group=_PERIOD),
        Date("closed_on", _("Ngừng hoạt động từ"), group=_PERIOD, hint=_("Ngày đầu tiên không còn dạy học.")),
        Filled("closed", _("Đã có ngày ngừng"), "closed_on", group=_PERIOD),
    ),
    list=("name", "school", "code", "is_main", "address", "distance_km", "opened_on", "closed_on"),
    filters=("school", "is_main", "closed"),
    search=("name", "code", "address"),
    order=("name",),
    create=services.add_point,
    change=services.change_point,
)
