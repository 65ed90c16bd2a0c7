"""How dates and numbers are read and written: a table of what people type."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from khuevan.kernel.records.errors import NotUnderstood
from khuevan.kernel.records.formats import (
    format_date,
    format_moment,
    format_number,
    parse_date,
    parse_moment,
    parse_number,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("05/09/2025", date(2025, 9, 5)),
        ("5/9/2025", date(2025, 9, 5)),
        ("5-9-2025", date(2025, 9, 5)),
        ("05.09.2025", date(2025, 9, 5)),
        ("2025-09-05", date(2025, 9, 5)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_days_that_are_read(typed, meant):
    assert parse_date(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["29/02/2025", "31/4/2025", "0/1/2025", "5/9/25", "9/2025", "mùng 5 tháng 9", "30/2 âm lịch", "²/9/2025"],
)
def test_days_that_are_refused_in_words(typed):
    with pytest.raises(NotUnderstood) as refusal:
        parse_date(typed)
    assert typed in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("-7", "-7"),
        ("\u22127,25", "-7.25"),
        ("1 234", "1234"),
        ("0,5", "0.5"),
    ],
)
def test_numbers_that_are_read(typed, meant):
    assert parse_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed", ["1234.5", "1.23", "1,234.5", "12.34.567", "mười", "1e5", "--1", ",5", "1,", "NaN"]
)
def test_numbers_with_two_readings_or_none_are_refused(typed):
    with pytest.raises(NotUnderstood):
        parse_number(typed)


def test_a_decimal_point_is_answered_with_the_comma_to_write():
    with pytest.raises(NotUnderstood, match="1234,5"):
        parse_number("1234.5")


@pytest.mark.parametrize(
    "typed",
    ["14:05 05/09/2025", "14h05 5/9/2025", "05/09/2025 14:05", "2025-09-05T14:05", "2025-09-05T07:05:00Z"],
)
def test_moments_are_on_the_clock_of_viet_nam(typed):
    assert parse_moment(typed) == datetime(2025, 9, 5, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["25:00 05/09/2025", "14:61 05/09/2025", "05/09/2025", "2025-09-05", "14:05 31/02/2025"]
)
def test_moments_that_are_refused(typed):
    with pytest.raises(NotUnderstood):
        parse_moment(typed)


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1234567, None, "1.234.567"),
        (Decimal("1234.50"), None, "1.234,5"),
        (Decimal("1234.5"), 2, "1.234,50"),
        (Decimal("-0.25"), None, "-0,25"),
        (0, None, "0"),
        (None, None, ""),
    ],
)
def test_numbers_are_written_and_read_back(value, places, written):
    assert format_number(value, places) == written
    if written:
        assert parse_number(written) == value


def test_days_and_moments_are_written():
    assert format_date(date(2025, 9, 5)) == "05/09/2025"
    assert format_moment(datetime(2025, 9, 5, 20, 0, tzinfo=UTC)) == "06/09/2025 03:00"
