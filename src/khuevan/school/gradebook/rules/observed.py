"""Preschool: no marks, no tests. A child is observed daily and at the end of a stage, in five domains (TT
17/2009/TT-BGDĐT, as
amended; recalled, not read), five-year-olds also against the development standards of TT 23/2010/TT-BGDĐT.

Kept: for each domain reached or not yet, and words. Nothing is computed from it, and nothing leads to a promotion.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Observed(StrEnum):
    """Of a domain at the end of a stage."""

    REACHED = "D"
    NOT_YET = "C"


DOMAINS: Final = ("physical", "cognition", "language", "social", "aesthetics")
DOMAINS_OF_NURSERY: Final = DOMAINS[:4]
"""Under three years feelings, skills and beauty are one domain."""
NURSERY: Final = frozenset({"13", "14", "15"})


def domains_of(
    grade: str, domains: tuple[str, ...] = DOMAINS, nursery: tuple[str, ...] = DOMAINS_OF_NURSERY
) -> tuple[str, ...]:
    """Those in which a child of an age group is observed."""
    return nursery if grade in NURSERY else domains


def to_support(levels: Mapping[str, str]) -> list[str]:
    """Domains to work on next: those not reached yet."""
    return [domain for domain, level in levels.items() if level == Observed.NOT_YET]
