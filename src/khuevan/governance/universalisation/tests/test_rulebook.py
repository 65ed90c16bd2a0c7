"""The worked examples of the rulebook are true."""

import doctest
from pathlib import Path

RULEBOOK = Path(__file__).parents[5] / "docs" / "rulebook" / "universalisation.md"


def test_the_examples_of_the_rulebook() -> None:
    result = doctest.testfile(str(RULEBOOK), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 20
    assert result.failed == 0
