"""The writes of plain records: permission, rule, save, audit, event, in one transaction.

Records whose writes mean more than that name services of their own in the declaration; `add`, `change`,
`close` and `delete` below then call those, so that pages and API know one way only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from khuevan.kernel import audit, events
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.database import ChangedMeanwhile

from .errors import WHOLE, Invalid, NotUnderstood
from .events import RecordAdded, RecordChanged, RecordClosed, RecordDeleted
from .fields import Context
from .record import PLAIN, Record

Values = Mapping[str, Any]


class NotOffered(Exception):  # noqa: N818 - the name is the sentence that went wrong
    """The record is not declared to be written in this way."""


def accept(record: Record, actor: Actor, wire: Values, *, row: Any | None = None) -> dict[str, Any]:
    """Typed values for a service from wire values (form or API), each checked by its field.

    For a new row absent fields count as empty; for a change only the fields given are read.
    Raises Invalid that names every field that is wrong.
    """
    context = Context(actor, record.edit, record.model)
    accepted: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for item in record.enterable(row, None if row is None else wire):
        try:
            accepted[item.name] = item.accept(wire.get(item.name), context)
        except NotUnderstood as problem:
            errors[item.name] = str(problem)
    errors |= _not_kept(record, wire, row)
    if errors:
        raise Invalid(errors)
    return accepted


def _not_kept(record: Record, wire: Values, row: Any | None) -> dict[str, str]:
    """Fields that were sent for a row that they are not kept for: said, not dropped in silence."""
    if row is None:
        return {}
    return {
        item.name: _("Mục này không dùng cho «%(title)s».") % {"title": record.title_of(row)}
        for item in record.fields
        if item.name in wire and item.editable and not item.is_kept_for(row)
    }


def add(record: Record, actor: Actor, *, at: datetime, values: Values) -> Any:
    """A new row. Raises Refused, Invalid."""
    if record.create is None:
        raise NotOffered(record.key)
    if record.create is PLAIN:
        return add_plain(record, actor, at=at, values=values)
    return _call(record.create, actor, at=at, **values)


def change(record: Record, actor: Actor, row: Any, *, at: datetime, version: int, values: Values) -> Any:
    """Changes the named fields of a row. Raises Refused, Invalid, ChangedMeanwhile."""
    if record.change is None:
        raise NotOffered(record.key)
    if record.change is PLAIN:
        return change_plain(record, actor, row, at=at, version=version, values=values)
    return _call(record.change, actor, row, at=at, version=version, **values)


def close(record: Record, actor: Actor, row: Any, *, at: datetime, version: int, on: date, why: str) -> Any:
    """Ends a row on a day; it stays in the history. Raises Refused, Invalid, ChangedMeanwhile."""
    if record.close is None:
        raise NotOffered(record.key)
    if record.close is PLAIN:
        return close_plain(record, actor, row, at=at, version=version, on=on, why=why)
    return _call(record.close, actor, row, at=at, version=version, on=on, why=why)


def delete(record: Record, actor: Actor, row: Any, *, at: datetime, version: int, why: str) -> None:
    """Removes a row that should never have been; the audit log keeps it.

    Raises Refused, Invalid, ChangedMeanwhile.
    """
    if record.delete is None:
        raise NotOffered(record.key)
    if record.delete is PLAIN:
        delete_plain(record, actor, row, at=at, version=version, why=why)
    else:
        _call(record.delete, actor, row, at=at, version=version, why=why)


def add_plain(record: Record, actor: Actor, *, at: datetime, values: Values) -> Any:
    row = record.model(**values)
    record.demand(actor, record.edit, row)
    _rules(record, values, None)
    for column, text in record.derive(row).items():
        setattr(row, column, text)
    with audit.act(actor, _action(record, "add"), at=at, unit_id=record.unit_of(row)) as act:
        _checked(row, record, values)
        _saved(row.save)
        act.on(row, unit_id=record.unit_of(row))
        events.publish(RecordAdded(record.key, row.pk, record.unit_of(row), version_of(row)))
    return row


def change_plain(
    record: Record, actor: Actor, row: Any, *, at: datetime, version: int, values: Values
) -> Any:
    """A row may move to another unit only where the actor may edit both."""
    record.demand(actor, record.edit, row)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    record.demand(actor, record.edit, row)
    _rules(record, {item.name: item.read(row) for item in record.enterable(row)}, row)
    changed = [name for name in values if values[name] != before[name]]
    derived = record.derive(row)
    for column, text in derived.items():
        setattr(row, column, text)
    with audit.act(actor, _action(record, "change"), at=at, on=row, unit_id=record.unit_of(row)):
        _checked(row, record, values)
        _save(row, version, [*changed, *derived])
        events.publish(
            RecordChanged(record.key, row.pk, record.unit_of(row), version_of(row), tuple(changed))
        )
    return row


def close_plain(
    record: Record, actor: Actor, row: Any, *, at: datetime, version: int, on: date, why: str
) -> Any:
    record.demand(actor, _remover(record), row)
    if not why.strip():
        raise Invalid({"why": _("Hãy ghi lý do.")})
    if getattr(row, record.closed_column) is not None:
        raise Invalid(_("Đã đóng trước đó."))
    opened = getattr(row, "opened_on", None)
    if opened is not None and on < opened:
        raise Invalid({"on": _("Không thể đóng trước ngày mở.")})
    setattr(row, record.closed_column, on)
    with audit.act(actor, _action(record, "close"), at=at, on=row, unit_id=record.unit_of(row), why=why):
        _save(row, version, [record.closed_column])
        events.publish(RecordClosed(record.key, row.pk, record.unit_of(row), version_of(row)))
    return row


def delete_plain(record: Record, actor: Actor, row: Any, *, at: datetime, version: int, why: str) -> None:
    record.demand(actor, _remover(record), row)
    if not why.strip():
        raise Invalid({"why": _("Hãy ghi lý do.")})
    number, unit = row.pk, record.unit_of(row)
    with audit.act(actor, _action(record, "delete"), at=at, on=row, unit_id=unit, why=why):
        rows = record.model._base_manager.filter(pk=number)
        if record.versioned:
            rows = rows.filter(version=version)
        try:
            gone = rows.delete()[0]
        except (models.ProtectedError, models.RestrictedError, IntegrityError) as error:
            raise Invalid(_("Còn dữ liệu khác gắn với mục này nên không xóa được.")) from error
        if not gone:
            raise ChangedMeanwhile(row)
        events.publish(RecordDeleted(record.key, number, unit))


def version_of(row: Any) -> int:
    """1 for rows without versions."""
    return int(getattr(row, "version", 1))


def _call(service: Any, *arguments: Any, **named: Any) -> Any:
    """A module's own service; Django's ValidationError from its models becomes Invalid."""
    try:
        return service(*arguments, **named)
    except ValidationError as error:
        raise Invalid.of(error) from error


def _remover(record: Record) -> Permission:
    return record.remove or record.edit


def _action(record: Record, verb: str) -> str:
    return f"{record.key}:{verb}"


def _rules(record: Record, values: Values, row: Any) -> None:
    for rule in record.rules:
        rule(dict(values), row)


def _checked(row: Any, record: Record, values: Values) -> None:
    """The model's own constraints, as sentences at their fields; links were looked up when accepted."""
    declared = set(record.by_name)
    checked = {item.name for item in row._meta.fields} & declared - set(record.followed)
    try:
        row.clean_fields(exclude={item.name for item in row._meta.fields} - checked)
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise Invalid.of(error) from error


def _save(row: Any, version: int, columns: list[str]) -> None:
    if hasattr(row, "save_checked"):
        _saved(lambda: row.save_checked(version, fields=columns))
    else:
        _saved(lambda: row.save(update_fields=columns))


def _saved(save: Any) -> None:
    """A unique value may be taken in a unit that the actor cannot see: then only the database knows."""
    try:
        save()
    except IntegrityError as error:
        cause = getattr(error.__cause__, "diag", None)
        kind = getattr(error.__cause__, "sqlstate", "")
        if kind == "23505":
            raise Invalid({WHOLE: _("Giá trị này đã được dùng cho một mục khác.")}) from error
        if kind in {"23514", "23P01", "23502"}:
            name = getattr(cause, "constraint_name", "") or ""
            raise Invalid({WHOLE: _("Dữ liệu không thỏa ràng buộc %(name)s.") % {"name": name}}) from error
        raise
