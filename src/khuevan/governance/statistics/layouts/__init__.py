"""The forms that there are, as versioned data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from . import beginning, ending, primary
from .declarations import Cell, Check, Column, Form, Misdeclared, Missing, Row, Section
from .system import LISTED, Listed

__all__ = [
    "FORMS",
    "LISTED",
    "Cell",
    "Check",
    "Column",
    "Form",
    "Listed",
    "Misdeclared",
    "Missing",
    "Row",
    "Section",
    "as_of",
    "due_on",
    "form_on",
    "form_version",
]

FORMS: tuple[Form, ...] = (
    *beginning.FORMS,
    *ending.FORMS,
    *primary.FORMS,
    *beginning.FORMER,
    *primary.FORMER,
)
"""Every version of every form, in the order of the catalogue."""


def form_on(code: str, day: date, forms: Iterable[Form] | None = None) -> Form | None:
    """The version that counts on the day; the highest where two do. None: no such form, or not yet."""
    found = [one for one in (FORMS if forms is None else forms) if one.code == code and one.holds_on(day)]
    return max(found, key=lambda one: one.version, default=None)


def form_version(code: str, version: int, forms: Iterable[Form] | None = None) -> Form | None:
    """The version that a report was made by, whether it still counts or not."""
    found = FORMS if forms is None else forms
    return next((one for one in found if one.code == code and one.version == version), None)


def as_of(form: Form, year: str) -> date:
    """The day on which the form counts in a school year."""
    return _day(form.as_of, year)


def due_on(form: Form, tier: str, year: str) -> date:
    """Until when who stands on this tier hands it in; the ministry to nobody, so on the department's day."""
    from ..choices import Tier

    known = form.due.get(Tier(tier)) or form.due[Tier.DEPARTMENT]
    return _day(known, year)


def _day(of: tuple[int, int], year: str) -> date:
    """A month and a day in a school year, which runs from August to July."""
    month, day = of
    return date(int(year[:4]) + (month < 8), month, day)
