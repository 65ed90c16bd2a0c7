"""A sentence said to a person: refusals and warnings are values, translated where they are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


def _(msgid: str) -> str:
    """Mark a sentence for the translators without translating it here."""
    return msgid


@dataclass(frozen=True)
class Sentence:
    """``text`` is a Vietnamese msgid with %(named)s places; ``code`` is stable for programs and tests."""

    code: str
    text: str
    params: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """In Vietnamese, as written."""
        return self.text % self.params


class ActRefused(Exception):  # noqa: N818  the name is the sentence that went wrong
    """An act that may not be done; carries every reason at once, so that a form can show them together."""

    def __init__(self, reasons: tuple[Sentence, ...]) -> None:
        """Keep the reasons in the order in which they were found."""
        self.reasons = reasons
        super().__init__(" ".join(str(reason) for reason in reasons))

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the reasons."""
        return tuple(reason.code for reason in self.reasons)


def day(value: date) -> str:
    """A date as Vietnamese paper writes it."""
    return value.strftime("%d/%m/%Y")
