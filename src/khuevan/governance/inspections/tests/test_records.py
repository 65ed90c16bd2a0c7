"""Shares, weights, checklist items as plain records."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from khuevan.governance.inspections.models import Item, Policy, Weight
from khuevan.governance.inspections.records import ITEMS, POLICIES, WEIGHTS
from khuevan.kernel import access, database
from khuevan.kernel.testing.records import RecordCases
from khuevan.kernel.text import search_text, sort_key

SOURCE = {"instrument": "QĐ 99/QĐ-SGDĐT", "valid_from": "01/01/2027", "trust": "local"}


@pytest.fixture(autouse=True)
def nothing_shipped(db: None) -> None:
    """The questions are about the rows that they make."""
    with database.acting(access.system()):
        for model in (Policy, Weight, Item):
            model.objects.all().delete()


def dated(number: int, words: str) -> dict[str, Any]:
    return {
        "instrument": "QĐ 12/QĐ-SGDĐT",
        "valid_from": date(1950 + number, 1, 1),
        "valid_until": date(1950 + number, 6, 1),
        "trust": "local",
        "search": search_text(f"{words} QĐ 12/QĐ-SGDĐT"),
        "sort_key": sort_key(words),
    }


class TestPolicies(RecordCases):
    record = POLICIES
    queries = 4
    changed = {"name": "Kiểm tra hằng năm, sửa", "percent": "35"}
    invalid = {"name": "", "percent": "101", "risk_percent": "-1", "valid_until": "01/01/1940"}

    def build(self, unit_id: int | None, number: int) -> Any:
        name = f"Quy tắc {number}"
        return Policy.objects.create(
            name=name, percent=30, risk_percent=50, remedy_days=30, **dated(number, name)
        )

    def valid(self) -> dict[str, str]:
        return {
            "name": "Kiểm tra hằng năm", "percent": "40", "risk_percent": "60", "remedy_days": "20", **SOURCE,
        }  # fmt: skip


class TestWeights(RecordCases):
    record = WEIGHTS
    queries = 4
    changed = {"weight": "40"}
    invalid = {"factor": "", "weight": "101", "full_at": "0", "valid_until": "01/01/1940"}

    def build(self, unit_id: int | None, number: int) -> Any:
        name = f"Yếu tố {number}"
        return Weight.objects.create(
            name=name, factor="findings", weight=10 + number, full_at=50, **dated(number, name)
        )

    def valid(self) -> dict[str, str]:
        return {"name": "Lỗi dữ liệu", "factor": "findings", "weight": "30", "full_at": "50", **SOURCE}


class TestItems(RecordCases):
    record = ITEMS
    queries = 4
    changed = {"question": "Có kế hoạch, đã sửa"}
    invalid = {"sheet": "", "place": "0", "question": "", "trust": "", "valid_until": "01/01/1940"}

    def build(self, unit_id: int | None, number: int) -> Any:
        question = f"Mục {number}"
        return Item.objects.create(
            sheet="Phiếu thử", place=number + 1, question=question, **dated(number, f"Phiếu thử {question}")
        )

    def valid(self) -> dict[str, str]:
        return {
            "sheet": "Phiếu thử", "place": "3", "question": "Có kế hoạch năm học", "asks": "Kế hoạch đã ký",
            "criterion": "2.2", "check_code": "facilities.school:inventory", **SOURCE,
        }  # fmt: skip
