"""`khuevan inspections redraw`: draws a plan again from what was kept, or from its CSV, and says whether it is equal."""

from __future__ import annotations

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from khuevan.governance.inspections import queries, rules
from khuevan.governance.inspections.choices import Way
from khuevan.governance.inspections.models import Plan
from khuevan.kernel import access, database
from khuevan.register.organisations import queries as organisations


class Command(BaseCommand):
    help = "Bốc lại một kế hoạch kiểm tra từ số gieo và danh sách đang giữ; mã thoát 1 khi không trùng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["redraw"])
        parser.add_argument("--unit", help="mã của cơ quan")
        parser.add_argument("--year", help="năm học, ví dụ 2026-2027")
        parser.add_argument("--file", type=Path, help="tệp CSV tải từ trang kế hoạch, thay cho cơ sở dữ liệu")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is not None:
            self._of_file(options["file"])
            return
        if not (options["unit"] and options["year"]):
            raise CommandError("Ghi --unit và --year, hoặc --file.")
        with database.acting(access.system()):
            unit = organisations.by_code(options["unit"])
            plan = (
                Plan.objects.filter(unit=unit, school_year=options["year"]).first()
                if unit is not None
                else None
            )
            if plan is None or not plan.seed:
                raise CommandError("Không có kế hoạch đã bốc thăm của cơ quan này trong năm học ấy.")
            found = queries.redrawn(plan)
            self.stdout.write(f"seed={plan.seed} list sha256={found.digest}")
            self._told([(one.code, one.way.value) for one in found.again], found.differing + found.wrong_lots)

    def _of_file(self, path: Path) -> None:
        """Without any of our tables: what anybody may do who has the list."""
        try:
            rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
            _mark, seed, _percent, percent, _risk, risk_percent = rows[0]
            head = rows.index(["code", "name", "visits", "risk", "lot", "way"])
            lines = rows[head + 1 :]
            entrants = [rules.Entrant(row[0], int(row[2]), Decimal(row[3])) for row in lines]
            kept = [
                rules.Drawn(row[0], Way(row[5]))
                for row in lines
                if row[5] in {one.value for one in queries.BY_RULE}
            ]
            again = rules.drawn(entrants, percent=int(percent), risk_percent=int(risk_percent), seed=seed)
            wrong = [row[0] for row in lines if row[4] != rules.lot(seed, row[0])]
        except (OSError, ValueError, IndexError, UnicodeDecodeError, InvalidOperation) as broken:
            raise CommandError(f"Không đọc được danh sách bốc thăm: {broken}") from broken
        self._told([(one.code, one.way.value) for one in again], rules.differences(kept, again) + wrong)

    def _told(self, again: list[tuple[str, str]], differing: list[str]) -> None:
        for code, way in again:
            self.stdout.write(f"{code}\t{way}")
        if differing:
            raise CommandError(f"KHÔNG TRÙNG ở: {', '.join(sorted(set(differing)))}")
        self.stdout.write(f"TRÙNG KHỚP: {len(again)} đơn vị")
