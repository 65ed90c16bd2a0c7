"""The books of a school as workbooks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from khuevan.kernel.access import Actor
from khuevan.kernel.testing.actors import actor
from khuevan.kernel.testing.sheets import LayoutCases
from khuevan.register.organisations.choices import UnitKind
from khuevan.register.organisations.tests.builders import make_country, make_school
from khuevan.school.facilities import sheets
from khuevan.school.facilities.permissions import EDIT_FACILITIES, VIEW_FACILITIES

pytestmark = pytest.mark.django_db


class _Book(LayoutCases):
    @pytest.fixture
    def place(self, db: None) -> tuple[Actor, int, Mapping[str, str]]:
        school = make_school(make_country().commune, "Trường THCS Nâm Nung", UnitKind.LOWER_SECONDARY).pk
        return actor(EDIT_FACILITIES, VIEW_FACILITIES, units=[school]), school, {}


class TestRooms(_Book):
    layout = sheets.ROOMS_SHEET
    rows = (
        {"name": "Phòng học 1", "kind": "Phòng học", "build_class": "Kiên cố (trên cấp 4)", "quantity": 8,
         "area_m2": "48,5"},
        {"name": "Phòng máy", "kind": "computer_room", "build_class": "semi_solid", "quantity": "1",
         "has_projection": "Có"},
    )  # fmt: skip


class TestToilets(_Book):
    layout = sheets.TOILETS_SHEET
    rows = (
        {"name": "Nhà vệ sinh khu A", "users": "Học sinh nữ", "quantity": 2, "is_standard": "x"},
        {"name": "Nhà vệ sinh khu A", "users": "Học sinh nam", "quantity": 2},
    )


class TestLand(_Book):
    layout = sheets.LAND_SHEET
    rows = (
        {"name": "Khu chính", "area_m2": 12000, "built_m2": 3000, "tenure": "Nhà nước cho thuê"},
        {"name": "Khu lẻ", "area_m2": "1.500,5", "tenure": "rented"},
    )

    def test_what_the_form_refuses_is_refused_here(self, place: tuple[Actor, int, Mapping[str, str]]) -> None:
        made = self.taken(
            place, self.table([{**self.rows[0], "built_m2": 20_000}, {**self.rows[1], "number": 99}])
        )
        assert made.counts["wrong"] == 2
        found = {(one["column"], one["code"]) for one in made.told["summary"]}
        assert found >= {("built_m2", "sheets.rule"), ("number", "sheets.no_such_number")}


class TestLines(_Book):
    layout = sheets.LINES_SHEET
    rows = (
        {"provider": "VNPT", "kind": "Cáp quang", "speed_mbps": 150, "for_teaching": "Có"},
        {"provider": "Viettel", "kind": "Cáp quang", "speed_mbps": 100, "for_management": "Có"},
    )


class TestComputers(_Book):
    layout = sheets.COMPUTERS_SHEET
    rows = (
        {
            "name": "Máy phòng Tin học 1",
            "kind": "Máy tính để bàn",
            "purpose": "Dạy môn Tin học",
            "quantity": 25,
            "usable": 22,
        },
        {
            "name": "Máy văn phòng",
            "kind": "Máy tính xách tay",
            "purpose": "management",
            "quantity": 4,
            "usable": 4,
        },
    )


class TestEquipment(_Book):
    layout = sheets.EQUIPMENT_SHEET
    rows = (
        {
            "name": "Bộ thí nghiệm Hóa 8",
            "kind": "Thiết bị dạy học môn học",
            "unit": "bộ",
            "quantity": 6,
            "usable": 5,
        },
        {"name": "Loa kéo", "kind": "Thiết bị khác", "unit": "chiếc", "quantity": 1, "usable": 1},
    )
