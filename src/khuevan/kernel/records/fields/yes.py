"""Yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from ..errors import NotUnderstood
from .base import Context, Field, Slot

_YES = frozenset({"1", "on", "true", "yes", "có", "x", "✓"})
_NO = frozenset({"0", "off", "false", "no", "không"})


@dataclass(frozen=True)
class Yes(Field):
    """A tick box: unticked is no. With `required` it must be ticked."""

    widget: ClassVar[str] = "checkbox"

    def from_form(self, raw: Sequence[str]) -> Any:
        text = raw[-1].strip() if raw else ""
        return False if text == "" else self.from_text(text)

    def from_text(self, text: str) -> Any:
        lowered = text.lower()
        if lowered in _YES:
            return True
        if lowered in _NO:
            return False
        raise NotUnderstood(_("Chỉ nhận «có» hoặc «không»."))

    def accept(self, wire: Any, context: Context) -> Any:
        if self.required and not wire:
            raise NotUnderstood(_("Cần được đánh dấu."))
        return bool(wire)

    def text(self, value: Any) -> str:
        return "" if value is None else _("Có") if value else _("Không")

    def input_text(self, value: Any) -> str:
        return "1" if value else ""

    @property
    def wire_type(self) -> Any:
        return bool

    def slots(self) -> tuple[Slot, ...]:
        return (Slot(self.name, "", bool),)

    def options(self, record: Any, actor: Any, permission: Any = None) -> Sequence[tuple[str, str]]:
        return (("1", _("Có")), ("0", _("Không")))

    @property
    def width(self) -> float:
        return 8


@dataclass(frozen=True)
class Confirmation(Yes):
    """A tick that is asked for and not stored: who enters a doubtful fact says that it was checked. Services take it
    from the values; `Invalid` at its name asks for it."""

    stored: ClassVar[bool] = False
    shown: ClassVar[bool] = False

    def check_declared(self, model: type[models.Model]) -> None:
        """Nothing is stored."""

    def read(self, obj: models.Model) -> bool:
        return False

    @property
    def sort_column(self) -> str:
        return ""
