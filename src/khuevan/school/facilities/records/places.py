"""The fields that every book of a school has: whose it is and where it is; and the checks over several fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records import Choice, Date, Filled, Invalid, Reference, Text, Whole
from khuevan.kernel.records.fields import Field
from khuevan.register.organisations.choices import UnitKind

from ..choices import Condition, Funding

ADMINISTRATION = frozenset(
    {UnitKind.MINISTRY, UnitKind.DEPARTMENT, UnitKind.DISTRICT_OFFICE, UnitKind.COMMUNE}
)
INSTITUTIONS = sorted(kind.value for kind in UnitKind if kind not in ADMINISTRATION)
FIRST_YEAR = 1900

PLACE = _("Nơi có")
STATE = _("Tình trạng")
USE = _("Sử dụng")


@dataclass(frozen=True)
class Catalogue(Reference):
    """A link to a catalogue that everybody reads, although a department may add rows of its own to it."""

    def within(self, model: Any, actor: Actor, permission: Permission) -> Any:
        rows = self.target(model)._default_manager.all()
        return rows.filter(**self.among) if self.among else rows


def subject(**options: Any) -> Field:
    return Catalogue("subject", _("Môn học"), order="sort_key", found_by="search", sorted_by="", **options)


def _school(unit: Any) -> str:
    """Many schools of a province share a name; the code tells them apart."""
    return f"{unit.name} ({unit.code})"


def school() -> Field:
    return Reference(
        "school",
        _("Trường"),
        required=True,
        fixed=True,
        show=_school,
        order="sort_key",
        found_by="search",
        sorted_by="school__sort_key",
        among={"kind__in": INSTITUTIONS},
        page="facilities:school",
        group=PLACE,
        source="TRUONG_ID, DON_VI_ID",
    )


def point() -> Field:
    return Reference(
        "point",
        _("Điểm trường"),
        order="sort_key",
        found_by="search",
        sorted_by="point__sort_key",
        page="organisations:school_point_detail",
        group=PLACE,
        hint=_("Để trống nếu thuộc điểm chính hoặc dùng chung."),
        source="DIEM_TRUONG_ID",
    )


def state() -> tuple[Field, ...]:
    """Condition, first year, where from, and the end."""
    return (
        Choice(
            "condition", _("Tình trạng"), choices=Condition.choices[1:], group=STATE, source="TINH_TRANG_ID"
        ),
        Whole(
            "used_since",
            _("Năm bắt đầu sử dụng"),
            is_year=True,
            least=FIRST_YEAR,
            most=2100,
            group=STATE,
            source="NAM_BAT_DAU_SU_DUNG",
        ),
        Choice("funding", _("Nguồn"), choices=Funding.choices[1:], group=STATE),
        *ending(),
    )


def ending() -> tuple[Field, ...]:
    return (
        Text("note", _("Ghi chú"), max_length=500, group=STATE),
        Date("closed_on", _("Không còn dùng từ"), editable=False, group=STATE),
        Filled("closed", _("Đã thôi dùng"), "closed_on", group=STATE),
    )


def begin_with_open(actor: Actor) -> dict[str, str]:
    """Lists begin with what is still used; what has ended is one filter away."""
    return {"closed": "0"}


def point_of_the_school(values: dict[str, Any], row: Any) -> None:
    """A point of another school is refused although the writer may see both."""
    owner = row.school_id if row is not None else values["school"].pk
    place = values.get("point")
    if place is not None and place.school_id != owner:
        raise Invalid({"point": gettext("Điểm trường này thuộc trường khác.")})


def room_of_the_school(values: dict[str, Any], row: Any) -> None:
    owner = row.school_id if row is not None else values["school"].pk
    room = values.get("room")
    if room is not None and room.school_id != owner:
        raise Invalid({"room": gettext("Phòng này thuộc trường khác.")})
    if room is not None and room.closed_on is not None:
        raise Invalid({"room": gettext("Phòng này không còn dùng.")})


def usable_within_quantity(values: dict[str, Any], row: Any) -> None:
    if values["usable"] > values["quantity"]:
        raise Invalid({"usable": gettext("Số dùng được không thể lớn hơn số lượng.")})
