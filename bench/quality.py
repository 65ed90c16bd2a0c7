"""All checks over a province of 700,000: seconds from the rows in PostgreSQL to findings and standings written.

Beside it one full scan by DuckDB of the same columns (as Parquet, every value read), and the time in which PostgreSQL
only hands the same rows over. The first run writes every finding; the second, which changes nothing, is a night.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .measure import Figure, seconds
from .province import connected, province

LIMIT = 15.0


def run() -> Iterator[Figure]:
    import duckdb

    from khuevan.governance.quality import services
    from khuevan.kernel import access, clock, database, facts
    from khuevan.kernel.checks import declared

    actor = access.system("bench")
    with connected(province()), tempfile.TemporaryDirectory() as folder:
        read = {check.facts.code: check.facts for check in declared().values()}
        with database.acting(actor):
            begun = time.perf_counter()
            frames = {code: facts.read(found, on=clock.today()) for code, found in read.items()}
            handing_over = time.perf_counter() - begun
        rows = sum(frame.height for frame in frames.values())
        scan = 0.0
        for code, frame in frames.items():
            path = Path(folder) / f"{code}.parquet"
            frame.write_parquet(path)
            columns = ", ".join(f"count({name}), min({name})" for name in frame.columns)
            scan += seconds(lambda c=columns, p=path: duckdb.sql(f"select {c} from '{p}'").fetchall())
        first = services.run_checks(actor=actor, at=clock.now())
        again = services.run_checks(actor=actor, at=clock.now())
    yield Figure(
        f"all {len(declared())} checks over {rows:,} rows", f"{again.seconds:.1f} s (first run {first.seconds:.1f} s)",
        f"DuckDB scan {scan:.2f} s", again.seconds / scan, f"<= {LIMIT:.0f} s", again.seconds <= LIMIT,
    )  # fmt: skip
    yield Figure(
        "of which PostgreSQL handing the rows over", f"{handing_over:.1f} s", f"all {again.seconds:.1f} s",
        handing_over / again.seconds, "", None,
    )  # fmt: skip
