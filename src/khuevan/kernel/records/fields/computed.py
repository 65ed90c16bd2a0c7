"""A value that is shown but not stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from django.db import models

from .base import Field


@dataclass(frozen=True)
class Computed(Field):
    """Shown in lists, details, exports and the API; never entered.

    of: function of the row, pure: it must not query (name what it follows in the record's `related`).
    sorted_by: column to sort by, if any.
    reads: all that `of` reads of the row's own columns, `()` where only what the record's `gather` sets; a list then
        reads no more than it shows. None: lists read the whole row.
    """

    stored: ClassVar[bool] = False
    of: Callable[[Any], Any] = str
    _: KW_ONLY
    editable: bool = False
    sorted_by: str = ""
    reads: tuple[str, ...] | None = None

    def check_declared(self, model: type[models.Model]) -> None:
        """Nothing is stored."""

    def read(self, obj: models.Model) -> Any:
        return self.of(obj)

    def wire(self, value: Any) -> Any:
        return self.text(value)

    @property
    def sort_column(self) -> str:
        return self.sorted_by
