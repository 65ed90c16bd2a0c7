"""From points to a level: QĐ 4725/QĐ-BGDĐT of 30/12/2022.

Read: each group has at most 100 points and is level 1 below 50, level 2 from 50 to 75, level 3 above 75 (50 and 75 are
level 2). Not read, so switches of the edition: what holds where the groups fall into different levels, and what a missing
mandatory condition does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..choices import Kind, Level

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Bands:
    """basic_from and good_above: points of a group. The switches: see `models.Edition`."""

    basic_from: Decimal = Decimal(50)
    good_above: Decimal = Decimal(75)
    lowest_group: bool = True
    mandatory_holds: bool = True


@dataclass(frozen=True)
class Line:
    """A line of an index. maximum: None of a mandatory condition. cut_basic, cut_good: the criterion's own levels."""

    code: str
    kind: Kind
    name: str
    maximum: Decimal | None = None
    cut_basic: Decimal | None = None
    cut_good: Decimal | None = None

    @property
    def group(self) -> str:
        return self.code.partition(".")[0]

    @property
    def parent(self) -> str:
        return self.code.rpartition(".")[0]


@dataclass(frozen=True)
class Verdict:
    """groups: the level of each. held_by: mandatory conditions that keep the whole at level 1."""

    level: Level
    groups: Mapping[str, Level]
    held_by: tuple[str, ...] = ()


def plain(points: Decimal) -> str:
    """The same number, the same text: 80, 72.5."""
    return f"{points.normalize():f}"


def group_level(total: Decimal, bands: Bands) -> Level:
    if total < bands.basic_from:
        return Level.NOT_MET
    return Level.GOOD if total > bands.good_above else Level.BASIC


def level_of(totals: Mapping[str, Decimal], bands: Bands, *, missing: Collection[str] = ()) -> Verdict:
    """totals: points by group. missing: mandatory conditions that are not met."""
    groups = {code: group_level(total, bands) for code, total in totals.items()}
    if not totals:
        return Verdict(Level.NOT_MET, {})
    if bands.lowest_group:
        level = Level(min(one.value for one in groups.values()))
    else:
        level = group_level(sum(totals.values(), NOTHING) / len(totals), bands)
    if bands.mandatory_holds and missing and level is not Level.NOT_MET:
        return Verdict(Level.NOT_MET, groups, tuple(sorted(missing)))
    return Verdict(level, groups)


def criterion_level(line: Line, points: Decimal) -> Level | None:
    """By the cut-offs of the criterion itself; None where it has none."""
    if line.cut_basic is None or line.cut_good is None:
        return None
    return group_level(points, Bands(line.cut_basic, line.cut_good))


def leaves(lines: Iterable[Line]) -> list[Line]:
    """The lines that carry points or a condition: components, and criteria that have none."""
    every = list(lines)
    parents = {line.parent for line in every if line.kind is Kind.COMPONENT}
    return [
        line
        for line in every
        if line.kind in (Kind.COMPONENT, Kind.MANDATORY)
        or (line.kind is Kind.CRITERION and line.code not in parents)
    ]


def totals(lines: Iterable[Line], points: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Points of every group, criterion and component: nothing counts for more than its maximum, where that is known."""
    every = list(lines)
    found = {
        line.code: min(max(points.get(line.code, NOTHING), NOTHING), line.maximum or NOTHING)
        for line in leaves(every)
        if line.kind is not Kind.MANDATORY
    }
    for kind in (Kind.CRITERION, Kind.GROUP):
        for line in every:
            if line.kind is kind and line.code not in found:
                below = sum(
                    (found[one.code] for one in every if one.parent == line.code and one.code in found),
                    NOTHING,
                )
                found[line.code] = below if line.maximum is None else min(below, line.maximum)
    return found


@dataclass(frozen=True)
class Gap:
    """What is below a line adds up to something else than its maximum."""

    code: str
    maximum: Decimal
    below: Decimal


def gaps(lines: Iterable[Line]) -> list[Gap]:
    """Where an index does not add up: to be compared with the signed annex."""
    every = list(lines)
    found = []
    for line in every:
        below = [one.maximum for one in every if one.parent == line.code and one.maximum is not None]
        total = sum(below, NOTHING)
        if below and line.maximum is not None and total != line.maximum:
            found.append(Gap(line.code, line.maximum, total))
    return found
