"""A reach: the set of unit ids whose rows somebody may touch.

Kept as sorted half-open ranges, because the units below one node mostly carry neighbouring ids:
a province of 1,700 units is a handful of ranges, and PostgreSQL reads the very same text as an
`int4multirange`, which row-level security tests with one binary search per row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Reach:
    """`ranges`: sorted, disjoint, not touching, half-open [first, past_last)."""

    ranges: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, ids: Iterable[int]) -> Reach:
        ranges: list[tuple[int, int]] = []
        for number in sorted(set(ids)):
            if ranges and ranges[-1][1] == number:
                ranges[-1] = (ranges[-1][0], number + 1)
            else:
                ranges.append((number, number + 1))
        return cls(tuple(ranges))

    @classmethod
    def everything(cls) -> Reach:
        return _EVERYTHING

    @classmethod
    def nothing(cls) -> Reach:
        return _NOTHING

    @property
    def is_everything(self) -> bool:
        return self.ranges == _EVERYTHING.ranges

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __len__(self) -> int:
        return sum(past - first for first, past in self.ranges)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        place = bisect_right(self._firsts, number) - 1
        return place >= 0 and number < self.ranges[place][1]

    def __or__(self, other: Reach) -> Reach:
        if not other.ranges or self.is_everything:
            return self
        if not self.ranges or other.is_everything:
            return other
        merged: list[tuple[int, int]] = []
        for first, past in sorted((*self.ranges, *other.ranges)):
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(past, merged[-1][1]))
            else:
                merged.append((first, past))
        return Reach(tuple(merged))

    def __and__(self, other: Reach) -> Reach:
        if self.is_everything:
            return other
        if other.is_everything:
            return self
        common: list[tuple[int, int]] = []
        for first, past in self.ranges:
            for other_first, other_past in other.ranges:
                low, high = max(first, other_first), min(past, other_past)
                if low < high:
                    common.append((low, high))
        return Reach(tuple(sorted(common)))

    def covers(self, other: Reach) -> bool:
        """Whether every unit of `other` is in this reach."""
        return (self & other).ranges == other.ranges

    def ids(self) -> list[int]:
        """The ids, ascending. Raises ValueError for the reach of everything, which has no list."""
        if self.is_everything:
            raise ValueError("the reach of everything cannot be listed")
        return [number for first, past in self.ranges for number in range(first, past)]

    def sql(self) -> str:
        """The text that PostgreSQL reads as an int4multirange."""
        return self._sql

    @cached_property
    def _firsts(self) -> list[int]:
        return [first for first, _ in self.ranges]

    @cached_property
    def _sql(self) -> str:
        if self.is_everything:
            return "{(,)}"
        return "{" + ",".join(f"[{first},{past})" for first, past in self.ranges) + "}"


_EVERYTHING = Reach(((-(2**31), _LARGEST),))
_NOTHING = Reach()
