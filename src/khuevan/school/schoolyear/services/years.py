"""School years and the frame of their terms: data that a decision makes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid

from ..models import SchoolYear, Term
from ..permissions import EDIT_FRAME, EDIT_YEARS

MOST_WEEKS = 30


def add_term(actor: Actor, *, at: datetime, unit: Any = None, **values: Any) -> Term:
    """The plan of a department for its schools (`unit`), or the ministry's frame. Raises Refused, Invalid."""
    term = Term(unit=unit, **values)
    _check(actor, term)
    with audit.act(actor, "schoolyear.term:add", at=at, unit_id=term.unit_id) as act:
        term.save()
        act.on(term)
    return term


def change_term(actor: Actor, term: Term, *, at: datetime, version: int, **values: Any) -> Term:
    """Raises Refused, Invalid, ChangedMeanwhile."""
    _demand(actor, term)
    for name, value in values.items():
        setattr(term, name, value)
    _check(actor, term)
    with audit.act(actor, "schoolyear.term:change", at=at, on=term, unit_id=term.unit_id):
        term.save_checked(version, fields=[*values])
    return term


def open_year(actor: Actor, first: int, *, at: datetime) -> SchoolYear:
    """The year from 1 August `first` on. There it is already, it stays as it is."""
    access.demand(actor, EDIT_YEARS)
    code = f"{first}-{first + 1}"
    with audit.act(actor, "schoolyear.year:open", at=at) as act:
        year, _made = SchoolYear.objects.get_or_create(
            code=code, defaults={"starts_on": date(first, 8, 1), "ends_on": date(first + 1, 7, 31)}
        )
        act.on(year)
    return year


def _demand(actor: Actor, term: Term) -> None:
    """The ministry's frame is not a department's to write."""
    if term.unit_id is None:
        access.demand(actor, EDIT_FRAME)
    else:
        access.demand(actor, EDIT_YEARS, on=term.unit_id)


def _check(actor: Actor, term: Term) -> None:
    _demand(actor, term)
    errors: dict[str, str] = {}
    year = term.school_year
    if term.ends_on <= term.starts_on:
        errors["ends_on"] = _("Ngày kết thúc phải sau ngày bắt đầu.")
    if not (year.starts_on <= term.starts_on and term.ends_on <= year.ends_on):
        errors["starts_on"] = _("Học kỳ phải nằm trong năm học %(year)s.") % {"year": year.code}
    same = Term.objects.filter(school_year=year, level=term.level, unit=term.unit).exclude(pk=term.pk)
    for other in same:
        if other.number == term.number:
            errors["number"] = _("Học kỳ này đã được lập cho cấp học và nơi quyết định đó.")
        elif (other.number < term.number) != (other.starts_on < term.starts_on) or (
            other.starts_on <= term.ends_on and term.starts_on <= other.ends_on
        ):
            errors["starts_on"] = _("Hai học kỳ không được chồng nhau và học kỳ 1 phải trước học kỳ 2.")
    if errors:
        raise Invalid(errors)
