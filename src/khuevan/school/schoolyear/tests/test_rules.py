"""Seasons and the twelve statuses, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from khuevan.school.schoolyear.rules import (
    is_present,
    season_of,
    status_of_arrival,
    status_of_departure,
    status_of_return,
    status_of_withdrawal,
    usual_terms,
    year_code_of,
)

TERMS = usual_terms("2026-2027")


@pytest.mark.parametrize(
    ("on", "year", "season"),
    [
        (date(2026, 7, 31), "2025-2026", "summer"),
        (date(2026, 8, 1), "2026-2027", "summer"),
        (date(2026, 9, 4), "2026-2027", "summer"),
        (date(2026, 9, 5), "2026-2027", "term_1"),
        (date(2027, 1, 17), "2026-2027", "term_1"),
        (date(2027, 1, 18), "2026-2027", "term_2"),
        (date(2027, 5, 30), "2026-2027", "term_2"),
        (date(2027, 5, 31), "2026-2027", "summer"),
        (date(2027, 7, 31), "2026-2027", "summer"),
    ],
)
def test_year_and_season_of_a_day(on: date, year: str, season: str) -> None:
    assert year_code_of(on) == year
    assert season_of(on, TERMS) == season


@pytest.mark.parametrize(
    ("season", "arrival", "departure", "withdrawal", "returned"),
    [
        ("term_1", "02", "04", "05", "03"),
        ("term_2", "06", "08", "09", "07"),
        ("summer", "10", "11", "12", "01"),
    ],
)
def test_statuses(season: str, arrival: str, departure: str, withdrawal: str, returned: str) -> None:
    assert status_of_arrival(season) == arrival
    assert status_of_departure(season) == departure
    assert status_of_withdrawal(season) == withdrawal
    assert status_of_return(season) == returned
    assert is_present(arrival)
    assert is_present(returned)
    assert not is_present(departure)
    assert not is_present(withdrawal)
