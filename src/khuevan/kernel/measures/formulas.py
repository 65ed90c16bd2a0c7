"""What is computed of the rows. Parts add up over any units; everything else is made of parts, or of the rows themselves.

A measure says nothing of units, years or splits: those are asked when a value is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from khuevan.kernel.facts import Facts, Kind

from .conditions import Condition, Misdeclared, demand_fit, kind_of

_COUNTABLE = (Kind.WHOLE, Kind.LARGE, Kind.NUMBER)
FRACTIONS = 10_000
"""Numbers are added up as whole ten-thousandths: whatever the order of the rows, and whichever the engine, the sum is the
same to the last digit."""


@dataclass(frozen=True)
class Count:
    """How many rows."""

    facts: Facts
    where: Condition | None = None

    def __post_init__(self) -> None:
        demand_fit(self.where, self.facts)

    @cached_property
    def name(self) -> str:
        """The part's column in the base table: the same for the same part wherever it is asked."""
        return _name("n", self.facts, "", self.where)


@dataclass(frozen=True)
class Sum:
    """The sum of a column; unknown values add nothing."""

    facts: Facts
    column: str
    where: Condition | None = None

    def __post_init__(self) -> None:
        demand_fit(self.where, self.facts)
        _demand_number(self.facts, self.column)

    @cached_property
    def name(self) -> str:
        return _name("s", self.facts, self.column, self.where)


Part = Count | Sum


@dataclass(frozen=True)
class Ratio:
    """One part over another, both added up first; nothing where the lower is 0. `scale` 100 makes it a percentage."""

    upper: Part
    lower: Part
    scale: int = 1


def share(facts: Facts, of: Condition, among: Condition | None = None) -> Ratio:
    """The percentage of the rows (`among` them) of which it is so."""
    from .conditions import both

    return Ratio(Count(facts, of if among is None else both(among, of)), Count(facts, among), 100)


@dataclass(frozen=True)
class Median:
    """Exact, from the rows themselves: of an even number of rows the mean of the middle two."""

    facts: Facts
    column: str
    where: Condition | None = None

    def __post_init__(self) -> None:
        demand_fit(self.where, self.facts)
        _demand_number(self.facts, self.column)

    @cached_property
    def name(self) -> str:
        return _name("m", self.facts, self.column, self.where)


@dataclass(frozen=True)
class Distinct:
    """How many different known values of a column, exact: what stands in two units counts once above them."""

    facts: Facts
    column: str
    where: Condition | None = None

    def __post_init__(self) -> None:
        demand_fit(self.where, self.facts)
        kind_of(self.facts, self.column)

    @cached_property
    def name(self) -> str:
        return _name("d", self.facts, self.column, self.where)


Measure = Count | Sum | Ratio | Median | Distinct


def parts_of(measure: Measure) -> tuple[Part, ...]:
    """The parts that add up; none of what is computed from the rows."""
    match measure:
        case Count() | Sum():
            return (measure,)
        case Ratio(upper, lower):
            return (upper, lower)
        case _:
            return ()


def facts_of(measure: Measure) -> tuple[Facts, ...]:
    """The facts that it reads, each once."""
    found = [part.facts for part in parts_of(measure)] or [measure.facts]  # type: ignore[union-attr]
    return tuple(dict.fromkeys(found))


def worth(part: Part, added: int | None) -> float:
    """What a part that an engine added up says; nothing added is 0."""
    in_fractions = isinstance(part, Sum) and kind_of(part.facts, part.column) is Kind.NUMBER
    return (added or 0) / (FRACTIONS if in_fractions else 1)


def worth_of_rows(measure: Median | Distinct, found: float | None) -> float | None:
    """What a measure of rows says. Divided here: an engine that multiplies by a ten-thousandth instead gives another last
    digit."""
    in_fractions = isinstance(measure, Median) and kind_of(measure.facts, measure.column) is Kind.NUMBER
    return found / FRACTIONS if found is not None and in_fractions else found


def _name(kind: str, facts: Facts, column: str, where: Condition | None) -> str:
    said = f"{facts.code} {column} {where!r}"
    return f"{kind}_{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _demand_number(facts: Facts, column: str) -> None:
    if kind_of(facts, column) not in _COUNTABLE:
        raise Misdeclared(f"{facts.code}.{column} is no number")
