"""Which frozen states the public sees one after another, and what earlier ones bind of a later one.
docs/rulebook/suppression.md explains it with examples."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

DAYS = 90
"""Used before anybody decided otherwise: a figure changes for the public four times a year at most."""
REMEMBERED = 4
"""So many releases before the present one bind it."""
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Candidate:
    """A frozen state. day: when it was frozen, the first on which the public may see it."""

    number: int
    as_of: date
    day: date


def releases(
    candidates: Iterable[Candidate],
    days_on: Callable[[date], int],
    is_whole: Callable[[Candidate], bool] = lambda _one: True,
) -> list[Candidate]:
    """Those that the public came to see, the earliest first: each of a later day of the figures than the one before, and
    at least so many days after it. What is frozen in between, corrections too, waits for the next. is_whole: asked only
    of those whose turn it is, as it looks through files."""
    seen: list[Candidate] = []
    for one in candidates:
        if seen:
            last = seen[-1]
            if one.as_of <= last.as_of or (one.day - last.day).days < days_on(one.day):
                continue
        if is_whole(one):
            seen.append(one)
    return seen


def bound(
    before: Mapping[Key, Sequence[float]], now: Mapping[Key, Sequence[float]], least: int
) -> frozenset[Key]:
    """Of what was withheld before, with its numbers then: what stays withheld, as one of its numbers moved by less than
    what is no small number. Shown, it would tell within that margin what was withheld."""
    return frozenset(
        key
        for key, numbers in before.items()
        if key in now and any(abs(a - b) < least for a, b in zip(numbers, now[key], strict=True))
    )
