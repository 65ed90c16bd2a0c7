from __future__ import annotations

import argparse
import os
from typing import Any

from django.core.management.base import BaseCommand

from khuevan.kernel.jobs.worker import work


class Command(BaseCommand):
    help = "Runs background jobs until it is told to stop (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--concurrency",
            type=int,
            default=int(os.environ.get("KHUEVAN_WORKER_CONCURRENCY", "2")),
            help="how many jobs at a time (default 2)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        work(concurrency=options["concurrency"])
