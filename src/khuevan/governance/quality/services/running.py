"""Running the checks: over everything, or over some units. One transaction, seeing what the platform sees.

A check may count over units (the same child at two schools), so a run reads with the platform's eyes whoever asked for
it; what comes of it is shown within each one's own reach.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from khuevan.kernel import access, audit, clock, database, facts
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.checks import Check, Setting, declared

from ..choices import RunKind
from ..models import Run
from ..permissions import START_RUN, VIEW_QUALITY
from ..store import store
from .judging import by_facts, judge_rows
from .keeping import Keeper
from .limits import settings_on
from .reading import plan_of, read_parts
from .recording import record_verdict
from .standings import restand

CHECKING = database.Turn("quality.checking")
Step = Callable[[int, int, str], None]
Groups = Sequence[tuple[facts.Facts, Sequence[Check]]]


@dataclass(frozen=True)
class Ran:
    """What a run did: rows that its verdict is about, findings that came up and that were mended, seconds; and how many
    rows it read from the database, the others being kept from before."""

    rows: int
    found: int
    mended: int
    seconds: float
    read: int = 0


def run_checks(*, actor: Actor, at: datetime, step: Step | None = None, full: bool = False) -> Ran:
    """Every check over everything. For those who may start runs somewhere, and for the night.

    Gives the same whether rows are kept from the last run or not; full: every row is read anew.
    step(done, of, what) is told of progress. Raises access.Refused.
    """
    access.demand(actor, START_RUN)
    alone = not connection.in_atomic_block
    with database.acting(access.system()), audit.act(actor, START_RUN.code, at=at) as act:
        ran = _run_all(at=at, by=actor.name, step=step, full=full, ahead=alone)
        act.note(rows=ran.rows, read=ran.read, found=ran.found, mended=ran.mended)
    return ran


def recheck_unit(*, actor: Actor, at: datetime, unit_id: int) -> Ran:
    """Every check over one unit, at once. For those who may see its findings. Raises access.Refused."""
    access.demand(actor, VIEW_QUALITY, on=unit_id)
    return run_units([unit_id], at=at, by=actor.name)


def run_units(
    units: Collection[int], *, at: datetime, by: str, published: Collection[facts.Facts] | None = None
) -> Ran:
    """Checks over these units, of all facts or of those named. No permission: what follows from a change does this."""
    with database.acting(access.system()):
        return _run_units(units, at=at, by=by, published=published)


def _run_all(*, at: datetime, by: str, step: Step | None, full: bool, ahead: bool) -> Ran:
    """`ahead`: the next rows are read while these are judged, over other connections."""
    CHECKING.wait()  # two would find the same and wait for each other's rows
    begun, on = time.monotonic(), clock.on(at)
    groups, settings = _asked_on(on)
    kept = store()
    plan = plan_of(groups, settings, store=kept, state=None if full else kept.current(), on=on)
    keeper, reach = Keeper(kept, settings), Reach.everything()
    rows = read = found = mended = 0
    coming = read_parts(plan, kept, on=on, ahead=ahead)
    for number, (part, (one, asked)) in enumerate(zip(plan.parts, groups, strict=True)):
        if step is not None:
            step(number, len(groups) + 1, str(one.label))
        got = next(coming)
        verdict = keeper.judge(part, got, asked)
        came, went = record_verdict(verdict.faults, verdict.tallies, codes=_codes(asked), units=reach, at=at)
        rows, read = rows + verdict.rows, read + got.frame.height
        found, mended = found + came, mended + went
    restand(None, at=at, on=on)
    keeper.put(plan, on=on)
    ran = Ran(rows, found, mended, time.monotonic() - begun, read)
    _note(ran, RunKind.FULL, at, by)
    return ran


def _run_units(
    units: Collection[int], *, at: datetime, by: str, published: Collection[facts.Facts] | None
) -> Ran:
    CHECKING.wait()
    begun, on = time.monotonic(), clock.on(at)
    groups, settings = _asked_on(on)
    reach = Reach.of(units)
    rows = found = mended = 0
    for one, asked in groups:
        if published is not None and one not in published:
            continue
        verdict = judge_rows(facts.read(one, on=on, units=reach), asked, settings)
        came, went = record_verdict(verdict.faults, verdict.tallies, codes=_codes(asked), units=reach, at=at)
        rows, found, mended = rows + verdict.rows, found + came, mended + went
    restand(units, at=at, on=on)
    ran = Ran(rows, found, mended, time.monotonic() - begun, rows)
    if found or mended:
        _note(ran, RunKind.UNITS, at, by)
    return ran


def _asked_on(on: date) -> tuple[Groups, Mapping[str, Setting]]:
    checks = declared()
    return by_facts(checks), settings_on(list(checks.values()), on)


def _note(ran: Ran, kind: RunKind, at: datetime, by: str) -> None:
    Run.objects.create(
        kind=kind, started_at=at, seconds=ran.seconds, rows=ran.rows, found=ran.found, mended=ran.mended,
        started_by=by,
    )  # fmt: skip


def _codes(checks: Collection[Check]) -> list[str]:
    return [check.code for check in checks]
