"""What the audit log says about rows of records, and the words it needs to say it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import audit
from khuevan.kernel.access import Actor

from .errors import Conflict, Difference
from .record import Record

_VERBS = {
    "add": _("Thêm"),
    "change": _("Sửa"),
    "close": _("Đóng"),
    "delete": _("Xóa"),
    "export": _("Xuất tệp"),
}


def introduce(record: Record) -> None:
    """Gives the audit log the words for the record's table, columns and actions."""

    def names(ids: Collection[str]) -> Mapping[str, str]:
        numbers = [int(number) for number in ids if number.isdigit()]
        rows = record.model._default_manager.filter(pk__in=numbers).select_related(*record.followed or [None])
        return {str(row.pk): record.title_of(row) for row in rows}

    def url(row_id: str) -> str:
        try:
            return record.url("detail", pk=int(row_id))
        except (NoReverseMatch, ValueError):
            return ""

    labels = {item.column: item.label for item in record.fields if item.stored and not item.via}
    audit.subject(audit.Subject(record.model._meta.db_table, record.label, names, url, labels))
    for verb, words in _VERBS.items():
        audit.name_action(f"{record.key}:{verb}", format_lazy("{}: {}", words, record.label))


def lines(actor: Actor, row: Any) -> Sequence[Any]:
    """The history of one row, newest first."""
    return audit.history(actor, row)


def last_change(actor: Actor, row: Any) -> tuple[str, datetime | None]:
    """Who changed the row last and when, as the log has it; ("", None) when it says nothing."""
    for line in lines(actor, row):
        return line.who, line.at
    return "", None


def conflict(record: Record, actor: Actor, row: Any, values: Mapping[str, Any]) -> Conflict:
    """`row` as stored now, against the values that were entered for an older version."""
    who, when = last_change(actor, row)
    differences = []
    for name, value in values.items():
        item = record.field(name)
        stored = item.read(row)
        if stored != value:
            shown = item.masked if item.sensitive else item.text
            differences.append(Difference(str(item.label), shown(stored), shown(value), name))
    return Conflict(row, who=who, when=when, differences=tuple(differences))
