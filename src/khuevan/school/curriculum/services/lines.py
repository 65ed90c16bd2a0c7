"""Lines of a programme: which subject, in which grade, how many periods a year, from which school year on.

A change for a later year ends the old line and writes a new one, so that the programme of an earlier year stays readable.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import audit
from khuevan.kernel.access import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.records import Invalid

from ..choices import GRADES_OF_LEVEL
from ..events import ProgrammeRevised
from ..models import ProgrammeSubject
from .subjects import demand_writing

MOST_PERIODS = 700


def add_line(actor: Actor, *, at: datetime, unit: Any = None, **values: Any) -> ProgrammeSubject:
    """A new line, national or of the department `unit`. Raises Refused, Invalid."""
    demand_writing(actor, unit.pk if unit else None)
    line = ProgrammeSubject(unit=unit, **values)
    _check(line)
    with audit.act(actor, "curriculum.line:add", at=at, unit_id=line.unit_id) as act:
        _save(line)
        act.on(line)
        _tell(line)
    return line


def revise_line(
    actor: Actor, line: ProgrammeSubject, *, at: datetime, version: int, **values: Any
) -> ProgrammeSubject:
    """With the same `from_year` the line is put right; with a later one it ends there and a new one begins.

    Raises Refused, Invalid, ChangedMeanwhile.
    """
    demand_writing(actor, line.unit_id)
    began, begins = line.from_year, values.get("from_year") or line.from_year
    if begins > began and not line.until_year:
        return _succeed(actor, line, at=at, version=version, begins=begins, values=values)
    for name, value in values.items():
        setattr(line, name, value)
    demand_writing(actor, line.unit_id)
    _check(line)
    with audit.act(actor, "curriculum.line:change", at=at, on=line, unit_id=line.unit_id):
        _unique(lambda: line.save_checked(version, fields=[*values]))
        _tell(line)
    return line


def end_line(
    actor: Actor, line: ProgrammeSubject, *, at: datetime, version: int, until_year: str
) -> ProgrammeSubject:
    """The first school year in which it is taught no more."""
    demand_writing(actor, line.unit_id)
    if until_year <= line.from_year:
        raise Invalid({"until_year": _("Phải sau năm học bắt đầu (%(year)s).") % {"year": line.from_year}})
    line.until_year = until_year
    with audit.act(actor, "curriculum.line:end", at=at, on=line, unit_id=line.unit_id):
        line.save_checked(version, fields=["until_year"])
        _tell(line)
    return line


def _succeed(
    actor: Actor, line: ProgrammeSubject, *, at: datetime, version: int, begins: str, values: dict[str, Any]
) -> ProgrammeSubject:
    kept = ("programme", "subject", "grade", "block", "periods", "unit", "decision_number", "trust", "source")
    heir = ProgrammeSubject(**{name: getattr(line, name) for name in kept})
    for name, value in values.items():
        setattr(heir, name, value)
    demand_writing(actor, heir.unit_id)
    _check(heir)
    with audit.act(actor, "curriculum.line:revise", at=at, on=line, unit_id=line.unit_id):
        line.until_year = begins
        line.save_checked(version, fields=["until_year"])
        _save(heir)
        _tell(heir)
    return heir


def _check(line: ProgrammeSubject) -> None:
    errors: dict[str, str] = {}
    if line.grade not in GRADES_OF_LEVEL[line.programme.level]:
        errors["grade"] = _("Chương trình này không có khối đó.")
    if line.periods is not None and not 0 < line.periods <= MOST_PERIODS:
        errors["periods"] = _("Số tiết một năm phải từ 1 đến %(most)d.") % {"most": MOST_PERIODS}
    if not is_year(line.from_year):
        errors["from_year"] = _("Viết năm học như 2026-2027.")
    if line.until_year and not (is_year(line.until_year) and line.until_year > line.from_year):
        errors["until_year"] = _("Viết năm học như 2026-2027, sau năm bắt đầu.")
    if errors:
        raise Invalid(errors)


def is_year(text: str) -> bool:
    first, _dash, second = text.partition("-")
    return (
        len(text) == 9
        and text.isascii()
        and first.isdigit()
        and second.isdigit()
        and int(second) == int(first) + 1
    )


def _save(line: ProgrammeSubject) -> None:
    _unique(lambda: line.save(force_insert=True))


def _unique(save: Any) -> None:
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        if "curriculum_line_once" in str(error):
            raise Invalid({"subject": _("Môn này đã có trong khối, phần và năm học đó.")}) from error
        raise


def _tell(line: ProgrammeSubject) -> None:
    publish(
        ProgrammeRevised(
            programme_id=line.programme_id,
            subject_id=line.subject_id,
            grade=line.grade,
            from_year=line.from_year,
            unit_id=line.unit_id,
        )
    )
