"""A share and a ratio, each None where there is nothing to divide by: no classrooms is not 0 % of them."""

from __future__ import annotations

from fractions import Fraction


def share(part: int | Fraction, whole: int | Fraction) -> Fraction | None:
    """`part` of `whole`, exactly; None of nothing."""
    return Fraction(part) / Fraction(whole) if whole else None


def ceiling(value: Fraction) -> int:
    """The next whole number: half a set cannot be bought."""
    return -(-value.numerator // value.denominator)
