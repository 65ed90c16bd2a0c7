"""How urgent an inspection is: declared factors, each with a weight and the value from which it counts wholly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..choices import Factor

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Weighing:
    factor: Factor
    weight: int
    full_at: int


@dataclass(frozen=True)
class Part:
    """value: None where nothing is known, which counts nothing. share: of the weight, 0 to 1; points: of the hundred."""

    factor: Factor
    value: Decimal | None
    full_at: int
    weight: int
    share: Decimal
    points: Decimal


def share_of(value: Decimal | None, full_at: int) -> Decimal:
    if value is None or value <= 0:
        return Decimal(0)
    return min(value / full_at, Decimal(1))


def parts(values: Mapping[Factor, Decimal | None], weighings: Sequence[Weighing]) -> list[Part]:
    """In the order of the weighings. Points are rounded to hundredths each, so that they add up to the risk."""
    total = sum(one.weight for one in weighings)
    found = []
    for one in weighings:
        value = values.get(one.factor)
        share = share_of(value, one.full_at)
        points = (100 * one.weight * share / total).quantize(CENT, ROUND_HALF_UP) if total else Decimal(0)
        found.append(
            Part(one.factor, value, one.full_at, one.weight, share.quantize(Decimal("0.0001")), points)
        )
    return found


def risk(found: Sequence[Part]) -> Decimal:
    """0 to 100."""
    return min(sum((one.points for one in found), Decimal(0)), Decimal(100)).quantize(CENT)
