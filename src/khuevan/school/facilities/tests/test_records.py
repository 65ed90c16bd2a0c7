"""Every question that a record answers, put to the books, lists and norms; and the rules of their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from khuevan.kernel import access, database, testing
from khuevan.kernel.testing.records import RecordCases
from khuevan.register.organisations.models import OrgUnit
from khuevan.register.organisations.permissions import VIEW_UNITS

from ..models import Room, Utilities
from ..permissions import EDIT_FACILITIES, VIEW_FACILITIES
from ..records import (
    COMPUTERS,
    EQUIPMENT,
    INVENTORIES,
    ITEMS,
    LAND,
    LINES,
    LISTS,
    NORMS,
    ROOMS,
    TOILETS,
    UTILITIES,
)
from . import builders


class BookCases(RecordCases):
    """Rows of two schools."""

    permissions = (VIEW_UNITS,)

    def furnish(self) -> None:
        self.here = builders.school().pk
        self.elsewhere = builders.school("Trường Tiểu học Lê Lợi").pk


class TestLand(BookCases):
    record = LAND
    queries = 6
    changed = {"name": "Khu đất Đồi Cù", "area_m2": "6.100,5"}
    invalid = {"name": "", "area_m2": "-1", "tenure": "không có", "built_m2": "9.000.000", "use_years": "x"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.land(
            unit_id, f"Khu đất {number}", address=f"Thôn {number}", evidence=f"GCN số {number:05}"
        )

    def valid(self) -> dict[str, str]:
        return {
            "name": "Khu đất Đạ Nghịt",
            "school": str(self.here),
            "area_m2": "5.200,5",
            "built_m2": "1.800",
            "playground_m2": "1.200",
            "tenure": "allocated",
            "evidence": "GCN quyền sử dụng đất số BA 123456",
            "used_since": "1998",
        }


class TestRooms(BookCases):
    record = ROOMS
    queries = 7
    changed = {"name": "Phòng Đắk Nông", "build_class": "semi_solid"}
    invalid = {"name": "", "kind": "không có", "quantity": "0", "area_m2": "x", "floor": "99"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.room(unit_id, f"Phòng {number}", building=f"Dãy {number}", levels=["primary"])

    def valid(self) -> dict[str, str | list[str]]:
        return {
            "name": "Phòng học lớp 1A",
            "school": str(self.here),
            "kind": "classroom",
            "build_class": "solid",
            "quantity": "1",
            "area_m2": "48,5",
            "levels": ["primary"],
            "has_projection": "1",
        }


class TestToilets(BookCases):
    record = TOILETS
    queries = 6
    changed = {"name": "Nhà vệ sinh Đất Sét", "fixtures": "4"}
    invalid = {"name": "", "users": "", "quantity": "1,5"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.toilet(unit_id, f"Nhà vệ sinh {number}")

    def valid(self) -> dict[str, str]:
        return {
            "name": "Nhà vệ sinh nữ dãy B",
            "school": str(self.here),
            "users": "learners_female",
            "quantity": "2",
            "fixtures": "5",
            "is_standard": "1",
        }


class TestUtilities(BookCases):
    record = UTILITIES
    queries = 5
    changed = {"water_source": "drilled_well", "taps": "12"}
    invalid = {"water_source": "", "power_source": "than đá", "taps": "-1", "water_tested_on": "31/02/2026"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.utilities(unit_id, point=builders.point(unit_id, f"Điểm thôn {number}"))

    def valid(self) -> dict[str, str]:
        return {
            "school": str(self.here),
            "water_source": "piped",
            "has_clean_water": "1",
            "power_source": "grid",
            "taps": "10",
        }


class TestLines(BookCases):
    record = LINES
    queries = 6
    changed = {"provider": "Viettel Đà Lạt", "speed_mbps": "300"}
    invalid = {"provider": "", "speed_mbps": "0", "kind": "bồ câu"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.line(unit_id, f"VNPT {number}")

    def valid(self) -> dict[str, str]:
        return {
            "provider": "Viettel",
            "school": str(self.here),
            "kind": "fibre",
            "speed_mbps": "200",
            "for_teaching": "1",
            "started_on": "05/09/2025",
        }


class TestComputers(BookCases):
    record = COMPUTERS
    queries = 7
    changed = {"name": "Bộ máy Đề án 131", "usable": "17"}
    invalid = {"name": "", "usable": "21", "quantity": "0", "purpose": ""}

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.computers(unit_id, f"Bộ máy {number}", levels=["primary"])

    def valid(self) -> dict[str, str | list[str]]:
        return {
            "name": "Bộ máy phòng Tin học 2",
            "school": str(self.here),
            "kind": "desktop",
            "purpose": "informatics",
            "quantity": "20",
            "usable": "18",
            "levels": ["primary"],
        }


class TestEquipment(BookCases):
    record = EQUIPMENT
    queries = 8
    changed = {"name": "Bộ đồ dùng Đo lường", "quantity": "12"}
    invalid = {"name": "", "usable": "11", "kind": "", "unit": ""}

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.equipment(unit_id, f"Thiết bị {number}")

    def valid(self) -> dict[str, str]:
        return {
            "name": "Bộ thiết bị dạy hình phẳng",
            "school": str(self.here),
            "kind": "subject",
            "quantity": "10",
            "usable": "9",
            "unit": "bộ",
        }


class TestLists(RecordCases):
    record = LISTS
    queries = 4
    changed = {"name": "Danh mục Đà Lạt", "trust": "secondary"}
    invalid = {"name": "", "level": "đại học", "valid_until": "01/01/2020"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.equipment_list(name=f"Danh mục {number}")

    def valid(self) -> dict[str, str]:
        return {
            "name": "Danh mục thiết bị tối thiểu cấp tiểu học",
            "instrument": "TT 37/2021/TT-BGDĐT",
            "level": "primary",
            "valid_from": "14/02/2022",
            "trust": "unverified",
        }


class TestItems(RecordCases):
    record = ITEMS
    queries = 6
    changed = {"name": "Bộ chữ học vần Đ", "quantity": "2"}
    invalid = {"name": "", "code": "", "quantity": "0", "per_size": "0", "basis": "phường"}

    def furnish(self) -> None:
        super().furnish()
        self.list = builders.equipment_list()

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.item(self.list, f"Thiết bị {number}", topic=f"Chủ đề {number}", grades=["01"])

    def valid(self) -> dict[str, str | list[str]]:
        return {
            "name": "Bộ thiết bị dạy số",
            "minimum_list": str(self.list.pk),
            "code": "TH.TOAN.01",
            "quantity": "1",
            "unit": "bộ",
            "basis": "learners",
            "per_size": "6",
            "stock": "equipment",
            "users": "learner",
            "grades": ["01", "02"],
            "trust": "unverified",
        }


class TestNorms(RecordCases):
    record = NORMS
    queries = 4
    changed = {"name": "Định mức Đà Lạt", "value": "0,7"}
    invalid = {"name": "", "value": "0", "kind": "", "valid_until": "01/01/2000"}

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.norm(name=f"Định mức {number}")

    def valid(self) -> dict[str, str]:
        return {
            "name": "Phòng học trên lớp",
            "kind": "classrooms_per_class",
            "level": "primary",
            "value": "1",
            "instrument": "TT 13/2020/TT-BGDĐT",
            "valid_from": "11/07/2020",
            "trust": "unverified",
        }


@pytest.fixture
def two_schools(db: None) -> tuple[OrgUnit, OrgUnit]:
    with database.acting(access.system()):
        return builders.school(), builders.school("Trường Tiểu học Lê Lợi")


def refused(units: list[int], record: Any, **sent: Any) -> list[str]:
    """The fields with which the API refuses a new row; none when it is stored."""
    clerk = testing.actor(VIEW_UNITS, VIEW_FACILITIES, EDIT_FACILITIES, units=units)
    address = f"/api/v1/facilities/{record.address}/"
    answer = testing.client_for(clerk).post(address, sent, "application/json")
    return [] if answer.status_code == 201 else sorted(error["field"] for error in answer.json()["errors"])


ROOM = {"name": "Phòng 1", "kind": "classroom", "build_class": "solid", "quantity": 1}


def test_points_and_rooms_of_another_school_are_refused(two_schools: tuple[OrgUnit, OrgUnit]) -> None:
    """Although the writer may see both schools."""
    mine, other = two_schools
    with database.acting(access.system()):
        far, room = builders.point(other.pk), builders.room(other.pk)
    both = [mine.pk, other.pk]
    assert refused(both, ROOMS, **ROOM, school=mine.pk, point=far.pk) == ["point"]
    assert refused(both, ROOMS, **ROOM, school=other.pk, point=far.pk) == []
    computers = {"name": "A", "kind": "desktop", "purpose": "informatics", "quantity": 2, "usable": 2}
    assert refused(both, COMPUTERS, **computers, school=mine.pk, room=room.pk) == ["room"]


def test_only_schools_have_rooms(two_schools: tuple[OrgUnit, OrgUnit]) -> None:
    with database.acting(access.system()):
        commune = builders.school("Xã Di Linh", (), kind="commune")
    assert refused([commune.pk], ROOMS, **ROOM, school=commune.pk) == ["school"]


def test_one_sheet_of_utilities_a_point(two_schools: tuple[OrgUnit, OrgUnit]) -> None:
    mine, _other = two_schools
    sent = {"school": mine.pk, "water_source": "piped", "power_source": "grid"}
    assert refused([mine.pk], UTILITIES, **sent) == []
    assert refused([mine.pk], UTILITIES, **sent) != []
    with database.acting(access.system()):
        Utilities.objects.update(closed_on=date(2026, 11, 1))
    assert refused([mine.pk], UTILITIES, **sent) == []


def test_clean_water_needs_a_source(two_schools: tuple[OrgUnit, OrgUnit]) -> None:
    mine, _other = two_schools
    sent = {"school": mine.pk, "water_source": "none", "power_source": "none"}
    wrong = refused([mine.pk], UTILITIES, **sent, has_clean_water=True, is_power_stable=True)
    assert wrong == ["has_clean_water", "is_power_stable"]


def test_a_line_is_for_something(two_schools: tuple[OrgUnit, OrgUnit]) -> None:
    mine, _other = two_schools
    sent = {"school": mine.pk, "provider": "VNPT", "kind": "fibre", "speed_mbps": 100}
    assert refused([mine.pk], LINES, **sent) == ["for_teaching"]
    assert refused([mine.pk], LINES, **sent, for_management=True) == []


def test_grades_are_those_of_the_lists_level(db: None) -> None:
    with database.acting(access.system()):
        primary = builders.equipment_list()
    officer = testing.actor(VIEW_FACILITIES, ITEMS.edit, units=None)
    sent = {
        "name": "A", "minimum_list": primary.pk, "code": "A", "quantity": 1, "unit": "bộ", "basis": "class",
        "per_size": 1, "stock": "equipment", "users": "both", "trust": "unverified", "grades": ["06"],
    }  # fmt: skip
    answer = testing.client_for(officer).post("/api/v1/facilities/equipment-items/", sent, "application/json")
    assert [error["field"] for error in answer.json()["errors"]] == ["grades"]


def test_the_area_of_like_rooms_is_multiplied(two_schools: tuple[OrgUnit, OrgUnit]) -> None:
    mine, _other = two_schools
    with database.acting(access.system()):
        room = builders.room(mine.pk, quantity=3, area_m2=Decimal("48.5"))
        assert ROOMS.field("total_m2").read(room) == "145,5"
        assert ROOMS.field("total_m2").read(Room(quantity=2)) == ""


class TestInventories(BookCases):
    """A list to read: acts open and end inventories, so nothing is typed here."""

    record = INVENTORIES
    queries = 5

    def build(self, unit_id: int | None, number: int) -> Any:
        return builders.inventory(unit_id, f"Kiểm kê {number}", year=2000 + number)
