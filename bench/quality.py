"""All checks over a province of 700,000: seconds from the rows in PostgreSQL to findings and standings written.

Four runs: the first, when no rows are kept; one after it, which changes nothing; the next night, by whose day the checks
that look at the day are asked again; and the night after 1 % of the learners changed in person, profile and enrolment.
The last two are rolled back, and so read over one connection. Beside them one full scan by DuckDB of the same columns (as
Parquet, every value read), and the time in which PostgreSQL only hands the same rows over.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from khuevan.kernel.testing.server import connected

from .measure import Figure, seconds
from .province import wanted

LIMIT = 15.0
CHANGES = (
    "update people_person set birthplace = birthplace || ' ' where id in"
    " (select person_id from learners_learner where id % 100 = 7)",
    "update learners_learner set height_cm = coalesce(height_cm, 140) + 1 where id % 100 = 7",
    "update schoolyear_enrolment set enrolled_on = enrolled_on - 1 where learner_id % 100 = 7 and left_on is null",
)
Ran = Any


def run() -> Iterator[Figure]:
    from django.conf import settings

    from khuevan.governance.quality import services
    from khuevan.kernel import access, clock
    from khuevan.kernel.checks import declared

    actor = access.system("bench")
    kept_before = settings.FACTS_ROOT
    with connected(wanted()), tempfile.TemporaryDirectory() as folder:
        settings.FACTS_ROOT = Path(folder)
        try:
            handing_over, rows, scan = _limits(Path(folder))
            first = services.run_checks(actor=actor, at=clock.now())
            again = services.run_checks(actor=actor, at=clock.now())
            night, _changed = _rolled_back(clock.now() + timedelta(days=1), (), Path(folder))
            busy, changed = _rolled_back(clock.now() + timedelta(days=1), CHANGES, Path(folder))
        finally:
            settings.FACTS_ROOT = kept_before
    checks = f"all {len(declared())} checks over {rows:,} rows"
    yield _figure(f"{checks}, nothing changed", again, scan, LIMIT)
    yield _figure("the next night, nothing changed", night, scan, LIMIT)
    yield _figure(f"the next night, 1 % of the learners changed ({changed:,} rows)", busy, scan, LIMIT)
    yield _figure("the first run, no rows kept", first, scan, None)
    yield Figure(
        "of the first run PostgreSQL handing the rows over", f"{handing_over:.1f} s", f"all {first.seconds:.1f} s",
        handing_over / first.seconds, "", None,
    )  # fmt: skip


def _figure(name: str, ran: Ran, scan: float, limit: float | None) -> Figure:
    return Figure(
        name, f"{ran.seconds:.1f} s ({ran.read:,} rows read)", f"DuckDB scan {scan:.2f} s", ran.seconds / scan,
        f"<= {limit:.0f} s" if limit else "", ran.seconds <= limit if limit else None,
    )  # fmt: skip


def _limits(folder: Path) -> tuple[float, int, float]:
    """Seconds in which the rows are handed over, how many they are, and seconds of DuckDB's scan."""
    import duckdb

    from khuevan.kernel import access, clock, database, facts
    from khuevan.kernel.checks import declared

    handing_over, rows, scan = 0.0, 0, 0.0
    for code, found in {check.facts.code: check.facts for check in declared().values()}.items():
        with database.acting(access.system("bench")):
            begun = time.perf_counter()
            frame = facts.read(found, on=clock.today())
            handing_over += time.perf_counter() - begun
        rows += frame.height
        path = folder / f"{code}.scan"
        frame.write_parquet(path)
        columns = ", ".join(f"count({name}), min({name})" for name in frame.columns)
        scan += seconds(
            lambda c=columns, p=path: duckdb.sql(f"select {c} from read_parquet('{p}')").fetchall()
        )
        path.unlink()
    return handing_over, rows, scan


def _rolled_back(at: datetime, changes: tuple[str, ...], kept: Path) -> tuple[Ran, int]:
    """A run after these changes, of which nothing stays, in the database or in the folder; and how many rows were
    changed."""
    from django.db import connection, transaction

    from khuevan.governance.quality import services
    from khuevan.kernel import access, audit, database

    actor, changed = access.system("bench"), 0
    before = Path(f"{kept}-before")
    shutil.copytree(kept, before)
    with transaction.atomic():
        with (
            database.acting(actor),
            audit.act(actor, "bench.rows:change", at=at),
            connection.cursor() as cursor,
        ):
            for statement in changes:
                cursor.execute(statement)
                changed += cursor.rowcount
        ran = services.run_checks(actor=actor, at=at)
        transaction.set_rollback(True)
    shutil.rmtree(kept)
    before.rename(kept)
    return ran, changed
