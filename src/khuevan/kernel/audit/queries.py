"""Reading the log, within the actor's scope; row-level security holds besides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import access
from khuevan.kernel.access import Actor
from khuevan.kernel.clock import HERE
from khuevan.kernel.ui.formatters import day, day_and_time

from .models import KINDS_OF_ROWS, AuditEntry
from .permissions import VIEW_AUDIT
from .subjects import Subject, action_label, described, fact_label, unit_names

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
HISTORY = 100
COMPANIONS = 200
TEXT_DAYS = 92
"""How far back a search by name looks where no date is given: names are not indexed."""
LONG = 300


@dataclass(frozen=True)
class Change:
    """One column, from what to what, in words."""

    label: str
    before: str
    after: str
    masked: bool = False


@dataclass(frozen=True)
class Line:
    """One entry as pages show it. Also an item of `ui.timeline`: at, title, detail, by, icon, tone, url."""

    id: int
    at: datetime
    who: str
    acting_for: str
    actor_id: int | None
    kind: str
    action: str
    title: str
    what: str
    what_url: str
    table: str
    row_id: str
    unit_id: int | None
    unit: str
    origin: str
    why: str
    changes: tuple[Change, ...]
    url: str = ""

    @property
    def by(self) -> str:
        if not self.acting_for:
            return self.who
        return _("%(who)s (xem thay %(other)s)") % {"who": self.who, "other": self.acting_for}

    @property
    def detail(self) -> str:
        said = [f"{change.label}: {change.before} → {change.after}" for change in self.changes]
        return "; ".join([*said, *([f"«{self.why}»"] if self.why else [])])

    @property
    def icon(self) -> str:
        return ICONS.get(self.kind, "point-filled")

    @property
    def tone(self) -> str:
        return TONES.get(self.kind, "neutral")

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)


ICONS = {
    "added": "plus",
    "changed": "pencil",
    "removed": "trash",
    "look": "eye",
    "export": "download",
    "bulk": "database",
}
TONES = {"added": "success", "removed": "danger", "look": "warning", "export": "warning"}


def kind_label(kind: str) -> str:
    words = {
        "act": _("Việc"), "added": _("Thêm"), "changed": _("Sửa"), "removed": _("Xóa"), "bulk": _("Nạp hàng loạt"),
        "look": _("Xem dữ liệu nhạy cảm"), "export": _("Xuất dữ liệu"), "signin": _("Đăng nhập"),
        "refusal": _("Bị từ chối"),
    }  # fmt: skip
    return words.get(kind, kind)


@dataclass(frozen=True)
class Question:
    """What the viewer filters by; empty means anything."""

    text: str = ""
    actor_id: int | None = None
    action: str = ""
    kind: str = ""
    unit_id: int | None = None
    table: str = ""
    row_id: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Entry:
    """One entry in full, and the other entries of the same act."""

    line: Line
    facts: tuple[tuple[str, str], ...]
    place: str
    hash: str
    companions: tuple[Line, ...]


def entries(actor: Actor, question: Question, *, on: date) -> QuerySet[AuditEntry]:
    """The entries that the actor may view, unordered. `on`: today, from which a search by name counts back."""
    found = AuditEntry.objects.within(access.scope(actor, VIEW_AUDIT))
    same = {
        "actor_id": question.actor_id, "action": question.action, "kind": question.kind,
        "unit_id": question.unit_id, "table_name": question.table, "row_id": question.row_id,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in same.items() if value not in (None, "")})
    since = question.since
    if question.text:
        found = found.filter(Q(actor_name__icontains=question.text) | Q(row_id=question.text))
        since = since or on - timedelta(days=TEXT_DAYS)
    if since:
        found = found.filter(at__gte=_start(since))
    if question.until:
        found = found.filter(at__lt=_start(question.until + timedelta(days=1)))
    return found


def entry(actor: Actor, entry_id: int) -> Entry:
    """Raises Http404 outside the actor's scope."""
    visible = AuditEntry.objects.within(access.scope(actor, VIEW_AUDIT))
    found = visible.filter(pk=entry_id).first()
    if found is None:
        raise Http404
    others: list[AuditEntry] = []
    if found.act_id is not None:
        others = list(visible.filter(act_id=found.act_id).exclude(pk=found.pk).order_by("id")[:COMPANIONS])
    line, *companions = lines([found, *others])
    facts = () if found.kind in ("added", "changed", "removed") else _facts(found.changes)
    place = _("chuỗi %(lane)s, số %(seq)s") % {"lane": found.lane, "seq": found.seq}
    return Entry(line, facts, place, bytes(found.hash).hex(), tuple(companions))


