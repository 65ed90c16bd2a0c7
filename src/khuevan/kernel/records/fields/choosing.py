"""One or several of a fixed list of codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..errors import DeclarationError, NotUnderstood
from .base import Context, Field, Label, Slot

Choices = Iterable[tuple[str, Label]]


@dataclass(frozen=True)
class Choice(Field):
    """One code of a list: (code, label) pairs, a Django class's `.choices`, or a function."""

    choices: Choices | Callable[[], Choices] = ()
    widget: ClassVar[str] = "select"

    @cached_property
    def labels(self) -> dict[str, Label]:
        pairs = self.choices() if callable(self.choices) else self.choices
        labels = {str(code): label for code, label in pairs}
        if not labels:
            raise DeclarationError(f"{self.name!r} offers no choices")
        return labels

    @cached_property
    def _spoken(self) -> dict[str, dict[str, str]]:
        return {}

    @property
    def spoken(self) -> Mapping[str, str]:
        """The labels in the reader's language, translated once: a list shows hundreds a page."""
        language = get_language() or ""
        found = self._spoken.get(language)
        if found is None:
            found = self._spoken[language] = {code: str(label) for code, label in self.labels.items()}
        return found

    def from_text(self, text: str) -> Any:
        return self._code(text)

    def check(self, value: Any) -> Any:
        return self._code(str(value))

    def _code(self, text: str) -> str:
        if text not in self.labels:
            raise NotUnderstood(_("«%(text)s» không có trong danh mục.") % {"text": text[:40]})
        return text

    def text(self, value: Any) -> str:
        return "" if value in (None, "") else self.spoken.get(str(value)) or str(value)

    def input_text(self, value: Any) -> str:
        return "" if value is None else str(value)

    @property
    def empty(self) -> Any:
        return ""

    @property
    def limits(self) -> dict[str, Any]:
        return {"json_schema_extra": {"enum": list(self.labels)}}

    def slots(self) -> tuple[Slot, ...]:
        return (Slot(self.name, "__in", str, many=True),)

    def options(self, record: Any, actor: Any, permission: Any = None) -> Sequence[tuple[str, str]]:
        return tuple(self.spoken.items())

    @property
    def width(self) -> float:
        return 20


@dataclass(frozen=True)
class Several(Choice):
    """Any number of codes of a list, stored in a PostgreSQL array of text in the list's order."""

    widget: ClassVar[str] = "checkboxes"

    @property
    def empty(self) -> Any:
        return []

    def is_empty(self, value: Any) -> bool:
        return not value

    def from_form(self, raw: Sequence[str]) -> Any:
        return [self._code(text.strip()) for text in raw if text.strip()]

    def accept(self, wire: Any, context: Context) -> Any:
        if not wire:
            return super().accept(None, context)
        chosen = {self._code(str(code)) for code in wire}
        return [code for code in self.labels if code in chosen]

    def text(self, value: Any) -> str:
        return ", ".join(self.spoken.get(code) or code for code in value or ())

    @property
    def wire_type(self) -> Any:
        return list[str]

    @property
    def limits(self) -> dict[str, Any]:
        return {"json_schema_extra": {"items": {"type": "string", "enum": list(self.labels)}}}

    def slots(self) -> tuple[Slot, ...]:
        return (Slot(self.name, "__overlap", str, many=True),)

    @property
    def sort_column(self) -> str:
        return ""
