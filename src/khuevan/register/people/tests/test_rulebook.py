"""The worked examples of the rulebook are what the code does."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

RULEBOOK = Path(__file__).resolve().parents[5] / "docs" / "rulebook"


@pytest.mark.parametrize("page", ["personal-number.md", "vietnamese-order.md"])
def test_worked_examples(page: str) -> None:
    done = doctest.testfile(str(RULEBOOK / page), module_relative=False)
    assert done.attempted > 5
    assert done.failed == 0