def history(actor: Actor, subject: Model | str, row_id: object = None, *, limit: int = HISTORY) -> list[Line]:
    """The changes of one object (a model instance, or table and id), newest first, for its own page.

    The caller has checked that the actor may see the object; entries of other units stay hidden by row-level security.
    Looks and exports are not in it: those are read in the viewer, with its permission.
    """
    if isinstance(subject, Model):
        table, number = subject._meta.db_table, str(subject.pk)
    else:
        table, number = subject, str(row_id)
    found = AuditEntry.objects.filter(_of_row(table, number), kind__in=KINDS_OF_ROWS)
    can_open = access.decide(actor, VIEW_AUDIT).allowed
    return lines(list(found.order_by("-id")[:limit]), linked=can_open)


def _of_row(table: str, number: str) -> Q:
    """Entries of one row, and those of very many rows added at once among which it was."""
    of_one = Q(table_name=table, row_id=number)
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return of_one
    among = Func(F("changes"), Value(int(number)), function="audit_holds", output_field=BooleanField())
    return of_one | Q(table_name=table, row_id="", kind="bulk") & Q(among)


def lines(found: Sequence[AuditEntry], *, linked: bool = True) -> list[Line]:
    """Entries as lines: one query a table for the objects' names, one for the units'."""
    names = _names(found)
    units = unit_names({row.unit_id for row in found if row.unit_id is not None})
    return [_line(row, names, units, linked) for row in found]


def _line(
    row: AuditEntry, names: Mapping[tuple[str, str], str], units: Mapping[int, str], linked: bool
) -> Line:
    about = described(row.table_name)
    what = names.get((row.table_name, row.row_id), "")
    if row.table_name and not what:
        what = f"{about.label} #{row.row_id}" if row.row_id else str(about.label)
    return Line(
        id=row.pk,
        at=row.at,
        who=row.actor_name,
        acting_for=row.acting_for,
        actor_id=row.actor_id,
        kind=row.kind,
        action=row.action,
        title=action_label(row.action),
        what=what,
        what_url=about.url(row.row_id) if row.row_id else "",
        table=row.table_name,
        row_id=row.row_id,
        unit_id=row.unit_id,
        unit="" if row.unit_id is None else units.get(row.unit_id, f"#{row.unit_id}"),
        origin=row.origin,
        why=row.why,
        changes=changes(about, row.changes) if row.kind in ("added", "changed", "removed") else (),
        url=reverse("audit:entry", args=[row.pk]) if linked else "",
    )


def changes(about: Subject, stored: Mapping[str, Sequence[Any]]) -> tuple[Change, ...]:
    """{column: [old, new]} in words, in the order of the subject's columns, unnamed ones last."""
    order = {name: place for place, name in enumerate(about.columns)}
    return tuple(
        Change(
            label=about.column(name),
            before=shown(about.meaning(name, pair[0])),
            after=shown(about.meaning(name, pair[1])),
            masked=any(isinstance(value, dict) and "masked" in value for value in pair),
        )
        for name, pair in sorted(stored.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
    )


def shown(value: Any) -> str:
    """A stored value in words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, dict) and "masked" in value:
        return _("(đã che · %(mark)s)") % {"mark": str(value["masked"])[:6]}
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if _MOMENT.fullmatch(text):
        return day_and_time(datetime.fromisoformat(text))
    if _DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def _facts(stored: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(stored, dict):
        return ()
    words = {
        "by": _("Cách"),
        "rows": _("Số dòng"),
        "digest": _("Mã băm"),
        "kind": _("Loại"),
        "ids": _("Mã các dòng"),
    }
    return tuple(
        (words.get(str(name)) or fact_label(str(name)), shown(value)) for name, value in stored.items()
    )


def _names(found: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    ids: dict[str, set[str]] = {}
    for row in found:
        if row.table_name and row.row_id:
            ids.setdefault(row.table_name, set()).add(row.row_id)
    return {
        (table, number): name
        for table, numbers in ids.items()
        for number, name in described(table).names(numbers).items()
    }


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=HERE)
