"""What a territory must have besides the shares of its people: rooms and teachers (TT 07/2016/TT-BGDĐT).

TT 29/2021/TT-BGDĐT took some of these conditions away; which ones could not be read. So they are shown and written into
the dossier with how surely they are known, and decide nothing by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..choices import Provided

PERCENT = frozenset({Provided.QUALIFIED, Provided.EQUIPPED})


@dataclass(frozen=True)
class Provision:
    """upper, lower: rooms or square metres or teachers, and classes or children or teachers. is_recorded: whether there
    are records to count at all."""

    kind: Provided
    upper: Fraction
    lower: int
    is_recorded: bool = True


def provided(one: Provision) -> Fraction | None:
    """Rooms a class, square metres a child, or percent; None of nothing, and of what nobody records."""
    if not one.lower or not one.is_recorded:
        return None
    return one.upper * (100 if one.kind in PERCENT else 1) / one.lower


def is_provided(one: Provision, least: Fraction) -> bool | None:
    """Compared exactly."""
    value = provided(one)
    return None if value is None else value >= least
