"""What a unit is told of a record, as rules: no database."""

from __future__ import annotations

import random

import pytest

from khuevan.governance.exchange.rules import Touch, compare, tell
from khuevan.governance.exchange.rules.comparing import DIFFERING, EXTRA, MISSING, SAME

CASES = [
    ("a record appears", [Touch(1, "a")], {7}, {}, [(7, "NEW", 1)]),
    ("two acts on one that is known", [Touch(1, "a"), Touch(2, "b")], {7}, {7: (3, "NEW")},
     [(7, "UPDATE", 4), (7, "UPDATE", 5)]),
    ("one act that touches it twice", [Touch(1, "a"), Touch(2, "a")], {7}, {7: (3, "NEW")}, [(7, "UPDATE", 4)]),
    ("it goes", [Touch(1, "a")], set(), {7: (3, "UPDATE")}, [(7, "CANCEL", 4)]),
    ("it moves", [Touch(1, "a")], {8}, {7: (3, "UPDATE")}, [(7, "CANCEL", 4), (8, "NEW", 1)]),
    ("it comes back", [Touch(1, "a")], {7}, {7: (4, "CANCEL")}, [(7, "NEW", 5)]),
    ("only its units were looked at", [Touch(1, "a", False)], {7}, {7: (3, "NEW")}, []),
    ("came and went unseen", [Touch(1, "a"), Touch(2, "b")], set(), {}, []),
    ("held by two", [Touch(1, "a")], {7, 8}, {7: (1, "NEW"), 8: (5, "UPDATE")}, [(7, "UPDATE", 2), (8, "UPDATE", 6)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "touches", "now", "before", "wanted"), CASES, ids=[case[0] for case in CASES]
)
def test_what_is_told(what: str, touches: list[Touch], now: set[int], before: dict, wanted: list) -> None:  # type: ignore[type-arg]
    assert [(one.unit_id, one.verb, one.version) for one in tell(touches, now=now, before=before)] == wanted


def test_versions_grow_by_one_whatever_happens() -> None:
    """A hundred random lives of a record in three units: versions without a gap; the last event says who holds it."""
    chance = random.Random(7)
    for _life in range(100):
        before: dict[int, tuple[int, str]] = {}
        for moment in range(10):
            now = {unit for unit in (1, 2, 3) if chance.random() < 0.5}
            acts = [
                Touch(moment * 10 + n, f"{moment}-{chance.randint(0, 2)}")
                for n in range(chance.randint(1, 4))
            ]
            for one in tell(acts, now=now, before=dict(before)):
                assert one.version == before.get(one.unit_id, (0, ""))[0] + 1
                before[one.unit_id] = (one.version, one.verb)
            assert {unit for unit, (_version, verb) in before.items() if verb != "CANCEL"} == now


def test_comparison_names_each_record_once() -> None:
    there = [(1, {"a": 1}), (2, {"a": 1, "b": None}), (4, {"a": 1})]
    here = [(1, {"a": 2}), (2, {"a": 1}), (3, {"a": 1})]
    assert [(one.record_id, one.result, one.columns) for one in compare(there, here)] == [
        (1, DIFFERING, ("a",)), (2, SAME, ()), (3, EXTRA, ()), (4, MISSING, ()),
    ]  # fmt: skip
    assert list(compare([], [])) == []
