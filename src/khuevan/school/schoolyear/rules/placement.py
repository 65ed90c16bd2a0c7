"""How many learners a class may have, and how learners are shared out.

TT 15/2026/TT-BGDĐT (read): at most 35 in a class of primary school and 45 of lower and upper secondary; in a combined
class at most 15, of at most 2 levels (3 where it cannot be helped); at most 2 learners with disabilities. Preschool
groups: the size by age in the preschool charter (TT 52/2020 Điều 15), recalled, so they only warn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final[Mapping[str, int]] = {
    "primary": 35,
    "lower_secondary": 45,
    "upper_secondary": 45,
    "continuing": 45,
}
MOST_COMBINED: Final = 15
_NURSERY: Final[Mapping[str, int]] = {"13": 15, "14": 20, "15": 25, "16": 25, "17": 30, "18": 35}


def largest_size(level: str, grade: str, *, combined: bool = False) -> int | None:
    """The most learners of a class; None where no limit is known."""
    if level == "preschool":
        return _NURSERY.get(grade)
    return MOST_COMBINED if combined else MOST.get(level)


@dataclass(frozen=True)
class Child:
    """Somebody to be placed; children come in the order in which they are dealt out."""

    id: int
    sex: str


def shared_out(children: Sequence[Child], classes: Mapping[int, int]) -> dict[int, int]:
    """Child id -> class id: each goes to the class that is smallest so far, girls and boys apart so that both are spread.

    `classes`: class id -> how many are there already. Ties go to the class that comes first.
    """
    sizes = dict(classes)
    girls = dict.fromkeys(classes, 0)
    found: dict[int, int] = {}
    for child in sorted(children, key=lambda one: one.sex != "female"):
        is_girl = child.sex == "female"
        chosen = min(sizes, key=lambda group: (girls[group], sizes[group]) if is_girl else (sizes[group], 0))
        found[child.id] = chosen
        sizes[chosen] += 1
        girls[chosen] += is_girl
    return found
