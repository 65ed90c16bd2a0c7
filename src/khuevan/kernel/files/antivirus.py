"""The virus scanner of the machine, asked before a file is kept. Off unless KHUEVAN_ANTIVIRUS names a command."""

from __future__ import annotations

import logging
import shlex
import subprocess
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .errors import FileRefused

logger = logging.getLogger(__name__)
SECONDS = 120
INFECTED = 1
"""ClamAV's exit code for "virus found"; 0 is clean, anything else means that it could not look."""


def scan(path: Path) -> None:
    """Raises FileRefused for an infected file, and where the scanner fails: what was not looked at is not kept."""
    command = settings.ANTIVIRUS_COMMAND
    if not command:
        return
    try:
        done = subprocess.run(
            [*shlex.split(command), str(path)], capture_output=True, timeout=SECONDS, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        logger.error("virus scan failed: %s", failure)
        raise FileRefused(_("Chưa quét được vi-rút nên chưa nhận tệp. Hãy thử lại sau.")) from failure
    if done.returncode == INFECTED:
        logger.warning("infected file refused: %s", done.stdout.strip()[:500])
        raise FileRefused(
            _("Tệp bị nhiễm mã độc nên không được nhận. Hãy quét máy của bạn trước khi gửi lại.")
        )
    if done.returncode != 0:
        logger.error("virus scan failed (%s): %s", done.returncode, (done.stdout + done.stderr)[:500])
        raise FileRefused(_("Chưa quét được vi-rút nên chưa nhận tệp. Hãy thử lại sau."))
