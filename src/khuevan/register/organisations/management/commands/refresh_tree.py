"""``python -m khuevan refresh_tree``: today's picture of the tree, from states and subordinations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from khuevan.kernel import access, clock, database
from khuevan.register.organisations import services


class Command(BaseCommand):
    """Run nightly and at start, so that acts dated ahead come into effect; with --all after a repair."""

    help = "Tính lại cây đơn vị của ngày hôm nay"

    def add_arguments(self, parser: CommandParser) -> None:
        """--all recomputes even if the picture is of today."""
        parser.add_argument("--all", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run as the platform itself."""
        on = clock.today()
        with database.acting(access.system()):
            changed = services.refresh_all(on=on) if options["all"] else services.refresh_if_new_day(on=on)
        self.stdout.write(f"{changed} đơn vị thay đổi")
