"""Reading runs: one's own, and those of the units where one may view them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access
from khuevan.kernel.access import Actor

from . import services
from .choices import OPEN, State
from .models import JobRun
from .permissions import VIEW_JOBS

TONES = {
    State.WAITING: "neutral",
    State.RUNNING: "primary",
    State.SUCCEEDED: "success",
    State.FAILED: "danger",
    State.CANCELLED: "warning",
    State.INTERRUPTED: "danger",
}
BARS = {
    State.WAITING: "waiting",
    State.RUNNING: "running",
    State.SUCCEEDED: "done",
    State.FAILED: "failed",
    State.CANCELLED: "cancelled",
    State.INTERRUPTED: "failed",
}


class Made(Protocol):
    """What a job works at, with the number of its run."""

    run_id: int | None


M = TypeVar("M", bound=Made)


@dataclass(frozen=True)
class RunRow:
    """A run as pages show it."""

    id: int
    label: str
    who: str
    state: str
    state_label: str
    tone: str
    bar: str
    is_open: bool
    done: int
    total: int | None
    message: str
    error: str
    attempts: int
    cancel_requested: bool
    created_at: datetime
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    result: tuple[tuple[str, str], ...]
    may_cancel: bool
    may_retry: bool


def visible(actor: Actor) -> QuerySet[JobRun]:
    """The runs that the actor may see."""
    of_units = JobRun.objects.within(access.scope(actor, VIEW_JOBS))
    if actor.account_id is None:
        return of_units
    return JobRun.objects.filter(Q(account_id=actor.account_id) | Q(pk__in=of_units.values("pk")))


def runs(actor: Actor, *, state: str = "", mine: bool = False, text: str = "") -> QuerySet[JobRun]:
    """The visible runs, narrowed; unordered."""
    found = JobRun.objects.filter(account_id=actor.account_id) if mine else visible(actor)
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state in State.values:
        found = found.filter(state=state)
    if text:
        found = found.filter(Q(label__icontains=text) | Q(actor_name__icontains=text))
    return found


def run(actor: Actor, run_id: int) -> JobRun:
    """Raises Http404 for a run that the actor may not see."""
    found = visible(actor).filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def with_run(read: Callable[[], M]) -> tuple[M, JobRun | None]:
    """What a job works at, and its run: read anew where the run had ended by the time it was looked for, so that an
    ended run never stands beside what was there before its end (a page that says so would not ask again)."""
    ended: int | None = None
    while True:
        made = read()
        found = JobRun.objects.filter(pk=made.run_id).first() if made.run_id is not None else None
        if found is None or found.is_open or found.pk == ended:
            return made, found
        ended = found.pk


def worker_is_alive(at: datetime) -> bool:
    """Whether some worker has reported within a minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from procrastinate_workers where last_heartbeat > %s)",
            [at - timedelta(seconds=60)],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def shown(actor: Actor, row: JobRun) -> RunRow:
    state = State(row.state)
    may = services.may_manage(actor, row)
    return RunRow(
        id=row.pk,
        label=row.label,
        who=row.actor_name,
        state=row.state,
        state_label=_("Đang dừng") if row.cancel_requested and row.is_open else str(state.label),
        tone=TONES[state],
        bar=BARS[state],
        is_open=row.is_open,
        done=row.progress,
        total=row.total,
        message=row.message,
        error=row.error,
        attempts=row.attempts,
        cancel_requested=row.cancel_requested,
        created_at=row.created_at,
        due_at=row.due_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        result=_pairs(row.result),
        may_cancel=may and row.is_open and not row.cancel_requested,
        may_retry=may and row.is_retriable,
    )


def _pairs(result: Any) -> tuple[tuple[str, str], ...]:
    if result is None:
        return ()
    if isinstance(result, dict):
        return tuple((str(name), _plain(value)) for name, value in result.items())
    return ((_("Kết quả"), _plain(result)),)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value[:20])) + ("…" if len(value) > 20 else "")
    return str(value)
