"""Control sums: what is declared with the form, tried on its cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..layouts.declarations import Check

NEAR = 0.005
"""Areas are kept to two decimals; counts are exact."""


@dataclass(frozen=True)
class Checked:
    """left, right: both sides, added up. is_explained: a remark stands at one of the cells."""

    check: Check
    left: float
    right: float
    is_explained: bool

    @property
    def holds(self) -> bool:
        difference = self.left - self.right
        return difference <= NEAR if self.check.sign == "<=" else abs(difference) <= NEAR


def checked(
    checks: Sequence[Check], cells: Mapping[str, float], remarked: Collection[str] = ()
) -> list[Checked]:
    """Every control sum of the form with both sides, in its order."""
    return [
        Checked(
            one,
            sum(cells.get(key, 0) for key in one.left),
            sum(cells.get(key, 0) for key in one.right),
            not set(remarked).isdisjoint({*one.left, *one.right}),
        )
        for one in checks
    ]
