"""The timetable as a plain record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from khuevan.governance.maturity.models import Timetable
from khuevan.governance.maturity.records import TIMETABLES
from khuevan.kernel import access, database
from khuevan.kernel.testing.records import RecordCases
from khuevan.kernel.text import search_text, sort_key


@pytest.fixture(autouse=True)
def nothing_shipped(db: None) -> None:
    """The questions are about the rows that they make."""
    with database.acting(access.system()):
        Timetable.objects.all().delete()


class TestTimetables(RecordCases):
    record = TIMETABLES
    queries = 4
    changed = {"name": "Lịch đánh giá, Đà Lạt", "submit_day": "30"}
    invalid = {
        "name": "",
        "submit_month": "13",
        "assessor": "",
        "valid_until": "01/01/1940",
        "publish_day": "32",
    }

    def build(self, unit_id: int | None, number: int) -> Any:
        name = f"Lịch {number}"
        return Timetable.objects.create(
            name=name,
            submit_month=5,
            submit_day=31,
            publish_month=6,
            publish_day=20,
            appeal_days=10,
            assessor="managing",
            instrument="QĐ 4725/QĐ-BGDĐT",
            valid_from=date(1950 + number, 1, 1),
            valid_until=date(1950 + number, 6, 1),
            trust="official",
            search=search_text(f"{name} QĐ 4725/QĐ-BGDĐT"),
            sort_key=sort_key(name),
        )

    def valid(self) -> dict[str, str]:
        return {
            "name": "Lịch của Đắk Nông",
            "submit_month": "5",
            "submit_day": "15",
            "publish_month": "6",
            "publish_day": "10",
            "appeal_days": "15",
            "assessor": "department",
            "instrument": "QĐ 99/QĐ-SGDĐT",
            "valid_from": "01/01/2027",
            "trust": "local",
        }
