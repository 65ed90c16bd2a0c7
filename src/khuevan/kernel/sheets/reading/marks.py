"""Raw cells as strings: text as it is, everything else led by a mark that says what the cell held.

One string column for each column of the sheet keeps what the checks need to know (was it a number, a date?)
without a second column beside it. The mark is a control character that no workbook can hold.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

import polars as pl

MARK: Final = "\x1f"
NUMBER: Final = MARK + "n"
DAY: Final = MARK + "d"
TIME: Final = MARK + "t"
TRUTH: Final = MARK + "b"
FAULT: Final = MARK + "e"
"""An Excel error such as #REF!, or a formula that was stored without its value."""

_EXACT: Final = 10.0**15


def number(value: float) -> str:
    """A number as it reads: 12, not 12.0; what a double cannot hold exactly keeps its exponent."""
    if value == int(value) and abs(value) < _EXACT:
        return f"{NUMBER}{int(value)}"
    return f"{NUMBER}{value!r}"


def marked(value: Any) -> str | None:
    """One cell as calamine gives it."""
    if isinstance(value, str):
        return value.replace(MARK, " ") or None
    if isinstance(value, bool):
        return f"{TRUTH}{int(value)}"
    if isinstance(value, float | int):
        return number(float(value))
    if isinstance(value, datetime):
        plain = not (value.hour or value.minute or value.second)
        return f"{DAY}{value.date().isoformat() if plain else value.isoformat(timespec='seconds')}"
    if isinstance(value, date):
        return f"{DAY}{value.isoformat()}"
    if isinstance(value, time):
        return f"{TIME}{value.isoformat(timespec='minutes')}"
    if isinstance(value, timedelta):
        return number(value / timedelta(days=1))
    return None if value is None else str(value)


def column(values: tuple[Any, ...]) -> pl.Series:
    """A block of one column. Pure blocks, which nearly all are, take the short way."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return pl.Series(values, dtype=pl.String)
    if kinds == {float}:
        found = pl.Series(values, dtype=pl.Float64)
        if (found == found.floor()).all() and (found.abs() < _EXACT).all():
            return NUMBER + found.cast(pl.Int64).cast(pl.String)
    return pl.Series([marked(value) for value in values], dtype=pl.String)


def shown(raw: str | None) -> str:
    """A raw cell as people read it: the mark gone, days in their order."""
    if raw is None:
        return ""
    if not raw.startswith(MARK):
        return raw
    kind, text = raw[:2], raw[2:]
    if kind == DAY:
        day, _, rest = text.partition("T")
        year, month, number_ = day.split("-")
        return f"{number_}/{month}/{year}" + (f" {rest[:5]}" if rest else "")
    if kind == TRUTH:
        return "TRUE" if text == "1" else "FALSE"
    return text
