"""Telling the log what is being done. The row triggers record the changes; here they learn who and why."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from khuevan.kernel import database, events
from khuevan.kernel.access import Actor

from .events import Acted

ORIGIN_LENGTH = 200
Place = tuple[str, str, int | None]
"""Table, row and unit of what an entry is about; empty where it is about nothing in particular."""
_TELL = "select set_config('khuevan.act', %s, true)"
_SAY = "select audit_say(%s::jsonb, %s, %s, %s, %s, %s, %s::jsonb, %s)"
_SAY_LAST = _SAY + ", set_config('khuevan.act', '', true)"
"""The entry of an act, and that the act is over."""


@dataclass
class Act:
    """The running act. Its entry is written when the block ends well, so what it names may be made inside."""

    id: uuid.UUID
    action: str
    context: dict[str, Any]
    table: str = ""
    row_id: str = ""
    unit_id: int | None = None
    notes: dict[str, Any] = field(default_factory=dict)

    def on(self, subject: models.Model, *, unit_id: int | None = None) -> None:
        """Names the object of the act where it is known only inside the block."""
        self.table, self.row_id, unit = _place(subject, unit_id)
        self.unit_id = self.unit_id if unit is None else unit

    def note(self, **facts: Any) -> None:
        """Facts worth keeping with the act (counts, a decision's number): plain values, no personal data."""
        self.notes.update(facts)


_running: ContextVar[Act | None] = ContextVar("khuevan_audit_act", default=None)


@contextmanager
def act(
    actor: Actor,
    action: str,
    *,
    at: datetime,
    on: models.Model | None = None,
    unit_id: int | None = None,
    why: str = "",
    apart: bool = True,
    late: bool = False,
) -> Iterator[Act]:
    """One act of somebody: a transaction whose changes are all recorded under one act id.

    action: a code, module.object:verb, the permission's where there is one.
    on, unit_id: what it is about, and the unit that decides who may read the entry.
    An act inside another one joins it: same id, same transaction, no entry of its own.
    On an error everything is rolled back, the entries too.
    late: it begins with the first statement inside (see `database.apart`), which spares a message.
    apart: False where the caller's own transaction ends with the act anyway: an error rolls back all of it.
    """
    outer = _running.get()
    if outer is not None and connection.in_atomic_block:
        with transaction.atomic():
            yield outer
        return
    table, row_id, unit = _place(on, unit_id)
    running = Act(uuid.uuid4(), action, {}, table, row_id, unit)
    running.context = {
        **_who(actor, at),
        "id": str(running.id),
        "action": action,
        "why": why,
        "unit_id": unit,
    }
    with database.apart((_TELL, [_text(running.context)]), savepoint=apart, late=late) as last:
        token = _running.set(running)
        try:
            yield running
            last(_SAY_LAST, _entry(running.context, "act", action, _about(running), running.notes, why))
            events.publish(Acted(action, running.unit_id))
        finally:
            _running.reset(token)


@contextmanager
def bulk(
    actor: Actor, action: str, *, at: datetime, unit_id: int | None = None, why: str = ""
) -> Iterator[Act]:
    """A load of very many rows: each statement leaves one entry with the number and a digest of its rows.

    Only for the owner's log-in (furnishing, restoring); for anybody else rows are recorded one by one.
    The digest is the SHA-256 of the sorted SHA-256 of each row's text.
    """
    with act(actor, action, at=at, unit_id=unit_id, why=why) as running, connection.cursor() as cursor:
        cursor.execute("select set_config('khuevan.audit_bulk', 'on', true)")
        yield running
        cursor.execute("select set_config('khuevan.audit_bulk', '', true)")


def look(
    actor: Actor,
    action: str,
    *,
    at: datetime,
    on: models.Model | None = None,
    unit_id: int | None = None,
    why: str = "",
) -> None:
    """Records that somebody looked at a sensitive field of `on`. Call it before the value is shown."""
    record(actor, "look", action, at=at, on=on, unit_id=unit_id, why=why)


def export(
    actor: Actor,
    what: str,
    *,
    at: datetime,
    rows: int,
    unit_id: int | None = None,
    why: str = "",
    **facts: Any,
) -> None:
    """Records that rows left the platform: `what` (a code), how many, and facts such as the filter or the file's hash."""
    record(actor, "export", what, at=at, unit_id=unit_id, why=why, rows=rows, **facts)


def record(
    actor: Actor,
    kind: str,
    action: str,
    *,
    at: datetime,
    on: models.Model | None = None,
    unit_id: int | None = None,
    why: str = "",
    **facts: Any,
) -> None:
    """Records something that changes no row: kind is one word ("look", "export", "signin", "refusal")."""
    context = _who(actor, at)
    running = _running.get()
    if running is not None and connection.in_atomic_block:
        context["id"] = str(running.id)
    database.ask(_SAY, _entry(context, kind, action, _place(on, unit_id), facts, why))


def _who(actor: Actor, at: datetime) -> dict[str, Any]:
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return {
        "at": at.isoformat(),
        "actor_id": actor.account_id,
        "actor": actor.name,
        "acting_for": actor.acting_for,
        "origin": actor.origin[:ORIGIN_LENGTH],
    }


def _place(on: models.Model | None, unit_id: int | None) -> Place:
    if on is None:
        return "", "", unit_id
    if unit_id is None:
        unit_id = getattr(on, "scope_unit_id", None)
    return on._meta.db_table, "" if on.pk is None else str(on.pk), unit_id


def _about(running: Act) -> Place:
    return running.table, running.row_id, running.unit_id


def _entry(
    context: Mapping[str, Any], kind: str, action: str, place: Place, facts: Mapping[str, Any], why: str
) -> list[Any]:
    """What `audit_say` is told."""
    return [_text(context), kind, action, *place, _text(facts), why]


def _text(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, default=str)
