"""The tree read anew for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from khuevan.governance.inspections.queries import units
from khuevan.governance.maturity.queries import owing


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.FACTS_ROOT, settings.SNAPSHOTS_ROOT = tmp_path / "facts", tmp_path / "snapshots"
    units.forget()
    owing.forget()
