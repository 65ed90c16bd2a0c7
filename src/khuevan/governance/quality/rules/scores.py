"""The score of a unit: docs/rulebook/data-quality.md has it with worked examples.

A dimension's share is what was asked without a fault, each question weighted by how grave its fault is. Numerators and
denominators are kept, so the share of a commune is made of the sums of its schools and not of their shares.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

WEIGHTS: Final = {"wrong": 3, "doubtful": 1}
"""Our own choice: a fault that cannot be so weighs as much as three that only may be."""

GOOD, FAIR = 95.0, 80.0


def weight(severity: str) -> int:
    return WEIGHTS[severity]


def score(shares: Iterable[tuple[float, float]]) -> float | None:
    """The mean, from 0 to 100, of the shares of (failed, asked) pairs, one a dimension; None where nothing was asked."""
    known = [1 - failed / asked for failed, asked in shares if asked]
    return 100 * sum(known) / len(known) if known else None


def tone_of(value: float | None) -> str:
    """The colour of a score on a page: success from 95, warning from 80, danger below."""
    if value is None:
        return "neutral"
    return "success" if value >= GOOD else "warning" if value >= FAIR else "danger"
