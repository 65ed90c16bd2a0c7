"""School years and the frame of their terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..models import SchoolYear, Term
from ..rules import TermDays, usual_terms, year_code_of


def year_at(on: date) -> SchoolYear | None:
    """The year that the day is in."""
    return SchoolYear.objects.filter(code=year_code_of(on)).first()


def years() -> list[SchoolYear]:
    """All years, the latest first."""
    return list(SchoolYear.objects.order_by("-starts_on"))


def year_after(year: SchoolYear) -> SchoolYear | None:
    return SchoolYear.objects.filter(starts_on__gt=year.starts_on).order_by("starts_on").first()


def terms_of(year: SchoolYear, level: str, school: Any) -> tuple[TermDays, TermDays]:
    """The two terms of a level in a year for a school: its department's plan, else the ministry's frame, else what is
    usual where nothing was recorded."""
    above = {
        int(part)
        for path in (school.managing_path, school.professional_path)
        for part in path.split("/")
        if part
    }
    found: dict[int, Term] = {}
    for term in Term.objects.filter(school_year=year, level=level):
        own = term.unit_id is not None
        if own and term.unit_id not in above:
            continue
        if term.number not in found or own:
            found[term.number] = term
    if set(found) != {1, 2}:
        return usual_terms(year.code)
    first, second = (TermDays(number, found[number].starts_on, found[number].ends_on) for number in (1, 2))
    return first, second
