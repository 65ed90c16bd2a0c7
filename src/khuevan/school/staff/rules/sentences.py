"""A sentence said to a person: refusals and warnings are values, translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


def _(msgid: str) -> str:
    """Marks a sentence for the translators without translating it here."""
    return msgid


@dataclass(frozen=True)
class Sentence:
    """`text` is Vietnamese with %(named)s places; `code` is stable, for programs and tests."""

    code: str
    text: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.params


def day(value: date) -> str:
    """A date as Vietnamese paper writes it."""
    return value.strftime("%d/%m/%Y")
