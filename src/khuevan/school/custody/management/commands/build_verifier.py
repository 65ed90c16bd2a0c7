"""`python -m khuevan build_verifier [FILE]`: writes the verifier as one file, for machines without this platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from khuevan.school.custody.offline.archive import NAME, archive


class Command(BaseCommand):
    help = "Writes khuevan-verify.pyz, by default to <data>/dist."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="", help="where to write it")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        place = Path(file) if file else Path(settings.DATA) / "dist" / NAME
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(archive())
        place.chmod(0o755)
        self.stdout.write(f"{place}: {place.stat().st_size} bytes")
