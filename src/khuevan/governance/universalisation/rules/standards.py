"""Whether a territory meets the standards: NĐ 20/2014/NĐ-CP Điều 6 to 21. Thresholds come as data, with their dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ..choices import Measure, Standard

NEEDS: Final[dict[Standard, tuple[Standard, ...]]] = {
    Standard.PRIMARY_2: (Standard.PRIMARY_1,),
    Standard.PRIMARY_3: (Standard.PRIMARY_2,),
    Standard.SECONDARY_1: (Standard.PRIMARY_1, Standard.LITERACY_1),
    Standard.SECONDARY_2: (Standard.SECONDARY_1,),
    Standard.SECONDARY_3: (Standard.SECONDARY_2,),
}
"""Which standards another one presupposes (Điều 10, 11, 14, 15, 16)."""


@dataclass(frozen=True)
class Value:
    """A share as its parts: `upper` of `lower` persons or units."""

    upper: int
    lower: int


@dataclass(frozen=True)
class Condition:
    """One threshold: the share of `measure` in the age band is at least `least` percent."""

    standard: Standard
    measure: Measure
    least: Fraction
    age_from: int | None = None
    age_to: int | None = None

    @property
    def key(self) -> tuple[str, int | None, int | None]:
        """What is counted: the same for the same share wherever it is asked."""
        return self.measure.value, self.age_from, self.age_to


@dataclass(frozen=True)
class Requirement:
    """A condition with its value. is_met: None where there is nobody of whom it could be so."""

    condition: Condition
    value: Value
    is_met: bool | None


@dataclass(frozen=True)
class Verdict:
    """is_met: None where something is not known and nothing known stands against it. lacking: presupposed standards that
    are not met. has_no_threshold: no row of the configuration holds on the day."""

    standard: Standard
    requirements: tuple[Requirement, ...]
    lacking: tuple[Standard, ...]
    is_met: bool | None
    has_no_threshold: bool = False


def share_of(value: Value) -> Fraction | None:
    """Percent; nothing of nobody."""
    return Fraction(100 * value.upper, value.lower) if value.lower else None


def needed(value: Value, least: Fraction) -> int:
    """How many more it takes to reach the threshold among the same number; 0 where it is reached."""
    wanted = -(-(least * value.lower) // 100)
    return max(0, int(wanted) - value.upper)


def meets(value: Value, least: Fraction, *, by_nobody: bool = False) -> bool | None:
    """Compared exactly: 94.99 % does not meet 95 %. Of nobody: met where the article asks something of a rest that may
    be empty, otherwise unknown, so that a commune without a survey meets nothing."""
    share = share_of(value)
    if share is None:
        return True if by_nobody else None
    return share >= least


def assess(
    conditions: Sequence[Condition], values: Mapping[tuple[str, int | None, int | None], Value],
    *, met_by_nobody: frozenset[Measure] = frozenset(),
) -> dict[Standard, Verdict]:  # fmt: skip
    """Every standard in its order: its own conditions and the standards that it presupposes."""
    found: dict[Standard, Verdict] = {}
    for standard in _ordered():
        own = [one for one in conditions if one.standard == standard]
        requirements = tuple(
            Requirement(one, value, meets(value, one.least, by_nobody=one.measure in met_by_nobody))
            for one in own
            for value in [values.get(one.key, Value(0, 0))]
        )
        below = [found[one] for one in NEEDS.get(standard, ())]
        verdicts = [*(one.is_met for one in requirements), *(one.is_met for one in below)]
        met = False if False in verdicts else None if None in verdicts or not own else True
        found[standard] = Verdict(
            standard, requirements, tuple(one.standard for one in below if not one.is_met), met,
            has_no_threshold=not own,
        )  # fmt: skip
    return {standard: found[standard] for standard in Standard}


def territorial(
    conditions: Sequence[Condition], units: int, meeting: Mapping[Standard, int]
) -> dict[Standard, Verdict]:
    """Of a district or a province: the share of all its units directly below (recognised or not, surveyed or not) that
    meet each standard (Điều 6, 9-11, 14-16, 20-21). Nothing is presupposed: the units below have met it each."""
    found = {}
    for standard in Standard:
        own = [one for one in conditions if one.standard == standard]
        value = Value(meeting.get(standard, 0), units)
        requirements = tuple(Requirement(one, value, meets(value, one.least)) for one in own)
        verdicts = [one.is_met for one in requirements]
        met = False if False in verdicts else None if None in verdicts or not own else True
        found[standard] = Verdict(standard, requirements, (), met, has_no_threshold=not own)
    return found


def _ordered() -> list[Standard]:
    """Each after those it presupposes."""
    return sorted(Standard, key=lambda one: (bool(NEEDS.get(one)), list(Standard).index(one)))
