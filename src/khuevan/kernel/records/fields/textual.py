"""Text in its three kinds: a line, a paragraph, a code."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from khuevan.kernel.text import nfc

from ..errors import NotUnderstood
from .base import Field, Label, Slot


@dataclass(frozen=True)
class Text(Field):
    """One line. Stored in NFC with single spaces.

    sorted_by: column with the text's Vietnamese sort key (collation C); plain writes fill it.
    """

    _: KW_ONLY
    max_length: int = 200
    min_length: int = 0
    sorted_by: str = ""

    @property
    def empty(self) -> Any:
        return ""

    def accept(self, wire: Any, context: Any) -> Any:
        return super().accept(self.clean(wire) if wire is not None else wire, context)

    def clean(self, text: str) -> str:
        return nfc(text)

    def check(self, value: str) -> str:
        if len(value) > self.max_length:
            raise NotUnderstood(
                _("Dài %(length)d ký tự; nhiều nhất %(max)d.")
                % {"length": len(value), "max": self.max_length}
            )
        if len(value) < self.min_length:
            raise NotUnderstood(_("Cần ít nhất %(min)d ký tự.") % {"min": self.min_length})
        return value

    @property
    def limits(self) -> dict[str, Any]:
        return {"max_length": self.max_length} | ({"min_length": self.min_length} if self.min_length else {})

    @property
    def sort_column(self) -> str:
        return self.sorted_by or super().sort_column

    def slots(self) -> tuple[Slot, ...]:
        return (Slot(self.name, "__icontains", str),)

    @property
    def width(self) -> float:
        return min(48.0, max(12.0, self.max_length * 0.25))


@dataclass(frozen=True)
class LongText(Text):
    """Paragraphs: line breaks stay."""

    _: KW_ONLY
    max_length: int = 5000
    widget: ClassVar[str] = "textarea"

    def clean(self, text: str) -> str:
        lines = [nfc(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        return "\n".join(lines).strip("\n")

    @property
    def sort_column(self) -> str:
        return ""


@dataclass(frozen=True)
class Code(Text):
    """A code that is text although it may be all digits: exact filter, a pattern, never a number.

    pattern: regular expression of the whole code; `example` is named in the message when it does not fit.
    """

    _: KW_ONLY
    max_length: int = 40
    pattern: str = ""
    example: str = ""
    describe: Label = ""

    def check(self, value: str) -> str:
        value = super().check(value)
        if self.pattern and not re.fullmatch(self.pattern, value):
            wanted = str(self.describe) or _("Mã không đúng mẫu.")
            if self.example:
                wanted = _("%(wanted)s Ví dụ: %(example)s.") % {"wanted": wanted, "example": self.example}
            raise NotUnderstood(wanted)
        return value

    @property
    def limits(self) -> dict[str, Any]:
        return super().limits | ({"examples": [self.example]} if self.example else {})

    def slots(self) -> tuple[Slot, ...]:
        return (Slot(self.name, "__exact", str),)
