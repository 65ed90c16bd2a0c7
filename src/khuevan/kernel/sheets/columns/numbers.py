"""Whole and decimal numbers, as Excel holds them or as people in Viet Nam write them."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from typing import Any, ClassVar

import polars as pl
from django.utils.translation import gettext as _

from khuevan.kernel.records.errors import NotUnderstood
from khuevan.kernel.records.formats import format_number, parse_number
from khuevan.kernel.text import nfc

from ..reading.marks import FAULT, MARK, NUMBER
from .base import COVERED, Column, Parsed, Read, Setting, by_value


@dataclass(frozen=True)
class Decimals(Column):
    """A number with at most `places` decimals, between `least` and `most`. pointed: text may have a point for the comma,
    where nothing is so large that a point could part thousands."""

    _: KW_ONLY
    places: int = 2
    least: float | None = None
    most: float | None = None
    pointed: bool = False
    kind: ClassVar[str] = "number"
    dtype: ClassVar[Any] = pl.Float64
    cell_format: ClassVar[str] = "General"
    width: ClassVar[float] = 12

    def read(self, raw: pl.Series, setting: Setting) -> Read:
        return by_value(raw, self._parse, self.dtype)

    def _parse(self, cell: str) -> Parsed:
        if cell.startswith(FAULT):
            return Parsed(fault="cell_error" if len(cell) > len(FAULT) else "formula_without_value")
        if cell.startswith(COVERED):
            return Parsed()
        repair = None
        if cell.startswith(NUMBER):
            value = float(cell[2:])
        elif cell.startswith(MARK):
            return Parsed(fault="not_number")
        else:
            text = nfc(cell).replace(".", ",") if self.pointed else nfc(cell)
            if not text:
                return Parsed()
            try:
                value, repair = float(parse_number(text)), "number_as_text"
            except NotUnderstood:
                return Parsed(fault="not_number")
        return self._within(value, repair)

    def _within(self, value: float, repair: str | None) -> Parsed:
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            return Parsed(fault="out_of_range")
        exact = Decimal(repr(value))
        if exact != round(exact, self.places):
            return Parsed(fault="too_many_places")
        return Parsed(self._value(value), repair=repair)

    def _value(self, value: float) -> Any:
        return round(value, self.places)

    def show(self, value: Any, options: Any = None) -> str:
        return "" if value is None else format_number(value)

    def cell(self, value: Any, options: Any = None) -> Any:
        return value

    def facts(self) -> dict[str, Any]:
        return {
            "least": format_number(self.least) if self.least is not None else "-∞",
            "most": format_number(self.most) if self.most is not None else "+∞",
            "places": self.places,
        }

    @property
    def signature(self) -> str:
        return _("số")


@dataclass(frozen=True)
class Whole(Decimals):
    """A whole number."""

    _: KW_ONLY
    places: int = 0
    dtype: ClassVar[Any] = pl.Int64
    cell_format: ClassVar[str] = "0"

    def _value(self, value: float) -> Any:
        return int(value)

    @property
    def signature(self) -> str:
        return _("số nguyên")
