"""Every school of a province re-proposed by all probes: from stored sums and counts to proposals written.

Beside it the time in which PostgreSQL alone answers the same counts, asked without us: no proposal can be made before.
And one school after another from its records, as the school's own button does it, for what it would cost without sets.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from khuevan.kernel.testing.server import connected

from .measure import Figure, seconds
from .province import wanted

LIMIT = 5.0
"""Ratio to PostgreSQL's own part."""
ONE_BY_ONE = 20


def run() -> Iterator[Figure]:
    from django.conf import settings

    from khuevan.kernel import clock

    with connected(wanted()), tempfile.TemporaryDirectory() as folder:
        before, settings.FACTS_ROOT = settings.FACTS_ROOT, Path(folder)
        try:
            yield from measured(clock.now(), clock.today())
        finally:
            settings.FACTS_ROOT = before


def measured(at: datetime, on: date) -> Iterator[Figure]:
    """Of the database that is connected."""
    from khuevan.governance.indicators import services as indicators
    from khuevan.governance.maturity import probes, queries, services
    from khuevan.governance.maturity.probes import OfUse
    from khuevan.governance.maturity.queries.usage import usage
    from khuevan.kernel import access, database

    actor = access.system("bench")
    indicators.rebuild(actor=actor, at=at)
    edition, year = queries.edition("4725"), queries.year_of("", on) or ""
    with database.acting(actor):
        units = list(queries.assessed_units(actor, edition, on=on))
    every = [one for found in probes.of_edition(edition.code).values() for one in found]
    counts = [one.source.name for one in every if isinstance(one.source, OfUse)]

    def counted() -> None:
        for name in counts:
            usage(name, units, year=year, on=on)

    with database.acting(actor):
        alone = seconds(counted)
    services.propose_all(at=at, edition=edition, year=year)
    whole = seconds(lambda: services.propose_all(at=at, edition=edition, year=year))
    single = _one_by_one(actor, queries.index(edition, on), units[:ONE_BY_ONE], year, on)
    yield Figure(
        f"{len(units):,} schools re-proposed by {len(every)} probes", f"{whole:.2f} s",
        f"PostgreSQL's counts alone {alone:.2f} s", whole / alone, f"<= {LIMIT:.0f}", whole / alone <= LIMIT,
    )  # fmt: skip
    each = single / max(len(units[:ONE_BY_ONE]), 1)
    yield Figure(
        "one school from its records", f"{each * 1000:.0f} ms", f"in the set {whole / len(units) * 1000:.1f} ms a school",
        each / (whole / len(units)), "", None,
    )  # fmt: skip


def _one_by_one(actor: Any, index: Any, units: list[int], year: str, on: date) -> float:
    from khuevan.governance.maturity import queries
    from khuevan.kernel import database

    begun = time.perf_counter()
    with database.acting(actor):
        for unit in units:
            queries.proposal_of(actor, index, unit, year=year, on=on)
    return time.perf_counter() - begun
