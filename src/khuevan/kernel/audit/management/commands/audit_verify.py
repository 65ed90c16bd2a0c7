from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from khuevan.kernel import access, clock, database
from khuevan.kernel.audit import verification
from khuevan.kernel.audit.verification import AnchorIsDamaged, Fault

_WORDS = {
    "changed": "lane {lane}: entry {seq} was changed",
    "missing": "lane {lane}: entry {seq} is missing",
    "doubled": "lane {lane}: entry {seq} stands there twice",
    "cut": "lane {lane}: the end is cut off from entry {seq} on",
    "beyond": "lane {lane}: from entry {seq} on entries were slipped in after the head",
    "lost_head": "lane {lane}: its head is gone",
    "rewritten": "lane {lane}: entry {seq} is not the one of the anchor: the lane was rewritten or shortened",
}


class Command(BaseCommand):
    help = (
        "Computes every chain of the audit log again. Exit code 1 if an entry is changed, missing or cut off."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--export", type=Path, metavar="FILE", help="write an anchor to be kept elsewhere"
        )
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="compare with an anchor kept earlier"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        anchor = self._anchor(options["against"])
        began = time.monotonic()
        with database.acting(access.system()):
            verdict = verification.verify(anchor)
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{verdict.entries:,} entries in {len(verdict.heads)} lanes"
            f" ({verdict.entries / max(seconds, 0.001):,.0f} a second)"
        )
        if not verdict.whole:
            raise CommandError(
                "the audit log is broken:\n" + "\n".join(_words(fault) for fault in verdict.faults)
            )
        if options["export"]:
            document = verification.anchor_of(verdict, clock.now())
            options["export"].write_text(json.dumps(document, indent=1) + "\n")
            self.stdout.write(f"anchor {document['digest'][:16]} written to {options['export']}")
        self.stdout.write("whole")

    def _anchor(self, path: Path | None) -> dict[int, verification.Head] | None:
        if path is None:
            return None
        try:
            return verification.read_anchor(json.loads(path.read_text()))
        except (OSError, json.JSONDecodeError, AnchorIsDamaged) as broken:
            raise CommandError(f"{path} is not an anchor, or a damaged one") from broken


def _words(fault: Fault) -> str:
    return _WORDS[fault.kind].format(lane=fault.lane, seq=fault.seq)
