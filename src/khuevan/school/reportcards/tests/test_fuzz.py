"""A changed card is never called valid, and nothing makes the verifier fall over. `bench.reportcards` tries 200,000."""

from __future__ import annotations

import pytest

from khuevan.register.signing import services as signing
from khuevan.register.signing.tests import builders as signers
from khuevan.register.signing.tests import fuzzing
from khuevan.school.reportcards.printing import Sheet, press, seal_order

from ..queries.layouts import LAYOUT
from . import builders, contents
from .fuzzing import canonical, forgeries, parsed


def sealed_pdf() -> bytes:
    sheet = Sheet((contents.signed(contents.secondary()),), contents.IMPRINT)
    seal = signers.signer("Trường", uid=signers.SEAL)
    order = seal_order(press().print_one(sheet), sheet.years[-1].content)
    content = signing.sign_pdf(seal, [order], at=signers.AT, stamp=signers.stamp)[0].content
    assert content
    return content


@pytest.mark.thorough
def test_a_changed_card_is_never_valid() -> None:
    card = builders.signed()
    assert signers.verified(card, layout=LAYOUT).outcome == "valid"
    counted = fuzzing.tried(card, forgeries(card, 60, seed=5), layout=LAYOUT)
    counted += fuzzing.tried(card, fuzzing.changes(card, 100, seed=6), layout=LAYOUT)
    assert counted["valid"] == 0
    assert counted.total() == 160


@pytest.mark.thorough
def test_a_changed_paper_is_never_valid() -> None:
    paper = sealed_pdf()
    assert signers.verified(paper).outcome == "valid"
    counted = fuzzing.tried(paper, fuzzing.changes(paper, 150, seed=7))
    assert counted["valid"] == 0
    assert counted.total() == 150


def test_the_version_outside_of_all_signatures_cannot_be_changed() -> None:
    """Found by forging: the root's own attribute is covered by no signature."""
    card = builders.signed()
    forged = card.replace(b'PhienBan="1.0"', b'PhienBan="10"')
    assert forged != card
    assert signers.verified(forged, layout=LAYOUT).outcome != "valid"


@pytest.mark.parametrize("address", [".", "PHAT_HANH_HOC_BA"])
def test_what_no_signature_covers_cannot_change_places(address: str) -> None:
    """Found by forging: the two slots of whoever issues the card, and what they stand beside."""
    card = builders.signed()
    root = parsed(card)
    around = root.find(address)
    around.append(around[0])
    forged = canonical(root)
    assert sorted(forged) == sorted(card)
    report = signers.verified(forged, layout=LAYOUT)
    assert report.outcome == "remarks"
    assert [one.code for one in report.findings] == ["order"]
