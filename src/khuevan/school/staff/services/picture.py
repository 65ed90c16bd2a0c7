"""The member's row says what the papers in force say: after each change of a paper it is worked out anew.

A field that no paper speaks of keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, Q

from ..choices import AssessmentKind, TrainingProgramme
from ..models import (
    Assessment,
    Contract,
    LanguageCertificate,
    Qualification,
    SalaryStep,
    StaffMember,
    Training,
)

_DEGREES = ("below", "elementary", "intermediate", "college", "bachelor", "master", "doctor")
_YEARLY = {TrainingProgramme.PROGRAMME_1, TrainingProgramme.PROGRAMME_2, TrainingProgramme.PROGRAMME_3}


def take_papers(staff_id: int, model: type[Any], on: date) -> None:
    """Copies what the papers of this kind say on the day to the member's row. Inside the paper's act."""
    read = _READERS.get(model)
    values = read(staff_id, on) if read else {}
    if not values:
        return
    stored = StaffMember.objects.filter(pk=staff_id).values(*values).first() or {}
    changed = {name: value for name, value in values.items() if stored.get(name) != value}
    if changed:
        StaffMember.objects.filter(pk=staff_id).update(**changed, version=F("version") + 1)


def _live(model: type[Any], staff_id: int) -> Any:
    return model.objects.filter(staff_id=staff_id, cancelled_on__isnull=True)


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))


def _contract(staff_id: int, on: date) -> dict[str, Any]:
    row = _live(Contract, staff_id).filter(_in_force(on)).order_by("-valid_from", "-id").first()
    return {"contract_form": row.form} if row else {}


def _salary(staff_id: int, on: date) -> dict[str, Any]:
    row = _live(SalaryStep, staff_id).filter(valid_from__lte=on).order_by("-valid_from", "-id").first()
    if row is None:
        return {}
    return {
        "rank": row.rank,
        "salary_step": row.step,
        "salary_coefficient": row.coefficient,
        "salary_from": row.valid_from,
        "over_frame": row.over_frame,
    }


def _degrees(staff_id: int, on: date) -> dict[str, Any]:
    rows = list(_live(Qualification, staff_id).filter(graduated_on__lte=on))
    rows.sort(key=lambda row: (_DEGREES.index(row.degree), row.graduated_on), reverse=True)
    if not rows:
        return {}
    second = rows[1] if len(rows) > 1 else None
    return {
        "degree": rows[0].degree,
        "major_1": rows[0].major,
        "degree_1": rows[0].degree,
        "major_2": second.major if second else "",
        "degree_2": second.degree if second else "",
    }


def _language(staff_id: int, on: date) -> dict[str, Any]:
    row = _live(LanguageCertificate, staff_id).filter(issued_on__lte=on).order_by("-issued_on", "-id").first()
    return {"language": row.language, "language_level": row.level, "language_score": row.score} if row else {}


def _training(staff_id: int, on: date) -> dict[str, Any]:
    rows = _live(Training, staff_id).filter(programme__in=_YEARLY).order_by("-year")
    latest = rows.values_list("year", flat=True).first()
    if latest is None:
        return {}
    results = set(rows.filter(year=latest).values_list("result", flat=True))
    worst = next(result for result in ("failed", "running", "done") if result in results)
    return {"yearly_training": worst}


def _assessment(staff_id: int, on: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in _live(Assessment, staff_id).filter(assessed_on__lte=on).order_by("assessed_on", "id"):
        column = "employee_result" if row.kind == AssessmentKind.EMPLOYEE else "standard_result"
        found[column] = row.result
    return found


_READERS: dict[type[Any], Callable[[int, date], dict[str, Any]]] = {
    Contract: _contract,
    SalaryStep: _salary,
    Qualification: _degrees,
    LanguageCertificate: _language,
    Training: _training,
    Assessment: _assessment,
}
