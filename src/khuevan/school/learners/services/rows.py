"""What a school writes down about a learner: rewards, cases of violence."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, events
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records import Invalid
from khuevan.kernel.records.events import RecordAdded, RecordChanged
from khuevan.kernel.text import search_text

from ..models import LearnerRow, Reward, ViolenceCase
from ..permissions import EDIT_REWARDS, EDIT_VIOLENCE

Row = TypeVar("Row", bound=LearnerRow)


def record_reward(actor: Actor, *, at: datetime, **values: Any) -> Reward:
    """Raises Invalid, access.Refused."""
    return _record(Reward, "learners.reward", EDIT_REWARDS, actor, at, values)


def change_reward(actor: Actor, row: Reward, *, at: datetime, version: int, **values: Any) -> Reward:
    """Raises Invalid, ChangedMeanwhile, access.Refused."""
    return _change(row, "learners.reward", EDIT_REWARDS, actor, at, version, values)


def record_violence_case(actor: Actor, *, at: datetime, **values: Any) -> ViolenceCase:
    """Raises Invalid, access.Refused."""
    return _record(ViolenceCase, "learners.violence_case", EDIT_VIOLENCE, actor, at, values)


def change_violence_case(
    actor: Actor, row: ViolenceCase, *, at: datetime, version: int, **values: Any
) -> ViolenceCase:
    """Raises Invalid, ChangedMeanwhile, access.Refused."""
    return _change(row, "learners.violence_case", EDIT_VIOLENCE, actor, at, version, values)


def _record(
    model: type[Row], key: str, permission: Permission, actor: Actor, at: datetime, values: dict[str, Any]
) -> Row:
    """The row belongs to the school where the learner is now."""
    whom = values["learner"]
    row = model(school_id=whom.school_id, full_name=whom.person.full_name, **values)
    access.demand(actor, permission, on=row.school_id)
    _judge(row, at)
    row.search = _search(row)
    with audit.act(actor, permission.code, at=at, unit_id=row.school_id) as act:
        row.save(force_insert=True)
        act.on(row, unit_id=row.school_id)
        events.publish(RecordAdded(key, row.pk, row.school_id, row.version))
    return row


def _change(
    row: Row,
    key: str,
    permission: Permission,
    actor: Actor,
    at: datetime,
    version: int,
    values: dict[str, Any],
) -> Row:
    access.demand(actor, permission, on=row.school_id)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    _judge(row, at)
    row.search = _search(row)
    with audit.act(actor, permission.code, at=at, on=row, unit_id=row.school_id):
        row.save_checked(version, fields=[*changed, "search"])
        events.publish(RecordChanged(key, row.pk, row.school_id, row.version, tuple(changed)))
    return row


def _judge(row: LearnerRow, at: datetime) -> None:
    if row.happened_on > clock.on(at):
        raise Invalid({"happened_on": _("Ngày này ở tương lai.")})
    born = row.learner.person.birth_date if row.learner else None
    if born is not None and row.happened_on < born:
        raise Invalid({"happened_on": _("Ngày này trước ngày sinh.")})


def _search(row: LearnerRow) -> str:
    own = row.content if isinstance(row, Reward) else getattr(row, "form", "")
    return search_text(f"{row.full_name} {own}")
