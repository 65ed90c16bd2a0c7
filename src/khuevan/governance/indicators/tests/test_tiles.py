"""A schematic map: every unit has a square of its own, near to where it is, the same each time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.governance.indicators.rules.tiles import initials, tiles

DEGREES = st.tuples(
    st.floats(8.4, 23.4, allow_nan=False, allow_infinity=False), st.floats(102.1, 109.5, allow_nan=False)
)


@given(st.dictionaries(st.integers(1, 10_000), DEGREES, max_size=60))
def test_no_two_share_a_square_and_the_same_places_give_the_same_map(
    places: dict[int, tuple[float, float]],
) -> None:
    found = tiles(places)
    assert set(found) == set(places)
    assert len(set(found.values())) == len(places)
    assert found == tiles(dict(reversed(list(places.items()))))
    if found:
        assert (
            min(column for column, _row in found.values()),
            min(row for _column, row in found.values()),
        ) == (0, 0)


def test_who_lies_north_stands_above_and_who_lies_east_to_the_right() -> None:
    places = {
        10 * row + column: (12 - row * 0.1, 108 + column * 0.1) for row in range(5) for column in range(5)
    }
    found = tiles(places)
    for row in range(5):
        for column in range(4):
            west, east = found[10 * row + column], found[10 * row + column + 1]
            north, south = found[10 * column + row], found[10 * (column + 1) + row]
            assert west[0] < east[0]
            assert north[1] < south[1]


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        ({}, {}),
        ({7: (11.9, 108.4)}, {7: (0, 0)}),
        ({1: (11.9, 108.4), 2: (11.9, 108.4)}, {1: (0, 0), 2: (1, 0)}),
    ],
)  # fmt: skip
def test_few_units_and_units_at_one_place(
    places: dict[int, tuple[float, float]], wanted: dict[int, tuple[int, int]]
) -> None:
    found = tiles(places)
    assert len(set(found.values())) == len(wanted)
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Phường Xuân Hương - Đà Lạt", "XH"), ("Xã Di Linh", "DL"), ("Đặc khu Phú Quý", "PQ"),
        ("Xã Đạ Tẻh 2", "ĐT2"), ("Trường Tiểu học Kim Đồng", "KĐ"), ("", ""),
    ],
)  # fmt: skip
def test_a_square_bears_the_initials(name: str, wanted: str) -> None:
    assert initials(name) == wanted
