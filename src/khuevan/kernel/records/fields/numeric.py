"""Whole numbers and decimals, written 1.234 and 1.234,5."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from pydantic import PlainSerializer, WithJsonSchema

from ..errors import NotUnderstood
from ..formats import format_number, parse_number
from .base import Field, Slot

_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Whole(Field):
    """A whole number between `least` and `most`; `unit` is read after it (m², km). is_year: written 2026, not 2.026."""

    _: KW_ONLY
    least: int = 0
    most: int = _LARGEST
    unit: str = ""
    is_year: bool = False
    numeric: ClassVar[bool] = True

    @property
    def cell_format(self) -> str:  # type: ignore[override]
        """As Excel writes it."""
        return "0" if self.is_year else "#,##0"

    def from_text(self, text: str) -> Any:
        number = parse_number(text)
        if number != number.to_integral_value():
            raise NotUnderstood(_("Cần số nguyên, không có phần thập phân."))
        return int(number)

    def check(self, value: int) -> int:
        if not self.least <= value <= self.most:
            raise NotUnderstood(
                _("Phải từ %(least)s đến %(most)s.")
                % {"least": self.input_text(self.least), "most": self.input_text(self.most)}
            )
        return value

    def text(self, value: Any) -> str:
        return "" if value is None else self.input_text(value) + (f" {self.unit}" if self.unit else "")

    def input_text(self, value: Any) -> str:
        return str(value) if self.is_year and value is not None else format_number(value)

    def cell(self, value: Any) -> Any:
        return value

    @property
    def wire_type(self) -> Any:
        return int

    @property
    def limits(self) -> dict[str, Any]:
        return {"ge": self.least, "le": self.most}

    def slots(self) -> tuple[Slot, ...]:
        return (
            Slot(f"{self.name}_from", "__gte", self.wire_type, bound="from"),
            Slot(f"{self.name}_to", "__lte", self.wire_type, bound="to"),
        )

    @property
    def width(self) -> float:
        return 12


Figure = Annotated[
    Decimal,
    PlainSerializer(float, return_type=float, when_used="unless-none"),
    WithJsonSchema({"type": "number"}),
]
"""A decimal that travels as a JSON number."""


@dataclass(frozen=True)
class Decimals(Field):
    """A decimal with `places` decimals between `least` and `most`."""

    _: KW_ONLY
    places: int = 2
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(999_999_999)
    unit: str = ""
    numeric: ClassVar[bool] = True

    def read(self, obj: models.Model) -> Any:
        """Columns of floating-point numbers (coordinates) read as the decimals that were entered."""
        value = super().read(obj)
        return round(Decimal(str(value)), self.places) if isinstance(value, float) else value

    def from_text(self, text: str) -> Any:
        return parse_number(text)

    def check(self, value: Decimal) -> Decimal:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
        if not number.is_finite() or not self.least <= number <= self.most:
            raise NotUnderstood(
                _("Phải từ %(least)s đến %(most)s.")
                % {"least": format_number(self.least), "most": format_number(self.most)}
            )
        if number != round(number, self.places):
            raise NotUnderstood(_("Nhiều nhất %(places)d chữ số thập phân.") % {"places": self.places})
        return round(number, self.places)

    def text(self, value: Any) -> str:
        return "" if value is None else format_number(value) + (f" {self.unit}" if self.unit else "")

    def input_text(self, value: Any) -> str:
        return format_number(value)

    def cell(self, value: Any) -> Any:
        return None if value is None else float(value)

    @property
    def wire_type(self) -> Any:
        return Figure

    @property
    def limits(self) -> dict[str, Any]:
        return {"ge": self.least, "le": self.most, "allow_inf_nan": False}

    def slots(self) -> tuple[Slot, ...]:
        return (
            Slot(f"{self.name}_from", "__gte", Decimal, bound="from"),
            Slot(f"{self.name}_to", "__lte", Decimal, bound="to"),
        )

    @property
    def width(self) -> float:
        return 14
