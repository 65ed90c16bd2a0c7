"""The member's own row: what the school enters, and what follows the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, database, events
from khuevan.kernel.access import Actor
from khuevan.kernel.records.errors import Invalid
from khuevan.kernel.records.events import RecordChanged
from khuevan.kernel.text import search_text

from ..choices import Computer, Internet
from ..models import StaffMember
from ..permissions import EDIT_STAFF
from ..rules import coefficient_of

KEY = "staff.member"
PICTURE = ("full_name", "given", "birth_date", "sex", "sort_key")


def change_member(
    actor: Actor, row: StaffMember, *, at: datetime, version: int, **values: Any
) -> StaffMember:
    """Fields of QĐ 4998 that the school enters. Raises Refused, Invalid, ChangedMeanwhile."""
    access.demand(actor, EDIT_STAFF, on=row.school_id)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    _judge(row)
    row.search = searchable(row)
    with audit.act(actor, EDIT_STAFF.code, at=at, on=row, unit_id=row.school_id):
        row.save_checked(version, fields=[*changed, "search"])
        events.publish(RecordChanged(KEY, row.pk, row.school_id, row.version, tuple(changed)))
    return row


def declare_means(
    actor: Actor, row: StaffMember, *, at: datetime, version: int, computers: list[str], internet: str
) -> StaffMember:
    """Devices and line for teaching online: everybody for themselves, the school for all.

    Raises Refused, Invalid, ChangedMeanwhile.
    """
    if actor.person_id is None or actor.person_id != row.person_id:
        access.demand(actor, EDIT_STAFF, on=row.school_id)
    if set(computers) - set(Computer.values) or internet not in Internet.values:
        raise Invalid(_("Thiết bị hoặc đường truyền không có trong danh mục."))
    row.computers = [code for code in Computer.values if code in computers]
    row.internet = internet
    with audit.act(actor, "staff.member:declare_means", at=at, on=row, unit_id=row.school_id):
        row.save_checked(version, fields=["computers", "internet"])
        events.publish(RecordChanged(KEY, row.pk, row.school_id, row.version, ("computers", "internet")))
    return row


def picture_of(person: Any) -> dict[str, Any]:
    """What members repeat of their person."""
    return {name: getattr(person, name) for name in PICTURE}


def searchable(row: StaffMember) -> str:
    """Search words: the name's, and the code."""
    return search_text(f"{row.full_name} {row.code}")


def take_person(person: Any) -> None:
    """After a correction of the person: every row that repeats it. As the platform: schools elsewhere, too."""
    with database.acting(access.system()):
        for row in StaffMember.objects.filter(person_id=person.pk):
            values = picture_of(person)
            if all(getattr(row, name) == value for name, value in values.items()):
                continue
            for name, value in values.items():
                setattr(row, name, value)
            StaffMember.objects.filter(pk=row.pk).update(
                **values, search=searchable(row), version=F("version") + 1
            )


def _judge(row: StaffMember) -> None:
    errors = {}
    if row.joined_on and row.birth_date and row.joined_on.year - row.birth_date.year < 15:
        errors["joined_on"] = _("Khi vào trường người này chưa đủ 15 tuổi; hãy xem lại.")
    if row.recruited_on and row.joined_on and row.recruited_on > row.joined_on:
        errors["recruited_on"] = _("Ngày tuyển dụng không thể sau ngày vào trường.")
    if row.salary_step is not None and row.rank and coefficient_of(row.rank, row.salary_step) is None:
        errors["salary_step"] = _("Ngạch này không có bậc %(step)d.") % {"step": row.salary_step}
    if errors:
        raise Invalid(errors)
