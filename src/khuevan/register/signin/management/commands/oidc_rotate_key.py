"""Makes the next key that signs id tokens for the sector's applications."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from khuevan.kernel import clock
from khuevan.register.signin.services import keys


class Command(BaseCommand):
    help = "Thay khóa ký mã định danh OpenID Connect; khóa cũ còn được công bố cho tới khi hết hiệu lực."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--immediately",
            action="store_true",
            help="khóa cũ đã lộ: khóa mới ký ngay, khóa cũ bị xóa ngay",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        signs_from, gone = keys.rotate(at=clock.now(), immediately=options["immediately"])
        self.stdout.write(f"Khóa mới ký từ {signs_from.isoformat(timespec='seconds')}.")
        for name in gone:
            self.stdout.write(f"Đã xóa {name}.")
