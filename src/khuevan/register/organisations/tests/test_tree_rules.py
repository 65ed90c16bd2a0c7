"""Paths and cycles on small trees."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ..rules.periods import covers, reference_day
from ..rules.tree import CycleFound, ancestors, path

TREE = {1: None, 68: 1, 345: 68, 400: 68, 999: 345}


def test_path_holds_the_ids_from_the_root() -> None:
    assert path(345, TREE.get) == "/1/68/345/"
    assert path(1, TREE.get) == "/1/"


def test_a_broken_tree_is_noticed_not_walked_for_ever() -> None:
    with pytest.raises(CycleFound) as found:
        ancestors(1, {1: 2, 2: 3, 3: 1}.get)
    assert found.value.ids == (1, 2, 3, 1)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=60))
def test_any_tree_gives_prefix_paths(choices: list[int]) -> None:
    parents: dict[int, int | None] = {0: None}
    for index, choice in enumerate(choices, start=1):
        parents[index] = choice % index
    for unit, parent in parents.items():
        own = path(unit, parents.get)
        assert own.endswith(f"/{unit}/")
        if parent is not None:
            assert own.startswith(path(parent, parents.get))


DAY = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("start", "end", "on", "inside"),
    [
        (DAY, None, date(2025, 6, 30), False),
        (DAY, None, DAY, True),
        (None, DAY, date(2025, 6, 30), True),
        (None, DAY, DAY, False),
        (None, None, DAY, True),
    ],
)
def test_periods_are_half_open(start: date | None, end: date | None, on: date, inside: bool) -> None:
    assert covers(start, end, on) is inside


@pytest.mark.parametrize(
    ("closed", "today", "expected"),
    [
        (None, date(2026, 1, 1), date(2026, 1, 1)),
        (None, date(2020, 1, 1), DAY),
        (date(2025, 9, 1), date(2026, 1, 1), date(2025, 8, 31)),
        (date(2027, 9, 1), date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_the_day_of_the_current_picture(closed: date | None, today: date, expected: date) -> None:
    assert reference_day(DAY, closed, today) == expected
