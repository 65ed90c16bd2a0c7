"""A changed file is never called valid, and nothing makes the verifier fall over. `bench.signing` tries 200,000."""

from __future__ import annotations

import re

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


@pytest.mark.parametrize("version", [3, 4, 5])
def test_the_version_of_a_signature_that_goes_with_its_content_is_the_only_one(version: int) -> None:
    """Found by changing bytes: the number at the head of the CMS is covered by nothing (RFC 5652, 5.1)."""
    original = builders.signed_pdf()
    head = re.compile(rb"(?i)(06092A864886F70D010702A082....3082....0201)01")
    assert head.search(original)
    changed = head.sub(rb"\g<1>%02d" % version, original, count=1)
    assert builders.verified(original).outcome == "valid"
    assert builders.verified(changed).outcome != "valid"
