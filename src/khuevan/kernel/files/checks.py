"""What the start-up check says about this room."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks


def antivirus(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    command = settings.ANTIVIRUS_COMMAND
    if not command:
        return [
            checks.Info(
                "Files are stored without a virus scan.",
                hint="Set KHUEVAN_ANTIVIRUS, e.g. 'clamdscan --fdpass --no-summary'.",
                id="files.I001",
            )
        ]
    if shutil.which(shlex.split(command)[0]) is None:
        return [
            checks.Error(
                f"The virus scanner {shlex.split(command)[0]!r} is not installed: every file would be refused.",
                id="files.E001",
            )
        ]
    return []


def folder(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    there = Path(settings.FILES_ROOT)
    while not there.exists():
        there = there.parent
    if not os.access(there, os.W_OK):
        return [
            checks.Error(f"The folder for files, {settings.FILES_ROOT}, cannot be written.", id="files.E002")
        ]
    return []


def register() -> None:
    checks.register(antivirus)
    checks.register(folder)
