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
HEAD: Final = 60
"""Rows of a block that are looked at cell by cell where words stand above figures."""


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
    """A block of one column. Blocks of one kind, which nearly all are, take the short way; so does what lies below a
    heading, and what has gaps in it."""
    kinds = set(map(type, values))
    found = _of_one_kind(values, kinds)
    if found is not None:
        return found
    if str in kinds and len(values) > HEAD:
        head, rest = values[:HEAD], values[HEAD:]
        below = _of_one_kind(rest, set(map(type, rest)))
        if below is not None:
            return pl.concat([pl.Series([marked(value) for value in head], dtype=pl.String), below])
    return pl.Series([marked(value) for value in values], dtype=pl.String)


def _of_one_kind(values: tuple[Any, ...], kinds: set[type]) -> pl.Series | None:
    """None where there are several kinds, or one that has to be looked at cell by cell."""
    if kinds == {str}:
        return pl.Series(values, dtype=pl.String)
    if kinds == {date}:
        return DAY + pl.Series(values, dtype=pl.Date).cast(pl.String)
    if kinds == {float}:
        found = pl.Series(values, dtype=pl.Float64)
        if (found == found.floor()).all() and (found.abs() < _EXACT).all():
            return NUMBER + found.cast(pl.Int64).cast(pl.String)
    return None


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
