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
    """That none is set is said where it matters, by the start-up check of production."""
    command = settings.ANTIVIRUS_COMMAND
    if command and shutil.which(shlex.split(command)[0]) is None:
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
