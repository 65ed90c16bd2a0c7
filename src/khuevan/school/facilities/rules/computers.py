"""Learners per computer in Informatics, by level.

Two figures that are often mixed up:

- the *ratio*: all learners who have Informatics, over the computers for it (what an inventory of a province states);
- the *sharing*: how many sit at one computer in a lesson, that is the largest class over the computers of the room. The
  limits that guidance derives from QĐ 4725/QĐ-BGDĐT, criterion 1.7 (2-3 in primary, 2 in lower-secondary), speak of this.

Only computers that work count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from khuevan.register.organisations.choices import EducationLevel as L

from .shares import share

GRADES: dict[L, tuple[str, ...]] = {
    L.PRIMARY: ("03", "04", "05"),
    L.LOWER_SECONDARY: ("06", "07", "08", "09"),
    L.UPPER_SECONDARY: ("10", "11", "12"),
}
"""Grades that learn Informatics under TT 32/2018/TT-BGDĐT: compulsory from 3 to 9; from 10 to 12 it is chosen, so the
figure of upper-secondary is an upper bound while nobody says who chose it."""


@dataclass(frozen=True)
class Informatics:
    """One level of one school. `computers` work; `largest_room` of them stand in one room; classes in learners."""

    learners: int
    computers: int
    largest_class: int
    largest_room: int

    @property
    def ratio(self) -> Fraction | None:
        """Learners per computer; None where there is no computer."""
        return share(self.learners, self.computers)

    @property
    def sharing(self) -> int | None:
        """Learners at the most used computer in a lesson of the largest class; None without computers or class."""
        if not self.largest_room or not self.largest_class:
            return None
        return -(-self.largest_class // self.largest_room)


def is_enough(informatics: Informatics, most: Fraction) -> bool | None:
    """Whether at most `most` learners share a computer. None where the level has no class with Informatics."""
    if not informatics.learners:
        return None
    sharing = informatics.sharing
    return sharing is not None and sharing <= most


def computers_lacking(informatics: Informatics, most: Fraction) -> int:
    """How many more working computers one room needs so that at most `most` share one."""
    needed = Fraction(informatics.largest_class) / most
    return max(0, -(-needed.numerator // needed.denominator) - informatics.largest_room)


def learners_of(level: L, by_grade: Mapping[str, int]) -> int:
    """Learners of the grades of the level that learn Informatics."""
    return sum(by_grade.get(grade, 0) for grade in GRADES.get(level, ()))


def largest_of(level: L, by_grade: Mapping[str, int]) -> int:
    """The largest class among those grades, from the largest class of each grade."""
    return max((by_grade.get(grade, 0) for grade in GRADES.get(level, ())), default=0)
