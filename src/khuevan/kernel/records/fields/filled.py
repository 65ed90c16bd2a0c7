"""Whether another column holds something: a filter «closed or not» over a day that may be empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from ..errors import DeclarationError
from .base import Slot
from .yes import Yes


@dataclass(frozen=True)
class Filled(Yes):
    """Yes when the column `of` is not null. Shown and filtered by, never entered."""

    stored: ClassVar[bool] = False
    of: str = ""
    _: KW_ONLY
    editable: bool = False

    def check_declared(self, model: type[models.Model]) -> None:
        try:
            column = model._meta.get_field(self.of)
        except FieldDoesNotExist as error:
            raise DeclarationError(f"{model._meta.label} has no field {self.of!r}") from error
        if not column.null:
            raise DeclarationError(f"{self.of!r} of {model._meta.label} is never empty")

    def read(self, obj: models.Model) -> Any:
        return getattr(obj, self.of) is not None

    def condition(self, slot: Slot, values: Sequence[Any]) -> Q:
        return Q(**{f"{self.of}__isnull": not values[-1]})

    @property
    def sort_column(self) -> str:
        return ""
