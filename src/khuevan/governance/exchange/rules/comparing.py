"""A part of a package against what stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SAME, DIFFERING, MISSING, EXTRA = "same", "differing", "missing", "extra"


@dataclass(frozen=True)
class Difference:
    """result: same, differing, missing (only in the package), extra (only here); columns that differ, sorted."""

    record_id: int
    result: str
    columns: tuple[str, ...] = ()


def compare(
    there: Iterable[tuple[int, Mapping[str, Any]]], here: Iterable[tuple[int, Mapping[str, Any]]]
) -> Iterator[Difference]:
    """Both in growing order of their ids, as packages are written. One row of each is held at a time."""
    left, right = iter(there), iter(here)
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[0] < other[0]):
            assert one is not None
            yield Difference(one[0], MISSING)
            one = next(left, None)
        elif one is None or other[0] < one[0]:
            yield Difference(other[0], EXTRA)
            other = next(right, None)
        else:
            columns = differing(one[1], other[1])
            yield Difference(one[0], DIFFERING if columns else SAME, columns)
            one, other = next(left, None), next(right, None)


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """Columns with another value; one that is absent counts as empty."""
    return tuple(sorted(name for name in {*one, *other} if one.get(name) != other.get(name)))
