"""The development authority as a process of its own: certificates' status, revocation list and time stamps over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from khuevan.kernel import clock

from ...authority import opened
from ...authority.serving import serve


class Command(BaseCommand):
    help = "Cơ quan chứng thực thử nghiệm qua HTTP trên máy này: POST /ocsp, POST /stamp, GET /crl, GET /root.pem."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8318, help="0: cổng trống bất kỳ")
        parser.add_argument("--folder", default="", help="mặc định: <data>/signing/authority")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SIGNING_AUTHORITY:
            raise CommandError("KHUEVAN_SIGNING_AUTHORITY đang tắt.")
        folder = Path(options["folder"] or settings.SIGNING_ROOT / "authority")
        server = serve(opened(folder, at=clock.now()), options["port"])
        self.stdout.write(f"http://127.0.0.1:{server.server_address[1]}")
        self.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()
