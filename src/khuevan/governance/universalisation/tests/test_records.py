"""Thresholds, conditions to provide and deadlines as plain records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from khuevan.governance.universalisation.models import Deadline, Provision, Threshold
from khuevan.governance.universalisation.records import DEADLINES, PROVISIONS, THRESHOLDS
from khuevan.kernel import access, database
from khuevan.kernel.testing.records import RecordCases
from khuevan.kernel.text import search_text, sort_key


@pytest.fixture(autouse=True)
def nothing_shipped(db: None) -> None:
    """The questions are about the rows that they make."""
    with database.acting(access.system()):
        Threshold.objects.all().delete()
        Provision.objects.all().delete()
        Deadline.objects.all().delete()


class TestThresholds(RecordCases):
    record = THRESHOLDS
    queries = 4
    changed = {"name": "Trẻ đến lớp, Đà Lạt", "least": "96"}
    invalid = {"name": "", "least": "101", "tier": "", "valid_until": "01/01/1940", "age_to": "200"}

    def build(self, unit_id: int | None, number: int) -> Any:
        name = f"Ngưỡng {number}"
        return Threshold.objects.create(
            name=name, tier="commune", standard="preschool", measure="attending", least=Decimal(90), age_from=5, age_to=5,
            instrument="NĐ 20/2014/NĐ-CP", valid_from=date(1950 + number, 1, 1), valid_until=date(1950 + number, 6, 1),
            search=search_text(f"{name} NĐ 20/2014/NĐ-CP"), sort_key=sort_key(name),
        )  # fmt: skip

    def valid(self) -> dict[str, str]:
        return {
            "name": "Trẻ 5 tuổi đến lớp", "tier": "commune", "standard": "primary_1", "measure": "in_grade_1",
            "age_from": "6", "age_to": "6", "least": "90", "instrument": "NĐ 20/2014/NĐ-CP Điều 9",
            "valid_from": "15/05/2014", "trust": "official",
        }  # fmt: skip


class TestProvisions(RecordCases):
    record = PROVISIONS
    queries = 4
    changed = {"name": "Số phòng học mỗi lớp mẫu giáo", "least": "0,9"}
    invalid = {"name": "", "least": "1001", "level": "", "valid_until": "01/01/1940"}

    def build(self, unit_id: int | None, number: int) -> Any:
        name = f"Điều kiện {number}"
        return Provision.objects.create(
            name=name, kind="rooms_per_class", level="preschool", least=Decimal(1), instrument="TT 07/2016/TT-BGDĐT",
            valid_from=date(1950 + number, 1, 1), valid_until=date(1950 + number, 6, 1),
            search=search_text(f"{name} TT 07/2016/TT-BGDĐT"), sort_key=sort_key(name),
        )  # fmt: skip

    def valid(self) -> dict[str, str]:
        return {
            "name": "Số phòng học mỗi lớp tiểu học", "kind": "rooms_per_class", "level": "primary", "least": "0,8",
            "instrument": "TT 07/2016/TT-BGDĐT Điều 5", "valid_from": "15/05/2016", "trust": "unverified",
        }  # fmt: skip


class TestDeadlines(RecordCases):
    record = DEADLINES
    queries = 4
    changed = {"name": "Xã: trước 05/10", "day": "5"}
    invalid = {"name": "", "day": "32", "month": "13", "valid_until": "01/01/1940"}

    def build(self, unit_id: int | None, number: int) -> Any:
        name = f"Thời hạn {number}"
        return Deadline.objects.create(
            name=name, tier="commune", month=10, day=3, recogniser="UBND tỉnh", instrument="TT 19/2020/TT-BGDĐT",
            valid_from=date(1950 + number, 1, 1), valid_until=date(1950 + number, 6, 1),
            search=search_text(f"{name} TT 19/2020/TT-BGDĐT"), sort_key=sort_key(name),
        )  # fmt: skip

    def valid(self) -> dict[str, str]:
        return {
            "name": "Tỉnh: trước 10/10", "tier": "province", "month": "10", "day": "10",
            "recogniser": "Bộ Giáo dục và Đào tạo", "instrument": "TT 19/2020/TT-BGDĐT", "valid_from": "15/05/2014",
            "trust": "secondary",
        }  # fmt: skip
