"""What counts as a missed session: TT 22/2021, Điều 12."""

from __future__ import annotations

import doctest
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ..rules import Missed, is_beyond, limit_of, session_of, sessions_missed

RULEBOOK = Path(__file__).parents[5] / "docs" / "rulebook" / "attendance.md"
MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)


@pytest.mark.parametrize(
    ("missed", "called", "sessions"),
    [
        ([], {}, 0),
        ([Missed(MONDAY, "am", "P")], {MONDAY: {"am"}}, 1),
        ([Missed(MONDAY, "am", "K")], {MONDAY: {"am"}}, 1),
        ([Missed(MONDAY, "am", "M")], {MONDAY: {"am"}}, 0),
        ([Missed(MONDAY, "am", "P"), Missed(MONDAY, "pm", "P")], {MONDAY: {"am", "pm"}}, 1),
        ([Missed(MONDAY, "am", "P"), Missed(TUESDAY, "pm", "K")], {MONDAY: {"am"}, TUESDAY: {"pm"}}, 2),
        ([Missed(MONDAY, "p1", "K")], {MONDAY: {"p1", "p2", "p3"}}, 0),
        ([Missed(MONDAY, "p1", "K"), Missed(MONDAY, "p2", "K")], {MONDAY: {"p1", "p2"}}, 1),
        ([Missed(MONDAY, "p1", "K"), Missed(MONDAY, "p2", "K")], {MONDAY: {"p1", "p2", "p6"}}, 1),
        ([Missed(MONDAY, "p1", "K"), Missed(MONDAY, "p2", "M")], {MONDAY: {"p1", "p2"}}, 0),
    ],
)
def test_a_day_counts_once_with_leave_or_without(
    missed: list[Missed], called: dict[date, set[str]], sessions: int
) -> None:
    assert sessions_missed(missed, called) == sessions


def test_on_a_plan_of_two_sessions_each_counts() -> None:
    away = [Missed(MONDAY, "am", "P"), Missed(MONDAY, "pm", "P")]
    assert sessions_missed(away, {MONDAY: {"am", "pm"}}, one_a_day=False) == 2


@pytest.mark.parametrize(
    ("sessions", "level", "beyond"),
    [(45, "lower_secondary", False), (46, "lower_secondary", True), (46, "upper_secondary", True),
     (200, "primary", False), (46, "continuing", True)],
)  # fmt: skip
def test_forty_five_may_be_missed_and_not_one_more(sessions: int, level: str, beyond: bool) -> None:
    assert is_beyond(sessions, limit_of(level, 45, 45)) is beyond


def test_a_department_may_decide_what_the_texts_leave_open() -> None:
    assert is_beyond(31, limit_of("lower_secondary", 30, 45))
    assert not is_beyond(31, limit_of("continuing", 30, 40))
    missed, called = [Missed(MONDAY, "p5", "K")], {MONDAY: {"p4", "p5"}}
    assert sessions_missed(missed, called) == 0
    assert sessions_missed(missed, called, single_periods="any") == 1
    assert sessions_missed(missed, called, morning_periods=4) == 1


@pytest.mark.parametrize(
    ("slot", "session"), [("am", "am"), ("pm", "pm"), ("p1", "am"), ("p5", "am"), ("p6", "pm"), ("p10", "pm")]
)
def test_periods_belong_to_sessions(slot: str, session: str) -> None:
    assert session_of(slot) == session


missed_ones = st.lists(
    st.builds(
        Missed,
        st.integers(0, 9).map(lambda days: MONDAY + timedelta(days)),
        st.sampled_from(["am", "pm", *(f"p{number}" for number in range(1, 11))]),
        st.sampled_from("PKM"),
    ),
    max_size=40,
)


@given(missed_ones, missed_ones)
def test_another_absence_never_makes_fewer(missed: list[Missed], more: list[Missed]) -> None:
    called: dict[date, set[str]] = {}
    for one in (*missed, *more):
        called.setdefault(one.on, set()).add(one.slot)
    fewer = sessions_missed(missed, called)
    assert fewer <= sessions_missed([*missed, *more], called) <= len(called)


def test_the_examples_of_the_rulebook() -> None:
    result = doctest.testfile(str(RULEBOOK), module_relative=False)
    assert result.attempted > 8
    assert result.failed == 0
