"""The map is a contract: what it says about the house is what the code says."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

from khuevan.config import house_map, modules
from khuevan.kernel.access.permissions import declared


def test_the_map_names_every_room_and_permission() -> None:
    text = house_map.build()
    for wing, rooms in modules.WINGS.items():
        assert f"\n## {wing}\n" in text
        for room in rooms:
            assert f"\n### {room}\n" in text
    missing = [code for code in declared() if not code.startswith("test") and f"| `{code}` |" not in text]
    assert {code.split(".")[0] for code in missing} <= {"specimens"}
    assert "| `/people/" in text
    assert text.index("### database") < text.index("### organisations") < text.index("### signin")


@pytest.mark.process
def test_the_committed_map_is_current() -> None:
    """In a process with the platform's own settings: the tests' settings add rooms of their own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "khuevan.config.settings", "KHUEVAN_ENV": "demo"}
    environment["PYTHONPATH"] = str(settings.ROOT / "src")
    done = subprocess.run(
        [sys.executable, "-m", "django", "make_map", "--check"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
