"""`python -m khuevan make_map`: writes docs/map.md from the code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from khuevan.config import house_map


class Command(BaseCommand):
    help = "Writes docs/map.md: wings, rooms, permissions, pages, events and tables, from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="fail if the file is out of date, write nothing"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        place, made = settings.ROOT / house_map.PLACE, house_map.build()
        if check:
            if not place.exists() or place.read_text() != made:
                raise CommandError(f"{house_map.PLACE} is out of date: run `python -m khuevan make_map`")
            return
        place.write_text(made)
        self.stdout.write(f"{house_map.PLACE}: {len(made.splitlines())} lines")
