"""Settings of the test run: the same platform, a database of its own, and the kernel's test-only tables."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("KHUEVAN_ENV", "test")

from .settings import *  # noqa: E402, F403

INSTALLED_APPS = [*INSTALLED_APPS, "khuevan.kernel.records.tests.specimens"]  # noqa: F405
FILES_ROOT = Path(tempfile.mkdtemp(prefix="khuevan-files-"))
SIGNING_ROOT = FILES_ROOT / "signing"
FACTS_ROOT, SNAPSHOTS_ROOT = FILES_ROOT / "facts", FILES_ROOT / "snapshots"
SERIES_ROOT = FILES_ROOT / "series"
atexit.register(shutil.rmtree, FILES_ROOT, ignore_errors=True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
WHITENOISE_AUTOREFRESH = True
"""Every client of the tests builds the middleware anew; the list of all static files with it took a fifth of the time."""
LOGGING = {**LOGGING, "loggers": {"django.request": {"level": "ERROR"}}}  # noqa: F405
"""Refusals are what most tests ask for: a line about each would be written three times and read by nobody."""
