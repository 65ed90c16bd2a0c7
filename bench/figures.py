"""Indicators over a province of 700,000: rows read into the store, every part of every indicator by unit, questions as
pages ask them, and what a change costs.

Beside them, in the same run: PostgreSQL only handing the same rows over; Parquet only being decoded; a rebuild.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path

from khuevan.kernel.testing.server import connected

from .measure import Figure, median, percentile, seconds
from .province import province

QUESTION = 0.5
"""Seconds within which any question is answered, all levels."""
CHANGES = (1, 100, 10_000)
ROUNDS = 3


def run() -> Iterator[Figure]:
    from django.conf import settings

    with connected(province()), tempfile.TemporaryDirectory() as folder:
        settings.FACTS_ROOT = Path(folder)
        rebuilt = yield from _rebuilding()
        yield _totals()
        yield from _questions()
        for number in CHANGES:
            yield _following(number, rebuilt)


def _rebuilding() -> Generator[Figure, None, float]:
    from khuevan.governance.indicators import services
    from khuevan.governance.indicators.queries.computing import used_facts
    from khuevan.kernel import access, clock, database, facts

    actor = access.system("bench")
    with database.acting(actor):
        handing_over = seconds(lambda: [facts.read(one, on=clock.today()).height for one in used_facts()])
    done = services.rebuild(actor=actor, at=clock.now())
    yield Figure(
        f"{len(used_facts())} facts, {done.rows:,} rows read into the store", f"{done.seconds:.1f} s",
        f"only handed over: {handing_over:.1f} s", done.seconds / handing_over, "", None,
    )  # fmt: skip
    return done.seconds


def _totals() -> Figure:
    """All parts by unit and usual splits, from the files, against decoding every column of the same files."""
    import polars as pl

    from khuevan.governance.indicators.queries import computing
    from khuevan.governance.indicators.store import store, sums

    state = store().current()
    assert state is not None
    wanted = [one for one in computing.used_facts() if computing.parts_over(one)]
    parts = sum(len(computing.parts_over(one)) for one in wanted)

    def compute() -> None:
        for one in wanted:
            rows, recipe = store().rows(state, one), sums.recipe_of(one)
            assert recipe is not None
            sums.summed(rows, recipe, read_at_once=True).collect(engine="streaming")

    def decode() -> None:
        for one in wanted:
            store().rows(state, one).select(pl.all().null_count()).collect(engine="streaming")

    ours, limit = [], []
    for _round in range(ROUNDS):
        ours.append(seconds(compute))
        limit.append(seconds(decode))
    return Figure(
        f"{parts} parts of all indicators, by unit and usual splits", f"{median(ours):.2f} s",
        f"decoding alone: {median(limit):.2f} s",
        median([a / b for a, b in zip(ours, limit, strict=True)]), "", None,
    )  # fmt: skip


def _questions() -> Iterator[Figure]:
    """Every indicator at the department, plain and taken apart by each of its splits, as its page asks."""
    from khuevan.governance.indicators import queries
    from khuevan.governance.indicators.rules import asked_of
    from khuevan.kernel import access, clock, database
    from khuevan.kernel.measures import declared
    from khuevan.register.organisations.choices import Line

    actor, on = access.system("bench"), clock.today()
    plain: list[float] = []
    apart: list[float] = []
    with database.acting(actor):
        roots = queries.place_of(actor, None, Line.MANAGING, on=on)
        assert roots is not None
        below = [one for one in roots.below if one.has_children]
        place = queries.place_of(actor, below[0].id, Line.MANAGING, on=on) if below else roots
        assert place is not None
        for indicator in declared().values():
            for by in ("", *(one.column for one in indicator.splits)):
                asked = asked_of(indicator, {"by": by})
                took = seconds(lambda i=indicator, a=asked: queries.answer(actor, i, place, a, on=on))  # type: ignore[misc]
                (apart if by else plain).append(took)
    for name, durations in (("plain", plain), ("taken apart by a split", apart)):
        late = percentile(durations, 0.95)
        yield Figure(
            f"{len(durations)} questions {name}, with the units below", f"p95 {late * 1000:.0f} ms",
            f"median {median(durations) * 1000:.0f} ms", None, f"< {QUESTION:.1f} s", late < QUESTION,
        )  # fmt: skip


def _following(number: int, rebuilt: float) -> Figure:
    """Learners whose record changes, wherever they are: what is read again, against reading everything."""
    from django.db import connection

    from khuevan.governance.indicators import services
    from khuevan.kernel import access, clock, database

    services.follow(at=clock.now())
    with database.acting(access.system("bench")), connection.cursor() as cursor:
        cursor.execute(
            "update people_person set current_address = %s where id in"
            " (select person_id from schoolyear_enrolment where left_on is null order by hashint8(id) limit %s)",
            [f"Thôn {time.time_ns()}", number],
        )
    begun = time.perf_counter()
    done = services.follow(at=clock.now())
    took = time.perf_counter() - begun
    rows = sum(one.rows for one in done)
    if rows < number:
        raise SystemExit(f"{rows} rows were read again after {number} learners changed")
    kind = "all read anew" if any(one.whole for one in done) else f"{rows:,} rows read"
    return Figure(
        f"refresh after {number:,} changed records ({kind})", f"{took:.2f} s",
        f"rebuild: {rebuilt:.1f} s", took / rebuilt, "", None,
    )  # fmt: skip
