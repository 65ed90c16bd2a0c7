"""A block of a column is kept as its cells are, one by one, whichever way it goes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from khuevan.kernel.sheets.reading import marks

DAYS = (date(2014, 1, 20), date(850, 2, 3), date(1, 1, 1), date(9999, 12, 31))
NUMBERS = (1.0, -3.0, 0.0, 999_999_999_999_999.0)
ODD = ("x", 1.0, 2.5, date(2020, 1, 1), True, datetime(2020, 1, 1, 3, 4), time(3, 4), timedelta(hours=36))


@pytest.mark.parametrize(
    "cells",
    [
        DAYS,
        NUMBERS,
        (*NUMBERS, 1e15),
        (*NUMBERS, 2.5),
        ("a", "", "b"),
        (True, False),
        ODD,
    ],
)
@pytest.mark.parametrize("above", [(), ("Ngày sinh", ""), ("Ngày sinh", 3.5, ""), (DAYS[0], "Ngày", 7.0)])
def test_a_column_holds_what_its_cells_hold(cells: tuple[Any, ...], above: tuple[Any, ...]) -> None:
    for block in ((*above, *cells), (*above, *cells * 40), (*above, *cells * 40, "hết")):
        expected = [marks.marked(cell) or "" for cell in block]
        assert [cell or "" for cell in marks.column(block).to_list()] == expected
