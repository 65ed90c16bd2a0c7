"""`python -m khuevan keep_months [--since 2025-09]`: puts figures of months into the series that the dashboard shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from khuevan.governance.indicators import services
from khuevan.kernel import access, clock


class Command(BaseCommand):
    help = (
        "Keeps the figures of the month that runs and of frozen states. With --since also those of past months that are"
        " not kept yet, from what the records of today say of the last day of each; some seconds to minutes a month."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", default="", help="the first month, as 2025-09")

    def handle(self, *args: Any, since: str, **options: Any) -> None:
        actor, at = access.system("keep_months"), clock.now()
        try:
            first = date.fromisoformat(f"{since}-01") if since else None
        except ValueError as error:
            raise CommandError(f"--since: {since!r} is no month like 2025-09") from error
        try:
            past = services.keep_past(first, actor=actor, at=at) if first else []
            now = services.keep_months(actor=actor, at=at)
        except services.CannotWrite as failure:
            raise CommandError(str(failure)) from failure
        for month in (*past, *now):
            self.stdout.write(f"  {month // 100}-{month % 100:02d}")
        self.stdout.write(f"{len(past) + len(now)} months written")
