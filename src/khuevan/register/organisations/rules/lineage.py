"""Showing a series on the boundaries of then or of now.

Values are recorded against the unit that existed when they were recorded. Two questions are asked of them
later: how did *today's* province do over five years, and how would the *old* provinces have done after they
were merged. Both have exact answers when the values are kept at units that outlive the change (schools,
communes): those are placed under the parent that they had, or have, on the chosen day (``roll_up``). Values
that exist only for the changed units themselves follow the successions (``regroup``):

* forward over a merger, a value goes whole to the one successor;
* backward over a split, a value goes whole to the one predecessor;
* forward over a split, or backward over a merger, a value is divided only by shares that someone has stated.
  Without stated shares it is *reported* as not apportioned. Nothing is ever invented, and for every day

      sum of the input = sum of the cells + sum of what is reported.

Amounts are exact (``fractions.Fraction``), so sums agree to the last digit; rounding is for the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .periods import covers
from .sentences import Sentence, _


@dataclass(frozen=True)
class Life:
    """When a unit existed, half-open."""

    opened_on: date
    closed_on: date | None = None


@dataclass(frozen=True)
class Link:
    """A successor took over from a predecessor.

    ``share`` is the part of the predecessor that went to the successor (forward over a split);
    ``share_back`` is the part of the successor that came from the predecessor (backward over a merger).
    Both lie in (0, 1] and are None when nobody has stated them.
    """

    predecessor: int
    successor: int
    effective_on: date
    share: Fraction | None = None
    share_back: Fraction | None = None


@dataclass(frozen=True)
class Placing:
    """A unit stood under a parent, half-open."""

    unit: int
    parent: int
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True)
class Value:
    """What was recorded for a unit on (or for the period that ends on) a day."""

    unit: int
    on: date
    amount: Fraction


@dataclass(frozen=True)
class Cell:
    """A value on the chosen boundaries; ``estimated`` when a stated share was used."""

    unit: int
    on: date
    amount: Fraction
    estimated: bool = False


@dataclass(frozen=True)
class Unapportioned:
    """A value that has no place on the chosen boundaries, and why."""

    unit: int
    on: date
    amount: Fraction
    reason: Sentence


@dataclass(frozen=True)
class Regrouped:
    """Cells sorted by unit and day, and everything that could not be placed."""

    cells: tuple[Cell, ...]
    unapportioned: tuple[Unapportioned, ...]

    def total(self, on: date) -> Fraction:
        """Everything of one day, placed or not: equals the sum of the input of that day."""
        placed = sum((cell.amount for cell in self.cells if cell.on == on), Fraction(0))
        return placed + sum((left.amount for left in self.unapportioned if left.on == on), Fraction(0))


_UNKNOWN = Sentence("unit_unknown", _("Không có thông tin về đơn vị này."))
_NO_HEIR = Sentence("no_heir", _("Đơn vị không tồn tại vào ngày lấy ranh giới và không có đơn vị kế thừa."))
_NO_SHARE = Sentence("no_share", _("Đơn vị được chia cho nhiều đơn vị nhưng chưa có tỷ lệ phân chia."))
_BAD_SHARE = Sentence("bad_share", _("Các tỷ lệ phân chia không có tổng bằng 1."))
_NO_PARENT = Sentence("no_parent", _("Đơn vị không trực thuộc đơn vị nào vào ngày lấy ranh giới."))

Division = tuple[tuple[int, Fraction, bool], ...]


class Lineage:
    """Where each unit stands on the boundaries of one day. Build once, ask for many units."""

    def __init__(self, lives: Mapping[int, Life], links: Iterable[Link], boundaries_on: date) -> None:
        """Index the links both ways."""
        self._lives = lives
        self._on = boundaries_on
        self._forward: dict[int, list[Link]] = defaultdict(list)
        self._backward: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            self._forward[link.predecessor].append(link)
            self._backward[link.successor].append(link)
        self._known: dict[int, Division | Sentence] = {}

    def division(self, unit: int) -> Division | Sentence:
        """(unit on the chosen boundaries, part, estimated) for the whole unit, or why there is none."""
        if unit not in self._known:
            self._known[unit] = self._divide(unit, frozenset())
        return self._known[unit]

    def _divide(self, unit: int, seen: frozenset[int]) -> Division | Sentence:
        life = self._lives.get(unit)
        if life is None:
            return _UNKNOWN
        if covers(life.opened_on, life.closed_on, self._on):
            return ((unit, Fraction(1), False),)
        if unit in seen:
            return _NO_HEIR
        seen |= {unit}
        if self._on < life.opened_on:
            links = [link for link in self._backward[unit] if link.effective_on <= life.opened_on]
            steps = [(link.predecessor, link.share_back) for link in links]
        else:
            links = [link for link in self._forward[unit] if self._closes(link, life)]
            steps = [(link.successor, link.share) for link in links]
        return self._follow(steps, seen)

    @staticmethod
    def _closes(link: Link, life: Life) -> bool:
        """Whether the succession is the one that ended the unit (not a part split off while it lived on)."""
        return life.closed_on is not None and link.effective_on >= life.closed_on

    def _follow(self, steps: list[tuple[int, Fraction | None]], seen: frozenset[int]) -> Division | Sentence:
        if not steps:
            return _NO_HEIR
        if len(steps) == 1 and steps[0][1] is None:
            return self._divide(steps[0][0], seen)
        if any(share is None for _unit, share in steps):
            return _NO_SHARE
        if sum((share for _unit, share in steps if share is not None), Fraction(0)) != 1:
            return _BAD_SHARE
        estimated = len(steps) > 1
        parts: dict[int, tuple[Fraction, bool]] = {}
        for unit, share in steps:
            below = self._divide(unit, seen)
            if isinstance(below, Sentence):
                return below
            for target, part, guessed in below:
                amount, was = parts.get(target, (Fraction(0), False))
                parts[target] = (amount + part * (share or Fraction(0)), was or guessed or estimated)
        return tuple((target, part, guessed) for target, (part, guessed) in sorted(parts.items()))


def regroup(
    values: Iterable[Value], *, lives: Mapping[int, Life], links: Iterable[Link], boundaries_on: date
) -> Regrouped:
    """Put values recorded for changing units onto the units that existed on ``boundaries_on``."""
    lineage = Lineage(lives, links, boundaries_on)
    return _collect((value, lineage.division(value.unit)) for value in values)


def roll_up(
    values: Iterable[Value],
    *,
    placings: Iterable[Placing],
    lives: Mapping[int, Life],
    links: Iterable[Link],
    boundaries_on: date,
) -> Regrouped:
    """Sum values recorded at the finest units under the parents of ``boundaries_on``.

    A finest unit that did not exist on that day is first followed to its heirs (or forebears). When it has
    none, its own last (or first) parent is taken and that one is followed instead: a school closed in 2023
    counts for whatever its commune became.
    """
    lineage = Lineage(lives, links, boundaries_on)
    by_unit: dict[int, list[Placing]] = defaultdict(list)
    for placing in placings:
        by_unit[placing.unit].append(placing)
    for rows in by_unit.values():
        rows.sort(key=lambda row: row.valid_from)

    def parent(unit: int) -> int | None:
        return next(
            (row.parent for row in by_unit[unit] if covers(row.valid_from, row.valid_until, boundaries_on)),
            None,
        )

    def nearest(unit: int) -> int | None:
        rows = by_unit.get(unit)
        if not rows:
            return None
        return rows[0].parent if boundaries_on < rows[0].valid_from else rows[-1].parent

    def place(unit: int) -> Division | Sentence:
        own = lineage.division(unit)
        if isinstance(own, Sentence):
            above = nearest(unit)
            return own if above is None else lineage.division(above)
        parts: dict[int, tuple[Fraction, bool]] = {}
        for target, part, guessed in own:
            above = parent(target)
            if above is None:
                return _NO_PARENT
            amount, was = parts.get(above, (Fraction(0), False))
            parts[above] = (amount + part, was or guessed)
        return tuple((target, part, guessed) for target, (part, guessed) in parts.items())

    known: dict[int, Division | Sentence] = {}

    def placed(value: Value) -> Division | Sentence:
        if value.unit not in known:
            known[value.unit] = place(value.unit)
        return known[value.unit]

    return _collect((value, placed(value)) for value in values)


def _collect(placed: Iterable[tuple[Value, Division | Sentence]]) -> Regrouped:
    cells: dict[tuple[int, date], tuple[Fraction, bool]] = {}
    left: list[Unapportioned] = []
    for value, division in placed:
        if isinstance(division, Sentence):
            left.append(Unapportioned(value.unit, value.on, value.amount, division))
            continue
        for unit, part, estimated in division:
            amount, was = cells.get((unit, value.on), (Fraction(0), False))
            cells[unit, value.on] = (amount + value.amount * part, was or estimated)
    return Regrouped(
        cells=tuple(Cell(unit, on, amount, was) for (unit, on), (amount, was) in sorted(cells.items())),
        unapportioned=tuple(left),
    )
