"""Two assessors, each alone, then one result: QĐ 4725 asks for an external assessment; how two make one is ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Found:
    """What an assessor gives a line. Points of what is scored, met of a mandatory condition; None: not yet."""

    points: Decimal | None = None
    met: bool | None = None

    @property
    def is_given(self) -> bool:
        return self.points is not None or self.met is not None


@dataclass(frozen=True)
class Agreement:
    """agreed: lines on which both say the same; open: those that somebody has to settle."""

    agreed: Mapping[str, Found]
    open: tuple[str, ...]


def agreement(codes: Iterable[str], first: Mapping[str, Found], second: Mapping[str, Found]) -> Agreement:
    """Of the lines that were looked at."""
    agreed, open_ = {}, []
    for code in codes:
        one, other = first.get(code, Found()), second.get(code, Found())
        if one.is_given and one == other:
            agreed[code] = one
        else:
            open_.append(code)
    return Agreement(agreed, tuple(open_))


@dataclass(frozen=True)
class Difference:
    """Of a criterion over many units: mean of (recognised - own), how many were lowered, raised, kept."""

    code: str
    units: int
    mean: Decimal
    lowered: int
    raised: int

    @property
    def kept(self) -> int:
        return self.units - self.lowered - self.raised


def differences(rows: Iterable[tuple[str, Decimal, Decimal]]) -> list[Difference]:
    """rows: (code, own points, recognised points). By code, in the order in which codes come first."""
    moves: dict[str, list[Decimal]] = {}
    for code, own, final in rows:
        moves.setdefault(code, []).append(final - own)
    return [
        Difference(
            code, len(found), (sum(found, Decimal(0)) / len(found)).quantize(Decimal("0.01")),
            sum(one < 0 for one in found), sum(one > 0 for one in found),
        )
        for code, found in moves.items()
    ]  # fmt: skip
