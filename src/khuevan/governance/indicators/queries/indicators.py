"""Every indicator there is: those that rooms declare, and those that people defined and others approved."""

from __future__ import annotations

from khuevan.kernel.measures import Indicator, declared


def indicators() -> dict[str, Indicator]:
    """By code, in the order of the catalogue."""
    return declared()


def indicator_of(code: str) -> Indicator | None:
    return indicators().get(code)
