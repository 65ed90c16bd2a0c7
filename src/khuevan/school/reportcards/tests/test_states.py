"""Which slots may be signed when, what state follows, which signatures go on holding: tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ..rules import states
from ..rules.content import Levels
from .builders import content

YES, NO = True, False
STATES = [
    # subjects, homeroom, head, seal
    ((NO, NO), NO, NO, NO, "generated"),
    ((YES, NO), NO, NO, NO, "generated"),
    ((YES, YES), NO, NO, NO, "subjects"),
    ((), NO, NO, NO, "subjects"),
    ((YES, YES), YES, NO, NO, "homeroom"),
    ((NO, NO), YES, NO, NO, "homeroom"),
    ((YES, YES), YES, YES, NO, "head"),
    ((YES, YES), YES, YES, YES, "issued"),
]


@pytest.mark.parametrize(("subjects", "homeroom", "head", "seal", "state"), STATES)
def test_the_state_is_the_last_step_that_is_done(
    subjects: tuple[bool, ...], homeroom: bool, head: bool, seal: bool, state: str
) -> None:
    slots = [("subject", one) for one in subjects]
    slots += [("homeroom", homeroom), ("head", head), ("seal", seal)]
    assert states.state_of(slots) == state


READY = [
    ("subject", "lower_secondary", {"generated"}),
    ("subject", "primary", {"generated", "homeroom"}),
    ("homeroom", "lower_secondary", {"subjects"}),
    ("homeroom", "upper_secondary", {"subjects"}),
    ("homeroom", "primary", {"generated", "subjects"}),
    ("head", "primary", {"homeroom"}),
    ("seal", "upper_secondary", {"head"}),
]


@pytest.mark.parametrize(("kind", "form", "wanted"), READY)
def test_whose_turn_it_is(kind: str, form: str, wanted: set[str]) -> None:
    assert states.ready_states(kind, form) == wanted


def test_what_covers_the_same_bytes_is_kept() -> None:
    signed = [
        ("subject", "mon-A"),
        ("subject", "mon-B"),
        ("homeroom", "info"),
        ("head", "data"),
        ("seal", "data"),
    ]
    before = {"mon-A": "1", "mon-B": "2", "info": "3"}
    assert states.kept_slots(signed, before, {**before, "mon-A": "9", "info": "8"}) == [("subject", "mon-B")]
    assert states.kept_slots(signed, before, before) == [
        ("subject", "mon-A"), ("subject", "mon-B"), ("homeroom", "info"),
    ]  # fmt: skip
    assert states.kept_slots(signed, before, {"mon-B": "2"}) == [("subject", "mon-B")], (
        "a subject that is gone"
    )


def test_changes_are_told_part_by_part() -> None:
    old = content()
    lines = list(old.subjects)
    new = replace(
        old, version=2, remark="Giỏi.", holder=replace(old.holder, name="Lê Thị Bê"),
        terms={**old.terms, 0: Levels(2, 1)},
        subjects=(replace(lines[0], year="8.4"), lines[1]),
    )  # fmt: skip
    told = [(one.part, one.field, one.before, one.after) for one in states.changes(old, new)]
    assert ("", "remark", "Ngoan.", "Giỏi.") in told
    assert ("holder", "name", "Lê Thị Bé", "Lê Thị Bê") in told
    assert ("Toán", "year", "8.3", "8.4") in told
    assert ("Giáo dục thể chất", "subject", "Giáo dục thể chất", "") in told
    assert ("", "terms") in {(part, field) for part, field, *_ in told}
    assert states.changes(old, replace(old, version=9)) == []
