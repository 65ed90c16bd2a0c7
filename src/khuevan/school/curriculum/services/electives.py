"""The sets of elective subjects that an upper-secondary school offers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.kernel.text import nfc, search_text, sort_key

from ..models import ElectiveSet
from ..permissions import EDIT_SETS
from ..queries.programmes import elective_facts
from ..rules import elective_problems

LEVELS = {"upper_secondary": "gdpt2018-thpt", "continuing": "gdtx-thpt"}


def add_set(actor: Actor, *, at: datetime, school: Any, **values: Any) -> ElectiveSet:
    """Raises Refused, Invalid."""
    access.demand(actor, EDIT_SETS, on=school.pk)
    made = ElectiveSet(school=school, **values)
    _check(made)
    with audit.act(actor, "curriculum.elective_set:add", at=at, unit_id=school.pk) as act:
        made.save()
        act.on(made)
    return made


def change_set(actor: Actor, row: ElectiveSet, *, at: datetime, version: int, **values: Any) -> ElectiveSet:
    """Raises Refused, Invalid, ChangedMeanwhile."""
    access.demand(actor, EDIT_SETS, on=row.school_id)
    for name, value in values.items():
        setattr(row, name, value)
    _check(row)
    with audit.act(actor, "curriculum.elective_set:change", at=at, on=row, unit_id=row.school_id):
        row.save_checked(version, fields=[*values, "search", "sort_key"])
    return row


def close_set(
    actor: Actor, row: ElectiveSet, *, at: datetime, version: int, on: date, why: str
) -> ElectiveSet:
    """Offered no more from `on`; those who chose it keep it."""
    access.demand(actor, EDIT_SETS, on=row.school_id)
    if not why.strip():
        raise Invalid({"why": _("Hãy ghi lý do.")})
    row.closed_on = on
    with audit.act(actor, "curriculum.elective_set:close", at=at, on=row, unit_id=row.school_id, why=why):
        row.save_checked(version, fields=["closed_on"])
    return row


def _check(row: ElectiveSet) -> None:
    row.name = nfc(row.name)
    row.search = search_text(f"{row.name} {row.code}")
    row.sort_key = sort_key(row.name)
    level = next((level for level in LEVELS if level in row.school.levels), None)
    errors: dict[str, str] = {}
    if level is None:
        errors["school"] = _("Chỉ trường có cấp trung học phổ thông mới có tổ hợp môn lựa chọn.")
    else:
        errors |= elective_problems(row.subjects, row.topics, elective_facts(LEVELS[level]))
    taken = ElectiveSet.objects.filter(school=row.school, code=row.code).exclude(pk=row.pk)
    if taken.exists():
        errors["code"] = _("Trường đã có tổ hợp mang mã này.")
    if errors:
        raise Invalid(errors)
