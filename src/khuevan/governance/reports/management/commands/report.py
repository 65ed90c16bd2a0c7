"""`python -m khuevan report programme --unit CODE --year 2026-2027 [--into FOLDER]`: the signed report of a school, of
its commune and of the province, as .docx and PDF, and every figure in them linked to its page."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from khuevan.governance.reports import queries
from khuevan.governance.reports.outlines import OUTLINES
from khuevan.governance.reports.services import chain as chains
from khuevan.kernel import access, clock, database
from khuevan.kernel.records import export

SYSTEM = access.system("Khuê Văn: lệnh lập báo cáo")


class Command(BaseCommand):
    help = "Writes the reports of a unit and of those above it, signed, from the frozen figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("outline", choices=sorted(OUTLINES))
        parser.add_argument("--unit", required=True, help="code or number of a school")
        parser.add_argument("--year", required=True, help="2026-2027")
        parser.add_argument(
            "--snapshot",
            type=int,
            default=0,
            help="number of a frozen state; without it that of the running campaign, else the latest",
        )
        parser.add_argument(
            "--freeze", default="", metavar="NAME", help="count the figures anew and freeze them first"
        )
        parser.add_argument("--into", type=Path, default=Path(), help="folder for the files")

    def handle(
        self,
        *args: Any,
        outline: str,
        unit: str,
        year: str,
        snapshot: int,
        freeze: str,
        into: Path,
        **options: Any,
    ) -> None:
        into.mkdir(parents=True, exist_ok=True)
        at, today = clock.now(), clock.today()
        try:
            if freeze:
                snapshot = chains.frozen(freeze, at=at)
            with transaction.atomic(), database.acting(SYSTEM):
                chain = chains.chain_of(unit, outline, year, snapshot, at=at)
            for report in chain:
                with transaction.atomic():
                    chains.send(report, at=at, on=today)
        except chains.CannotReport as refused:
            raise CommandError(str(refused)) from refused
        with transaction.atomic(), database.acting(SYSTEM):
            self._write(chain, into, today)

    def _write(self, chain: list[Any], into: Path, today: date) -> None:
        for one in chain:
            report = queries.report(SYSTEM, one.pk)
            for kind in ("docx", "pdf"):
                name = export.file_name(f"{report.campaign.outline} {report.unit_name}", today, kind)
                (into / name).write_bytes(chains.content_of(report, kind))
                self.stdout.write(str(into / name))
            self.stdout.write(f"  {report.unit_name}: {queries.link_of(report)} ({report.submitted_by})")
