"""A fact store of its own for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.FACTS_ROOT, settings.SNAPSHOTS_ROOT = tmp_path / "facts", tmp_path / "snapshots"
