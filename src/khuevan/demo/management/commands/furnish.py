"""`python -m khuevan furnish --scale small|province|nation [--once] [--afresh]`: the demo province.

`nation` writes the country's learners as Parquet into the data folder and leaves the database alone.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from khuevan.demo import furnish, plan
from khuevan.kernel import clock
from khuevan.kernel.database import lifecycle


class Command(BaseCommand):
    help = "Furnishes the demo province; refuses a database that already holds units."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", choices=[*sorted(plan.SCALES), "nation"], default="small")
        parser.add_argument("--marked", type=float, help="share of the schools with marks, 0 to 1")
        parser.add_argument("--once", action="store_true", help="do nothing where units are there already")
        parser.add_argument("--afresh", action="store_true", help="empty the demo database first")

    def handle(
        self, *args: Any, scale: str, once: bool, afresh: bool, marked: float | None = None, **options: Any
    ) -> None:
        if settings.PRODUCTION:
            raise CommandError("Dữ liệu mẫu không đi vào hệ thống thật (KHUEVAN_ENV=production).")
        if scale == "nation":
            self._nation()
            return
        if afresh:
            lifecycle.start_afresh()
        with lifecycle.as_owner():
            if self._is_furnished():
                if once:
                    return
                raise CommandError(
                    "Cơ sở dữ liệu đã có đơn vị. Dùng --afresh (make demo) để xóa và dựng lại từ đầu."
                )
            chosen = plan.SCALES[scale]
            self._furnish(chosen if marked is None else replace(chosen, marked=marked))

    def _is_furnished(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("select exists(select 1 from organisations_orgunit)")
            return bool(cursor.fetchone()[0])

    def _furnish(self, scale: plan.Scale) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=not os.isatty(1))) as progress:
            task = progress.add_task("Dữ liệu mẫu", total=None)
            province = furnish.furnish(
                scale,
                at=clock.now(),
                on=clock.today(),
                report=lambda what, done, of: progress.update(
                    task, description=what, completed=done, total=of
                ),
            )
        self.stdout.write(
            f"Tỉnh mẫu: {len(province.communes)} xã, phường, {len(province.schools)} trường và trung tâm,"
            f" {province.people} người, trong đó {province.learners} học sinh."
        )
        self.stdout.write(f"Lỗi cài sẵn và giá trị đúng: {province.defects}")

    def _nation(self) -> None:
        from khuevan.demo import nation

        folder = lifecycle.data_folder() / "demo" / "nation"
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=not os.isatty(1))) as progress:
            task = progress.add_task("Cả nước", total=None)
            written = nation.write(
                folder,
                report=lambda province, done, of: progress.update(
                    task, description=f"Tỉnh {province}, {done:,} học sinh", completed=done, total=of
                ),
            )
        self.stdout.write(f"{written.rows:,} học sinh trong {len(written.files)} tệp Parquet: {folder}")
