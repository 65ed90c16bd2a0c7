"""Running the checks: over everything, or over some units. One transaction, seeing what the platform sees.

A check may count over units (the same child at two schools), so a run reads with the platform's eyes whoever asked for
it; what comes of it is shown within each one's own reach.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import connection

from khuevan.kernel import access, audit, clock, database, facts
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.checks import Check, declared

from ..choices import RunKind
from ..models import Run
from ..permissions import START_RUN, VIEW_QUALITY
from .judging import by_facts, judge_rows
from .limits import settings_on
from .recording import record_verdict
from .standings import restand

LOCK = 20292
Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Ran:
    """What a run did: rows read, findings that came up and that were mended, seconds."""

    rows: int
    found: int
    mended: int
    seconds: float


def run_checks(*, actor: Actor, at: datetime, step: Step | None = None) -> Ran:
    """Every check over everything. For those who may start runs somewhere, and for the night.

    step(done, of, what) is told of progress. Raises access.Refused.
    """
    access.demand(actor, START_RUN)
    alone = not connection.in_atomic_block
    with database.acting(access.system()), audit.act(actor, START_RUN.code, at=at) as act:
        ran = _run(None, at=at, by=actor.name, step=step, ahead=alone)
        act.note(rows=ran.rows, found=ran.found, mended=ran.mended)
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
        return _run(units, at=at, by=by, published=published)


def _run(
    units: Collection[int] | None,
    *,
    at: datetime,
    by: str,
    published: Collection[facts.Facts] | None = None,
    step: Step | None = None,
    ahead: bool = False,
) -> Ran:
    """`ahead`: everything, and the next rows are read while these are judged; not inside a transaction of the caller's,
    whose rows another connection does not see."""
    database.wait_for_turn(LOCK)  # two would find the same and wait for each other's rows
    begun = time.monotonic()
    on = clock.on(at)
    checks = declared()
    settings = settings_on(list(checks.values()), on)
    reach = Reach.everything() if units is None else Reach.of(units)
    groups = [(f, c) for f, c in by_facts(checks) if published is None or f in published]
    rows = found = mended = 0
    wanted = [read for read, _asked in groups]
    frames = _ahead(wanted, on) if ahead else (facts.read(one, on=on, units=reach) for one in wanted)
    for number, (read, asked) in enumerate(groups):
        if step is not None:
            step(number, len(groups) + 1, str(read.label))
        verdict = judge_rows(next(frames), asked, settings)
        came, went = record_verdict(verdict.faults, verdict.tallies, codes=_codes(asked), units=reach, at=at)
        rows, found, mended = rows + verdict.rows, found + came, mended + went
    restand(units, at=at, on=on)
    ran = Ran(rows, found, mended, time.monotonic() - begun)
    if units is None or found or mended:
        Run.objects.create(
            kind=RunKind.FULL if units is None else RunKind.UNITS, started_at=at, seconds=ran.seconds,
            rows=rows, found=found, mended=mended, started_by=by,
        )  # fmt: skip
    return ran


def _ahead(wanted: Sequence[facts.Facts], on: date) -> Iterator[pl.DataFrame]:
    """Everything of each kind of facts in turn, read one kind ahead over a connection of its own."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(_everything, wanted[0], on)
        try:
            for following in (*wanted[1:], None):
                frame = coming.result()
                if following is not None:
                    coming = reader.submit(_everything, following, on)
                yield frame
        finally:
            reader.submit(lambda: connection.close())  # the reader's own: each thread has one


def _everything(published: facts.Facts, on: date) -> pl.DataFrame:
    with database.acting(access.system()):
        return facts.read(published, on=on)


def _codes(checks: Collection[Check]) -> list[str]:
    return [check.code for check in checks]
