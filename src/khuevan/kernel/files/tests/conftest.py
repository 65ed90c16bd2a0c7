from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def store_folder(tmp_path: Path, settings: Any) -> Path:
    """A folder of its own for each test."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.ANTIVIRUS_COMMAND = ""
    return tmp_path / "files"
