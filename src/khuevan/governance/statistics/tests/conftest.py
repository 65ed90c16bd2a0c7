"""A fact store of its own for each test, and the tree read anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from khuevan.governance.statistics.queries.owing import forget


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.FACTS_ROOT, settings.SNAPSHOTS_ROOT = tmp_path / "facts", tmp_path / "snapshots"
    forget()
