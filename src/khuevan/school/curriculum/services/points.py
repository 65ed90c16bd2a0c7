"""Deciding the open points of the rules of assessment: dated, with a source, and for a department with its decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid

from ..choices import allowed_at_point
from ..models import RulePoint
from ..permissions import DECIDE_POINTS, EDIT_PROGRAMME
from ..rules.points import point_value
from .lines import is_year


def _demand(actor: Actor, unit_id: int | None) -> None:
    if unit_id is None:
        access.demand(actor, EDIT_PROGRAMME)
    else:
        access.demand(actor, DECIDE_POINTS, on=unit_id)


def add_point(actor: Actor, *, at: datetime, unit: Any = None, **values: Any) -> RulePoint:
    """National, or of the department `unit`. Raises Refused, Invalid."""
    _demand(actor, unit.pk if unit else None)
    row = RulePoint(unit=unit, **values)
    _check(row)
    with audit.act(actor, "curriculum.point:add", at=at, unit_id=row.unit_id) as act:
        _unique(lambda: row.save(force_insert=True))
        act.on(row)
    return row


def revise_point(actor: Actor, row: RulePoint, *, at: datetime, version: int, **values: Any) -> RulePoint:
    """With the same `from_year` it is put right; with a later one it ends there and a new row begins.

    Raises Refused, Invalid, ChangedMeanwhile.
    """
    _demand(actor, row.unit_id)
    begins = values.get("from_year") or row.from_year
    if begins > row.from_year and not row.until_year:
        return _succeed(actor, row, at=at, version=version, begins=begins, values=values)
    for name, value in values.items():
        setattr(row, name, value)
    _check(row)
    with audit.act(actor, "curriculum.point:change", at=at, on=row, unit_id=row.unit_id):
        _unique(lambda: row.save_checked(version, fields=[*values]))
    return row


def _succeed(
    actor: Actor, row: RulePoint, *, at: datetime, version: int, begins: str, values: dict[str, Any]
) -> RulePoint:
    kept = ("point", "value", "unit", "decision_number", "trust", "source")
    heir = RulePoint(**{**{name: getattr(row, name) for name in kept}, **values})
    _check(heir)
    with audit.act(actor, "curriculum.point:revise", at=at, on=row, unit_id=row.unit_id):
        row.until_year = begins
        row.save_checked(version, fields=["until_year"])
        _unique(lambda: heir.save(force_insert=True))
    return heir


def _check(row: RulePoint) -> None:
    errors: dict[str, str] = {}
    if point_value(row.point, row.value) is None:
        allowed = allowed_at_point(row.point)
        errors["value"] = _("Giá trị không hợp lệ. Nhận: %(allowed)s.") % {"allowed": allowed}
    if row.unit_id is not None and not row.decision_number.strip():
        errors["decision_number"] = _("Sở quyết định thì phải có số quyết định.")
    if not is_year(row.from_year):
        errors["from_year"] = _("Viết năm học như 2026-2027.")
    if row.until_year and not (is_year(row.until_year) and row.until_year > row.from_year):
        errors["until_year"] = _("Viết năm học như 2026-2027, sau năm bắt đầu.")
    if errors:
        raise Invalid(errors)


def _unique(save: Any) -> None:
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        if "curriculum_point_once" in str(error):
            raise Invalid({"from_year": _("Điểm này đã có giá trị từ năm học đó.")}) from error
        raise
