"""Dates and moments."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from ..errors import NotUnderstood
from ..formats import VIETNAM, format_date, format_moment, parse_date, parse_moment
from .base import MASK, Field, Slot


@dataclass(frozen=True)
class Date(Field):
    """A day between `earliest` and `latest`."""

    _: KW_ONLY
    earliest: date = date(1900, 1, 1)
    latest: date = date(2199, 12, 31)
    widget: ClassVar[str] = "date"
    cell_format: ClassVar[str] = "dd/mm/yyyy"

    def from_text(self, text: str) -> Any:
        return parse_date(text)

    def check(self, value: date) -> date:
        if not self.earliest <= value <= self.latest:
            raise NotUnderstood(
                _("Ngày phải từ %(earliest)s đến %(latest)s.")
                % {"earliest": format_date(self.earliest), "latest": format_date(self.latest)}
            )
        return value

    def text(self, value: Any) -> str:
        return format_date(value)

    def masked(self, value: Any) -> str:
        """The year stays: an age is rarely the secret, the birthday is."""
        return "" if value is None else f"••/••/{value.year}" if self.keep else MASK

    def cell(self, value: Any) -> Any:
        return value

    @property
    def wire_type(self) -> Any:
        return date

    def slots(self) -> tuple[Slot, ...]:
        return (
            Slot(f"{self.name}_from", "__gte", date, bound="from"),
            Slot(f"{self.name}_to", "__lte", date, bound="to"),
        )

    @property
    def width(self) -> float:
        return 12


@dataclass(frozen=True)
class Moment(Field):
    """A point in time, shown on the clock of Viet Nam."""

    widget: ClassVar[str] = "text"
    cell_format: ClassVar[str] = "dd/mm/yyyy hh:mm"

    def from_text(self, text: str) -> Any:
        return parse_moment(text)

    def check(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise NotUnderstood(_("Thiếu múi giờ, ví dụ 2025-09-05T07:30:00+07:00."))
        return value

    def text(self, value: Any) -> str:
        return format_moment(value)

    def cell(self, value: Any) -> Any:
        return (
            None if value is None else value.astimezone(VIETNAM).replace(tzinfo=None, second=0, microsecond=0)
        )

    @property
    def wire_type(self) -> Any:
        return datetime

    def slots(self) -> tuple[Slot, ...]:
        return (
            Slot(f"{self.name}_from", "__date__gte", date, bound="from"),
            Slot(f"{self.name}_to", "__date__lte", date, bound="to"),
        )

    @property
    def width(self) -> float:
        return 17
