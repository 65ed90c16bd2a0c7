"""Thresholds: whether a value is enough, and what a sentence of a plan asks for."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from ..choices import Direction

_PERCENT: Final = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?)\s*%")
_AT_MOST: Final = re.compile(r"tối đa|nhiều nhất|không quá|dưới", re.IGNORECASE)


def satisfies(direction: Direction, threshold: float, value: float) -> bool:
    """A value on the threshold is enough, in either direction: "50 %" is reached at 50 %."""
    return value >= threshold if direction is Direction.AT_LEAST else value <= threshold


def read_threshold(sentence: str) -> tuple[Direction, Decimal] | None:
    """The first percentage that a sentence names, and whether it is a floor or a ceiling; None: it names none.

    "trên 50%" is read as a floor of 50: the documents do not tell the two apart (the target table of the report
    outline of the national programme prints ">50%" and "50%" in one column).
    """
    found = _PERCENT.search(sentence)
    if found is None:
        return None
    number = Decimal(found.group(1).replace(",", "."))
    if number > 100:
        return None
    before = sentence[max(0, found.start() - 25) : found.start()]
    return (Direction.AT_MOST if _AT_MOST.search(before) else Direction.AT_LEAST), number
