"""Subjects: the national catalogue is the administrator's, a department adds its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit
from khuevan.kernel.access import Actor
from khuevan.kernel.records import Invalid
from khuevan.kernel.text import nfc, search_text, sort_key

from ..models import Subject
from ..permissions import EDIT_LOCAL, EDIT_PROGRAMME


def demand_writing(actor: Actor, unit_id: int | None) -> None:
    """National rows need the permission for the programme itself; a department's, that for local content there."""
    if unit_id is None:
        access.demand(actor, EDIT_PROGRAMME)
    else:
        access.demand(actor, EDIT_LOCAL, on=unit_id)


def add_subject(actor: Actor, *, at: datetime, unit: Any = None, **values: Any) -> Subject:
    """Raises Refused, Invalid."""
    demand_writing(actor, unit.pk if unit else None)
    subject = Subject(unit=unit, **values)
    _check(subject)
    _derive(subject)
    with audit.act(actor, "curriculum.subject:add", at=at, unit_id=subject.unit_id) as act:
        subject.save()
        act.on(subject)
    return subject


def change_subject(actor: Actor, subject: Subject, *, at: datetime, version: int, **values: Any) -> Subject:
    """Raises Refused, Invalid, ChangedMeanwhile."""
    demand_writing(actor, subject.unit_id)
    for name, value in values.items():
        setattr(subject, name, value)
    demand_writing(actor, subject.unit_id)
    _check(subject)
    _derive(subject)
    with audit.act(actor, "curriculum.subject:change", at=at, on=subject, unit_id=subject.unit_id):
        subject.save_checked(version, fields=[*values, "search", "sort_key"])
    return subject


def close_subject(
    actor: Actor, subject: Subject, *, at: datetime, version: int, on: date, why: str
) -> Subject:
    """Taught no more from `on`; it stays in the programmes of earlier years."""
    demand_writing(actor, subject.unit_id)
    if not why.strip():
        raise Invalid({"why": _("Hãy ghi lý do.")})
    subject.closed_on = on
    with audit.act(actor, "curriculum.subject:close", at=at, on=subject, unit_id=subject.unit_id, why=why):
        subject.save_checked(version, fields=["closed_on"])
    return subject


def _derive(subject: Subject) -> None:
    subject.name, subject.short_name = nfc(subject.name), nfc(subject.short_name)
    subject.search = search_text(f"{subject.name} {subject.code}")
    subject.sort_key = sort_key(subject.name)


def _check(subject: Subject) -> None:
    errors: dict[str, str] = {}
    if Subject.objects.filter(code=subject.code).exclude(pk=subject.pk).exists():
        errors["code"] = _("Mã %(code)s đã dùng cho môn khác.") % {"code": subject.code}
    if subject.parent is not None and subject.parent.parent_id is not None:
        errors["parent"] = _("Phân môn không có phân môn con.")
    if subject.parent_id is not None and subject.parent_id == subject.pk:
        errors["parent"] = _("Một môn không thể là phân môn của chính nó.")
    if errors:
        raise Invalid(errors)
