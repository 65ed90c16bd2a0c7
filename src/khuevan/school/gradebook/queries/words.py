"""Marks as pages and files show them."""

from __future__ import annotations

from decimal import Decimal

from ..choices import SHORT_WORDS
from ..models import Mark


def number_words(value: Decimal | None) -> str:
    """8.5 -> "8,5"; 8.0 -> "8"; nothing -> ""."""
    if value is None:
        return ""
    return f"{value.normalize():f}".replace(".", ",")


def average_words(value: Decimal | None) -> str:
    """Averages always with their digit: 8 -> "8,0"."""
    return "" if value is None else f"{value:.1f}".replace(".", ",")


def shown(row: Mark) -> str:
    """What stands in a cell, as it would be typed."""
    if row.number is not None:
        return number_words(row.number)
    return SHORT_WORDS.get(row.word, row.word) or row.text


def word_words(word: str) -> str:
    """D -> "Đ", CD -> "CĐ"."""
    return SHORT_WORDS.get(word, word)
