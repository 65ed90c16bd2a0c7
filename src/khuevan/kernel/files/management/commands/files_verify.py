from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from khuevan.kernel import access, database
from khuevan.kernel.files import verification

_WORDS = {
    "missing": "MISSING   {sha256}  {names}",
    "changed": "CHANGED   {sha256}  {names}",
    "left_over": "left over {sha256}  (no file uses it)",
}


class Command(BaseCommand):
    help = "Hashes every stored content again. Exit code 1 if one is missing or changed."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--remove-left-over", action="store_true", help="delete contents that no file uses"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with database.acting(access.system()):
            verdict = verification.verify()
            for finding in verdict.findings:
                words = _WORDS[finding.kind].format(sha256=finding.sha256, names=", ".join(finding.names))
                self.stdout.write(words)
            if options["remove_left_over"]:
                self.stdout.write(f"{verification.remove_left_over(verdict)} left-over contents deleted")
        self.stdout.write(f"{verdict.contents} contents, {verdict.size:,} bytes")
        if not verdict.whole:
            raise CommandError("the store is damaged: restore these contents from the backup")
        self.stdout.write("whole")
