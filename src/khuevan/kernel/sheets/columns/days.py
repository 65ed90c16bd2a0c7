"""Days in every writing that workbooks hold them in."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Final

import polars as pl
from django.utils.translation import gettext as _

from khuevan.kernel.records.formats import format_date
from khuevan.kernel.text import nfc

from ..reading.marks import DAY, FAULT, MARK, NUMBER
from .base import COVERED, Column, Parsed, Read, Setting, by_value

EPOCH: Final = date(1899, 12, 30)
"""Day 0 of Excel's count from March 1900 on."""
_WRITTEN: Final = re.compile(
    r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})(?:\s+[\d:]+\s*(?:AM|PM|SA|CH)?)?"
)
_ISO: Final = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T\s][\d:.]+Z?)?")
_PACKED: Final = re.compile(r"(\d{2})(\d{2})(\d{4})")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_WORDS: Final = re.compile(r"(?i)ng[aà]y\s*(\d{1,2})\s*th[aá]ng\s*(\d{1,2})\s*n[aă]m\s*(\d{4})")


@dataclass(frozen=True)
class Day(Column):
    """A day between `earliest` and `latest`.

    A column in which only month/day/year fits is read so, and reported; one that fits neither order keeps
    day/month/year, and what does not fit it is wrong. A bare year is wrong: no day is made up.
    """

    _: KW_ONLY
    earliest: date = date(1900, 1, 1)
    latest: date = date(2199, 12, 31)
    kind: ClassVar[str] = "date"
    dtype: ClassVar[Any] = pl.Date
    cell_format: ClassVar[str] = "dd/mm/yyyy"
    width: ClassVar[float] = 12

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        american = _is_american(raw.drop_nulls().unique())
        pivot = setting.at.year % 100
        return by_value(raw, lambda cell: self._parse(cell, american, pivot), self.dtype)

    def _parse(self, cell: str, american: bool, pivot: int) -> Parsed:
        if cell.startswith(FAULT):
            return Parsed(fault="cell_error" if len(cell) > len(FAULT) else "formula_without_value")
        if cell.startswith(COVERED):
            return Parsed()
        if cell.startswith(DAY):
            return self._within(date.fromisoformat(cell[2:12]), None)
        if cell.startswith(NUMBER):
            return self._serial(cell[2:])
        if cell.startswith(MARK):
            return Parsed(fault="not_day")
        text = nfc(cell).strip("'’")
        if not text:
            return Parsed()
        if text.isdecimal() and len(text) in (5, 8) or _YEAR.fullmatch(text):
            return self._serial(text)
        return self._written(text, american, pivot)

    def _serial(self, digits: str) -> Parsed:
        if _YEAR.fullmatch(digits):
            return Parsed(fault="only_year")
        packed = _PACKED.fullmatch(digits.zfill(8)) if digits.isdecimal() and len(digits) > 6 else None
        if packed:
            day, month, year = map(int, packed.groups())
            return self._made(year, month, day, "day_packed")
        try:
            number = float(digits)
        except ValueError:
            return Parsed(fault="not_day")
        if not 1 <= number < 110_000:
            return Parsed(fault="not_day")
        return self._within(EPOCH + timedelta(days=int(number)), "day_serial")

    def _written(self, text: str, american: bool, pivot: int) -> Parsed:
        found = _WORDS.fullmatch(text) or _WRITTEN.fullmatch(text)
        if found:
            first, second, year = (int(part) for part in found.groups())
            repair = "day_as_text"
            if len(found.group(3)) == 2:
                year, repair = year + (2000 if year <= pivot else 1900), "year_short"
            if american:
                return self._made(year, first, second, "day_american")
            return self._made(year, second, first, repair)
        found = _ISO.fullmatch(text)
        if found:
            year, month, day = (int(part) for part in found.groups())
            return self._made(year, month, day, "day_as_text")
        return Parsed(fault="not_day")

    def _made(self, year: int, month: int, day: int, repair: str) -> Parsed:
        try:
            made = date(year, month, day)
        except ValueError:
            return Parsed(fault="no_such_day")
        return self._within(made, repair)

    def _within(self, day: date, repair: str | None) -> Parsed:
        if not self.earliest <= day <= self.latest:
            return Parsed(fault="day_out_of_range")
        return Parsed(day, repair=repair)

    def show(self, value: Any, options: Any = None) -> str:
        return format_date(value)

    def cell(self, value: Any, options: Any = None) -> Any:
        return value

    def facts(self) -> dict[str, Any]:
        return {"earliest": format_date(self.earliest), "latest": format_date(self.latest)}

    @property
    def signature(self) -> str:
        return _("ngày/tháng/năm")


def _is_american(different: pl.Series) -> bool:
    """Whether every written day of the column can only be month/day, as far as it can tell."""
    apart = different.str.extract_groups(r"^\s*(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{2,4}").struct.unnest()
    first, second = (apart[name].cast(pl.Int32, strict=False) for name in apart.columns)
    return bool((second > 12).sum()) and not bool((first > 12).sum())
