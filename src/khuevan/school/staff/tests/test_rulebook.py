"""The worked examples of the rulebook are what the code does; so are those of the rules' own words."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from ..rules import retiring, salary

RULEBOOK = Path(__file__).resolve().parents[5] / "docs" / "rulebook"


def test_worked_examples() -> None:
    done = doctest.testfile(str(RULEBOOK / "teaching-load.md"), module_relative=False)
    assert done.attempted > 15
    assert done.failed == 0


@pytest.mark.parametrize("module", [retiring, salary])
def test_examples_in_the_rules(module: object) -> None:
    done = doctest.testmod(module)  # type: ignore[arg-type]
    assert done.attempted > 0
    assert done.failed == 0
