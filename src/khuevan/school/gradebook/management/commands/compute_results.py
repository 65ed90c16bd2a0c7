"""``python -m khuevan compute_results --year 2026-2027 [--term 2] [--school CODE …]``: results of closed terms anew."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from khuevan.kernel import access, clock, database
from khuevan.school.gradebook.queries.books import closed_classes_of
from khuevan.school.gradebook.services.many import BATCH, store_results_of


class Command(BaseCommand):
    """After a rule or a programme was put right: what classes whose term is closed came to is worked out anew."""

    help = "Tính lại kết quả học kỳ, cả năm của các lớp đã khóa sổ (chạy lại không thay đổi gì)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", required=True, help="năm học, ví dụ 2026-2027")
        parser.add_argument(
            "--term", type=int, choices=(1, 2), action="append", help="học kỳ; mặc định cả hai"
        )
        parser.add_argument("--school", action="append", default=[], help="mã trường; mặc định mọi trường")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run as the platform itself, a batch of classes a transaction."""
        actor, begun = access.system(), time.monotonic()
        for term in options["term"] or (1, 2):
            with database.acting(actor):
                classes = closed_classes_of(options["year"], term, options["school"])
            if not classes:
                raise CommandError(f"Không có lớp nào đã khóa sổ học kỳ {term} năm học {options['year']}.")
            for place in range(0, len(classes), BATCH):
                with database.acting(actor):
                    store_results_of(actor, classes[place : place + BATCH], term, at=clock.now())
            self.stdout.write(f"Học kỳ {term}: {len(classes)} lớp, {time.monotonic() - begun:.1f} giây")
