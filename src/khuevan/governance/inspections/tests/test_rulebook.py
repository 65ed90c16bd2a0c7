"""The worked examples of the rulebook are what the code does."""

from __future__ import annotations

import doctest
from pathlib import Path

RULEBOOK = Path(__file__).resolve().parents[5] / "docs" / "rulebook"


def test_worked_examples() -> None:
    done = doctest.testfile(str(RULEBOOK / "inspections.md"), module_relative=False)
    assert done.attempted > 10
    assert done.failed == 0
