"""From a figure to points. How a figure becomes points is the platform's own: QĐ 4725 names the maxima, and the bands
within them were not read. So it is said in words beside every proposal, and a school may always decide otherwise with a
reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HALF = Decimal("0.5")


@dataclass(frozen=True)
class Rising:
    """In proportion, whole from `whole_at` on."""

    whole_at: Fraction = Fraction(100)

    def share(self, value: float) -> Fraction:
        return min(max(Fraction(value).limit_denominator(10_000) / self.whole_at, Fraction(0)), Fraction(1))


@dataclass(frozen=True)
class Falling:
    """Whole up to `whole_at`, nothing from `nothing_at` on, in proportion between."""

    whole_at: Fraction
    nothing_at: Fraction

    def share(self, value: float) -> Fraction:
        left = (self.nothing_at - Fraction(value).limit_denominator(10_000)) / (
            self.nothing_at - self.whole_at
        )
        return min(max(left, Fraction(0)), Fraction(1))


Scale = Rising | Falling


def proposed_points(maximum: Decimal, parts: Iterable[tuple[Fraction, Fraction]]) -> Decimal:
    """parts: (weight, share) of each probe of the criterion. To half a point, halves of it upwards, not above the
    maximum."""
    whole = sum((weight * share for weight, share in parts), Fraction(0)) * Fraction(maximum)
    halves = Decimal(whole.numerator) / Decimal(whole.denominator) / HALF
    return min(halves.quantize(Decimal(1), ROUND_HALF_UP) * HALF, maximum)
