"""A school with facilities, for tests of this and higher rooms. Rows are written as they are, past the services."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from khuevan.kernel.text import search_text, sort_key
from khuevan.register.organisations.choices import EducationLevel, UnitKind
from khuevan.register.organisations.models import OrgUnit, SchoolPoint
from khuevan.school.facilities import records
from khuevan.school.facilities.models import (
    ComputerSet,
    Equipment,
    EquipmentItem,
    EquipmentList,
    InternetLine,
    Inventory,
    Land,
    Norm,
    Room,
    Toilet,
    Utilities,
)

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 25)
_numbers = count(1)


def school(
    name: str = "Trường Tiểu học Kim Đồng",
    levels: tuple[EducationLevel, ...] = (EducationLevel.PRIMARY,),
    kind: UnitKind = UnitKind.PRIMARY,
    **other: Any,
) -> OrgUnit:
    """A bare unit without a tree above it: sixty tests make two each, and none asks who manages it."""
    number = next(_numbers)
    return OrgUnit.objects.create(
        code=f"F{number:06}",
        name=name,
        kind=kind,
        levels=[level.value for level in levels],
        opened_on=date(2008, 8, 1),
        search=search_text(name),
        sort_key=sort_key(name),
        **other,
    )


def point(school_id: int, name: str = "Điểm thôn 3", **other: Any) -> SchoolPoint:
    return SchoolPoint.objects.create(
        school_id=school_id,
        code=f"P{next(_numbers)}",
        name=name,
        opened_on=date(2020, 8, 1),
        search=search_text(name),
        sort_key=sort_key(name),
        **other,
    )


def _saved(record: Any, row: Any) -> Any:
    for column, text in record.derive(row).items():
        setattr(row, column, text)
    row.save()
    return row


def land(school_id: int, name: str = "Khu đất chính", **other: Any) -> Land:
    facts = {"area_m2": Decimal("5200.0"), "tenure": "allocated", **other}
    return _saved(records.LAND, Land(school_id=school_id, name=name, **facts))


def room(school_id: int, name: str = "Phòng 101", **other: Any) -> Room:
    facts = {"kind": "classroom", "build_class": "solid", "area_m2": Decimal("48.0"), **other}
    return _saved(records.ROOMS, Room(school_id=school_id, name=name, **facts))


def toilet(school_id: int, name: str = "Nhà vệ sinh nam", **other: Any) -> Toilet:
    facts = {"users": "learners_male", "is_standard": True, **other}
    return _saved(records.TOILETS, Toilet(school_id=school_id, name=name, **facts))


def utilities(school_id: int, **other: Any) -> Utilities:
    facts = {"water_source": "piped", "has_clean_water": True, "power_source": "grid", **other}
    return _saved(records.UTILITIES, Utilities(school_id=school_id, **facts))


def line(school_id: int, provider: str = "VNPT", **other: Any) -> InternetLine:
    facts = {"kind": "fibre", "speed_mbps": 200, "for_teaching": True, **other}
    return _saved(records.LINES, InternetLine(school_id=school_id, provider=provider, **facts))


def computers(school_id: int, name: str = "Bộ máy phòng Tin học", **other: Any) -> ComputerSet:
    facts = {"kind": "desktop", "purpose": "informatics", "quantity": 20, "usable": 18, **other}
    return _saved(records.COMPUTERS, ComputerSet(school_id=school_id, name=name, **facts))


def equipment(school_id: int, name: str = "Bộ đồ dùng dạy số", **other: Any) -> Equipment:
    facts = {"kind": "subject", "quantity": 10, "usable": 8, "unit": "bộ", **other}
    return _saved(records.EQUIPMENT, Equipment(school_id=school_id, name=name, **facts))


def equipment_list(level: EducationLevel = EducationLevel.PRIMARY, **other: Any) -> EquipmentList:
    facts = {
        "name": f"Danh mục thử {next(_numbers)}",
        "instrument": "TT 37/2021/TT-BGDĐT",
        "valid_from": date(2022, 2, 14),
        **other,
    }
    return _saved(records.LISTS, EquipmentList(level=level, **facts))


def item(of: EquipmentList, name: str = "Bộ thiết bị dạy số và phép tính", **other: Any) -> EquipmentItem:
    facts = {"code": f"M{next(_numbers)}", "quantity": Decimal(1), "basis": "class", **other}
    return _saved(records.ITEMS, EquipmentItem(minimum_list=of, name=name, **facts))


def norm(kind: str = "classrooms_per_class", **other: Any) -> Norm:
    facts = {
        "name": f"Định mức thử {next(_numbers)}",
        "level": "primary",
        "value": Decimal(1),
        "instrument": "TT 13/2020/TT-BGDĐT",
        "valid_from": date(2020, 7, 11),
        **other,
    }
    return _saved(records.NORMS, Norm(kind=kind, **facts))


def inventory(school_id: int, name: str = "Kiểm kê định kỳ", **other: Any) -> Inventory:
    """A cancelled one, so that a school may have many."""
    facts = {
        "kind": "yearly", "year": 2026, "as_of": ON, "status": "cancelled", "opened_at": AT, "opened_by": "Lê Văn Mở",
        "ended_at": AT, "ended_by": "Lê Văn Mở", "committee": "Hiệu trưởng", "note": "Thử", "digest": "0" * 64, **other,
    }  # fmt: skip
    return _saved(records.INVENTORIES, Inventory(school_id=school_id, name=name, **facts))
