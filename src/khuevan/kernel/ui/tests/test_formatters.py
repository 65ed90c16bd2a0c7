from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.utils import translation

from khuevan.kernel.ui import formatters


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (0, None, "0", "0"),
        (1234567, None, "1.234.567", "1,234,567"),
        (-1234.5, None, "-1.234,5", "-1,234.5"),
        (Decimal("8.25"), None, "8,25", "8.25"),
        (7.0, None, "7", "7"),
        (7.0, 1, "7,0", "7.0"),
        (0.005, 1, "0,0", "0.0"),
        (None, None, "–", "–"),
        (float("nan"), 2, "–", "–"),
    ],
)
def test_number(value: float | None, decimals: int | None, vietnamese: str, english: str) -> None:
    with translation.override("vi"):
        assert formatters.number(value, decimals) == vietnamese
    with translation.override("en"):
        assert formatters.number(value, decimals) == english


def test_percent_is_of_a_ratio() -> None:
    with translation.override("vi"):
        assert formatters.percent(0.125) == "12,5%"
        assert formatters.percent(Decimal("1"), 0) == "100%"
        assert formatters.percent(None) == "–"


def test_days_and_moments_are_those_of_viet_nam() -> None:
    late = datetime(2025, 6, 30, 17, 5, tzinfo=UTC)
    assert formatters.day(late) == "01/07/2025"
    assert formatters.day_and_time(late) == "01/07/2025 00:05"
    assert formatters.day(date(987, 1, 2)) == "02/01/0987"
    assert formatters.moment(date(2025, 7, 1)) == "01/07/2025"
    assert formatters.moment(late) == "01/07/2025 00:05"
    assert formatters.moment("năm 1075") == "năm 1075"
    assert (
        formatters.day_and_time(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=9))))
        == "31/12/2025 22:00"
    )


def test_a_rejected_date_comes_back_as_typed() -> None:
    assert formatters.date_input("31/02/2020") == "31/02/2020"
    assert formatters.date_input(date(2020, 2, 29)) == "29/02/2020"
    assert formatters.date_input(None) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Nguyễn Thị Ánh", "NÁ"), ("đỗ lan", "ĐL"), ("Y", "Y"), ("", "?"), ("  ", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert formatters.initials(name) == letters
    assert formatters.hue(name) in range(formatters.HUES)
    assert formatters.hue(name) == formatters.hue(name)


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (1023, "1.023 B"), (1536, "1,5 KB"), (10 * 1024**2, "10,0 MB")]
)
def test_filesize(size: int, words: str) -> None:
    with translation.override("vi"):
        assert formatters.filesize(size) == words


def test_words_are_written_as_escape_writes_them() -> None:
    from markupsafe import Markup, escape

    from khuevan.kernel.ui.markup import written

    for value in ("Đạt", "", "<b>", "a&b", "'", '"', "x>y", 7, None, Markup("<i>7</i>")):
        assert written(value) == escape(value)
