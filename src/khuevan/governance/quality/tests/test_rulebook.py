"""The worked examples of the rulebook are what the code does."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

RULEBOOK = Path(__file__).resolve().parents[5] / "docs" / "rulebook"


@pytest.mark.parametrize("page", ["data-quality.md", "identity.md"])
def test_worked_examples(page: str) -> None:
    done = doctest.testfile(str(RULEBOOK / page), module_relative=False)
    assert done.attempted > 2
    assert done.failed == 0
