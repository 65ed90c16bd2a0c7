"""A changed file is never called valid, and nothing makes the verifier fall over. `bench.signing` tries 200,000."""

from __future__ import annotations

import pytest

from . import builders
from .fuzzing import changes, tried


@pytest.mark.thorough
@pytest.mark.parametrize(("kind", "count"), [("xml", 500), ("pdf", 1500)])
def test_a_changed_file_is_never_valid(kind: str, count: int) -> None:
    original = builders.signed_card() if kind == "xml" else builders.signed_pdf()
    counted = tried(original, changes(original, count, seed=4))
    assert counted["valid"] == 0
    assert counted["remarks"] + counted["invalid"] == count
