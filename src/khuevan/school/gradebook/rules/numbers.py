"""Decimal marks: how they are typed, and rounding to one digit, halves up.

TT 22/2021/TT-BGDĐT Điều 5, 9: a mark is 0 to 10, a whole number or one digit after rounding. That a half
goes up is the usual
reading, not the text. Binary floats are never used: 7.85 has no exact one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Final

TENTH: Final = Decimal("0.1")
HALVES: Final = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}
"""How the half of a tenth is rounded: up is the usual reading; a department may decide otherwise."""
LEAST, MOST = Decimal(0), Decimal(10)
_TYPED: Final = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,6})?|[.,][0-9]{1,6}")


class NotAMark(ValueError):  # noqa: N818 - the name is the sentence that went wrong
    """`code`: `text` no number, `range` outside of 0 to 10, `digits` more than one digit, `whole` not a whole number,
    `zero` where marks begin at 1."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def rounded(value: Decimal, halves: str = "half_up") -> Decimal:
    """To one digit: with halves up 7.85 is 7.9."""
    return value.quantize(TENTH, HALVES[halves])


def weighted(parts: Iterable[tuple[Decimal, int]], halves: str = "half_up") -> Decimal | None:
    """The mean of (value, weight), rounded; None of nothing."""
    total, weights = Decimal(0), 0
    for value, weight in parts:
        total, weights = total + value * weight, weights + weight
    return rounded(total / weights, halves) if weights else None


def mark_of(text: str, *, whole: bool = False, least: Decimal = LEAST) -> Decimal:
    """What was typed, with comma or point: "8,5" is 8.5. Nothing is rounded on the way in. Raises NotAMark."""
    typed = text.strip()
    if not _TYPED.fullmatch(typed):
        raise NotAMark("text")
    value = Decimal(typed.replace(",", "."))
    if value > MOST or value < LEAST:
        raise NotAMark("range")
    if whole and value != value.to_integral_value():
        raise NotAMark("whole")
    if value < least:
        raise NotAMark("zero")
    if value != value.quantize(TENTH):
        raise NotAMark("digits")
    return value.quantize(TENTH)
