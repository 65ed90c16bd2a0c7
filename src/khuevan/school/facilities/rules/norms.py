"""Norms: a measured figure against a number that some text states. The numbers are data, with their source and trust."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from khuevan.register.organisations.choices import EducationLevel
from khuevan.school.curriculum.choices import Trust

from ..choices import NormKind

AT_MOST = frozenset(
    {
        NormKind.LEARNERS_PER_COMPUTER,
        NormKind.LEARNERS_PER_TAP,
        NormKind.BOYS_PER_FIXTURE,
        NormKind.GIRLS_PER_FIXTURE,
    }
)
"""Kinds whose norm is an upper bound; the others are lower bounds."""


@dataclass(frozen=True)
class Norm:
    """A norm as it stands in the table of norms."""

    kind: NormKind
    level: EducationLevel
    value: Fraction
    instrument: str
    valid_from: date
    valid_until: date | None = None
    hard_area: bool = False
    trust: Trust = Trust.UNVERIFIED


def in_force(norms: Iterable[Norm], level: EducationLevel, on: date, *, hard_area: bool) -> list[Norm]:
    """The norms that hold for a school of the level on the day, one of each kind and instrument.

    In an especially difficult area the row for such areas takes the place of the general one of the same kind and
    instrument (TT 13/2020/TT-BGDĐT lowers the land norm there).
    """
    found: dict[tuple[NormKind, str], Norm] = {}
    for norm in sorted(norms, key=lambda one: (one.hard_area, one.valid_from)):
        if norm.level != level or (norm.hard_area and not hard_area):
            continue
        if norm.valid_from <= on and (norm.valid_until is None or on < norm.valid_until):
            found[norm.kind, norm.instrument] = norm
    return list(found.values())


def is_met(norm: Norm, actual: Fraction | None) -> bool | None:
    """Whether the figure keeps to the norm; None where the figure is not known."""
    if actual is None:
        return None
    return actual <= norm.value if norm.kind in AT_MOST else actual >= norm.value
