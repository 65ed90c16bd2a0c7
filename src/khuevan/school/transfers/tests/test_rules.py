"""The rules of transfers, case by case, and their page in the rulebook."""

from __future__ import annotations

import doctest
from datetime import date
from pathlib import Path

import pytest

from ..rules import (
    Facts,
    act_refusals,
    after_working_days,
    awaited,
    is_working_day,
    request_refusals,
    working_days_left,
)

RULEBOOK = Path(__file__).resolve().parents[5] / "docs" / "rulebook"


@pytest.mark.thorough
def test_worked_examples() -> None:
    done = doctest.testfile(str(RULEBOOK / "transfers.md"), module_relative=False)
    assert done.attempted > 12
    assert done.failed == 0


def test_a_period_has_at_least_one_day() -> None:
    with pytest.raises(ValueError):
        after_working_days(date(2026, 11, 25), 0)


@pytest.mark.parametrize(
    ("on", "works"),
    [
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
        (date(2026, 9, 2), False),
        (date(2027, 1, 1), False),
        (date(2027, 4, 16), False),
        (date(2027, 5, 3), False),
    ],
)
def test_days(on: date, works: bool) -> None:
    assert is_working_day(on) is works


def test_days_left_turn_negative_after_the_day() -> None:
    due = date(2026, 12, 2)
    assert [working_days_left(date(2026, 12, day), due) for day in (1, 2, 3)] == [1, 0, -1]


def facts(**other: object) -> Facts:
    given = {
        "is_studying": True, "sending_id": 1, "receiving_id": 2, "level": "primary", "receiving_is_open": True,
        "has_open_transfer": False, **other,
    }  # fmt: skip
    return Facts(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({}, ()),
        ({"receiving_id": None, "level": None}, ()),
        ({"is_studying": False}, ("not_studying",)),
        ({"receiving_id": 1}, ("same_school",)),
        ({"receiving_is_open": False}, ("school_closed",)),
        ({"level": None}, ("grade_not_taught",)),
        ({"has_open_transfer": True}, ("already_open",)),
        ({"is_studying": False, "has_open_transfer": True}, ("not_studying", "already_open")),
    ],
)
def test_requests(given: dict[str, object], refused: tuple[str, ...]) -> None:
    assert request_refusals(facts(**given)) == refused


@pytest.mark.parametrize(
    ("verb", "state", "sides", "refused"),
    [
        ("accept", "requested", ("receiving",), ()),
        ("accept", "requested", ("sending",), ("other_side",)),
        ("accept", "accepted", ("receiving",), ("not_now",)),
        ("refuse", "requested", ("receiving",), ()),
        ("refuse", "accepted", ("sending",), ()),
        ("refuse", "accepted", ("receiving",), ("other_side",)),
        ("refuse", "done", ("sending", "receiving"), ("not_now",)),
        ("release", "accepted", ("sending",), ()),
        ("release", "requested", ("sending",), ("not_now",)),
        ("release", "accepted", ("receiving",), ("other_side",)),
        ("place", "moved", ("receiving",), ()),
        ("place", "moved", ("sending",), ("other_side",)),
        ("withdraw", "requested", ("receiving",), ()),
        ("withdraw", "accepted", ("receiving",), ()),
        ("withdraw", "accepted", ("sending",), ("other_side",)),
        ("withdraw", "moved", ("receiving",), ("too_late",)),
    ],
)
def test_acts(verb: str, state: str, sides: tuple[str, ...], refused: tuple[str, ...]) -> None:
    assert act_refusals(verb, state, sides, "receiving") == refused


def test_who_is_awaited() -> None:
    states = ("requested", "accepted", "moved", "done", "refused", "withdrawn")
    assert [awaited(state) for state in states] == ["receiving", "sending", "receiving", "", "", ""]
