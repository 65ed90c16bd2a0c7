"""Who goes into the year's plan: by turn, by risk, by lot. Anybody who has the list and the seed draws the same again.

At least a share of the units is inspected each year (one department's guidance says 30 %; the share is configuration).
Nobody is inspected twice before the others once; of those whose turn it is the worst risk goes first, the rest is drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..choices import Way


@dataclass(frozen=True)
class Entrant:
    """A unit that may be drawn. visits: inspections that it has had; risk: 0 to 100."""

    code: str
    visits: int
    risk: Decimal


@dataclass(frozen=True)
class Drawn:
    code: str
    way: Way


def needed(units: int, percent: int) -> int:
    """Whole units that make at least the share."""
    return -(-units * percent // 100)


def inspections_of(years: Mapping[str, Sequence[int]]) -> int:
    """How often a unit was inspected. years: school year -> inspections of the unit itself and of each that it took over
    wholly; of one year the most of any of them, as two parts inspected once each are one school inspected once."""
    return sum(max(found, default=0) for found in years.values())


def lot(seed: str, code: str) -> str:
    """SHA-256 of «seed:code» in UTF-8, hexadecimal: the lots stand in the order of these."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def drawn(entrants: Iterable[Entrant], *, percent: int, risk_percent: int, seed: str) -> list[Drawn]:
    """In the order of the plan. Units with fewer inspections go first, all of them while there is room; where there are
    more than room, the share of risk (rounded up) goes to the worst, and the smallest lots take the rest. Equal risks
    stand in the order of their lots."""
    every = list(entrants)
    room = needed(len(every), percent)
    found: list[Drawn] = []
    for visits in sorted({one.visits for one in every}):
        tier = [one for one in every if one.visits == visits]
        left = room - len(found)
        if left <= 0:
            break
        if len(tier) <= left:
            found += [Drawn(one.code, Way.TURN) for one in by_lot(tier, seed)]
        else:
            worst = by_risk(tier, seed)[: needed(left, risk_percent)]
            codes = {one.code for one in worst}
            rest = [one for one in by_lot(tier, seed) if one.code not in codes]
            found += [Drawn(one.code, Way.RISK) for one in worst]
            found += [Drawn(one.code, Way.LOT) for one in rest[: left - len(worst)]]
    return found


def next_drawn(entrants: Iterable[Entrant], *, seed: str, taken: Collection[str]) -> str | None:
    """Who replaces one that went out: of those not taken with the fewest inspections the smallest lot."""
    free = [one for one in entrants if one.code not in taken]
    if not free:
        return None
    fewest = min(one.visits for one in free)
    return by_lot([one for one in free if one.visits == fewest], seed)[0].code


def by_lot(entrants: Iterable[Entrant], seed: str) -> list[Entrant]:
    return sorted(entrants, key=lambda one: lot(seed, one.code))


def by_risk(entrants: Iterable[Entrant], seed: str) -> list[Entrant]:
    return sorted(entrants, key=lambda one: (-one.risk, lot(seed, one.code)))


def differences(kept: Sequence[Drawn], again: Sequence[Drawn]) -> list[str]:
    """Codes on which two draws differ: in one only, or another way."""
    one, other = ({row.code: row.way for row in rows} for rows in (kept, again))
    return sorted(code for code in {*one, *other} if one.get(code) != other.get(code))
