"""News of the shell, for the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class LanguageChosen(Event):
    """Somebody signed in has turned the pages to another language."""

    account_id: int
    language: str
