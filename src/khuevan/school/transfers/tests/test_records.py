"""Every question that a record answers, put to the periods of transfers."""

from __future__ import annotations

from datetime import date

from khuevan.kernel.testing.records import RecordCases
from khuevan.kernel.text import search_text

from ..models import TransferRule
from ..records import RULES


class TestRules(RecordCases):
    record = RULES
    queries = 4
    changed = {"answer_days": "7", "trust": "secondary"}
    invalid = {"instrument": "", "valid_from": "31/02/2026", "answer_days": "0"}

    def furnish(self) -> None:
        super().furnish()
        TransferRule.objects.all().delete()

    def build(self, unit_id: int | None, number: int) -> TransferRule:
        return TransferRule.objects.create(
            instrument=f"TT {number}/2030/TT-BGDĐT",
            article=f"Điều {number}",
            level="primary",
            valid_from=date(2030 + number, 1, 1),
            answer_days=5,
            trust="official",
            search=search_text(f"TT {number}/2030/TT-BGDĐT Điều {number}"),
        )

    def valid(self) -> dict[str, str]:
        return {
            "instrument": "TT 1/2030/TT-BGDĐT",
            "level": "preschool",
            "valid_from": "01/01/2030",
            "answer_days": "5",
            "trust": "unverified",
        }
