"""The nation: learners at school and their results, more than sixty declared indicators by school, grade and sex,
rolled up to communes, provinces and the nation. Against Polars, DuckDB and PostgreSQL asked by hand for the same, and
the same columns only being decoded; how it grows; what a question costs once sums are stored.

NATION_LEARNERS (1,000,000) says how many, NATION_POSTGRES (500,000) how many of them PostgreSQL is asked about;
NATION_FOLDER keeps the files. `NATION_LEARNERS=25000000 NATION_FOLDER=… ONLY=nation make bench` is the whole country.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .measure import Figure, median, seconds

LEARNERS = int(os.environ.get("NATION_LEARNERS", "1000000"))
OF_POSTGRES = int(os.environ.get("NATION_POSTGRES", "500000"))
ROUNDS = 3
AIM_POLARS, AIM_POSTGRES, QUESTION = 1.3, 6.0, 0.5


def run() -> Iterator[Figure]:
    from . import nation_work

    with tempfile.TemporaryDirectory() as own:
        folder = Path(os.environ.get("NATION_FOLDER", own))
        written = _written(folder)
        over = f"{nation_work.indicators()} indicators ({sum(map(len, nation_work.parts().values()))} parts)"
        yield from _against_engines(folder, written, over)
        yield from _growth(folder, written)
        yield _against_postgres(folder)
        yield from _stored(folder, written)


def _written(folder: Path) -> int:
    """The files, made by the first run in this folder; how many learners they hold."""
    import polars as pl

    from khuevan.demo import nation_facts

    if not (folder / "places.parquet").exists():
        nation_facts.write(folder, report=lambda *_done: None, learners=LEARNERS)
    return int(pl.scan_parquet(folder / "schoolyear.student-*.parquet").select(pl.len()).collect().item())


def _work(way: str, folder: Path, learners: int = 10**9) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.nation_work", way, str(folder), str(learners)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _seconds(found: dict[str, Any]) -> float:
    return float(found["by_school"] + found["up"])


def _against_engines(folder: Path, learners: int, over: str) -> Iterator[Figure]:
    ways = ("ours", "polars", "duckdb", "decoding")
    found = {way: [] for way in ways}  # type: dict[str, list[dict[str, Any]]]
    for _round in range(ROUNDS):
        for way in ways:
            found[way].append(_work(way, folder))
    answers = [found[way][0]["answer"] for way in ways[:3]]
    if answers[0] != answers[1] or answers[0] != answers[2]:
        raise SystemExit("the engines do not agree on the nation's sums")
    own = median([_seconds(one) for one in found["ours"]])
    peak = max(one["peak"] for one in found["ours"])
    for way, said in (
        ("polars", "Polars by hand"),
        ("duckdb", "DuckDB by hand"),
        ("decoding", "decoding alone"),
    ):
        ratios = [_seconds(a) / _seconds(b) for a, b in zip(found["ours"], found[way], strict=True)]
        theirs, memory = median([_seconds(one) for one in found[way]]), max(one["peak"] for one in found[way])
        aim = AIM_POLARS if way == "polars" else None
        yield Figure(
            f"{over} of {learners:,} learners, all levels", f"{own:.2f} s, {peak:,.0f} MB",
            f"{said}: {theirs:.2f} s, {memory:,.0f} MB", median(ratios), f"≤ {aim}" if aim else "",
            median(ratios) <= aim if aim else None,
        )  # fmt: skip


def _growth(folder: Path, learners: int) -> Iterator[Figure]:
    """The same over a 25th, a fifth and all: seconds for each million."""
    import polars as pl

    from . import nation_work

    for share in (25, 5, 1):
        taken = nation_work.files(folder, "schoolyear.student", learners // share)
        rows = int(pl.scan_parquet(taken).select(pl.len()).collect().item())
        found = _work("ours", folder, learners // share)
        yield Figure(
            f"the same over {rows:,}", f"{_seconds(found):.2f} s, {found['peak']:,.0f} MB",
            f"{_seconds(found) / rows * 1e6:.2f} s a million", None, "", None,
        )  # fmt: skip


def _against_postgres(folder: Path) -> Figure:
    """Rows in an unlogged table, counted and vacuumed; the better of its own plan and a hash aggregate with much
    memory."""
    import psycopg
    from django.conf import settings

    admin = settings.DATABASE_ADDRESSES.admin
    assert admin is not None
    login = {**admin.libpq(), "autocommit": True}
    with psycopg.connect(**login) as control:
        control.execute("drop database if exists khuevan_bench_nation")
        control.execute("create database khuevan_bench_nation")
        try:
            with psycopg.connect(**{**login, "dbname": "khuevan_bench_nation"}) as database:
                rows = _loaded(database, folder)
                theirs = min(_postgres(database, has_memory) for has_memory in (False, True, False, True))
        finally:
            control.execute("drop database khuevan_bench_nation with (force)")
    ours = median([_seconds(_work("ours", folder, OF_POSTGRES)) for _round in range(ROUNDS)])
    return Figure(
        f"the same over {rows:,}", f"{ours:.2f} s", f"PostgreSQL's best plan: {theirs:.1f} s", theirs / ours,
        f"≥ {AIM_POSTGRES:.0f}", theirs / ours >= AIM_POSTGRES,
    )  # fmt: skip


def _loaded(database: Any, folder: Path) -> int:
    import polars as pl

    from . import nation_work

    kinds = {pl.Int32: "int", pl.Boolean: "boolean", pl.String: "text"}
    rows = 0
    for code, of in nation_work.parts().items():
        taken = nation_work.files(folder, code, OF_POSTGRES)
        frame = pl.scan_parquet(taken).select(nation_work.columns(of)).collect()
        named = ", ".join(f"{name} {kinds[type(kind)]}" for name, kind in frame.schema.items())
        database.execute(f"create unlogged table {nation_work.table_of(code)} ({named})")
        with database.cursor().copy(f"copy {nation_work.table_of(code)} from stdin (format csv)") as copy:
            for start in range(0, frame.height, 100_000):
                copy.write(frame.slice(start, 100_000).write_csv(include_header=False))
        rows = frame.height
    places = pl.read_parquet(folder / "places.parquet")
    database.execute("create unlogged table places (unit_id int, commune int, province int)")
    with database.cursor().copy("copy places from stdin (format csv)") as copy:
        copy.write(places.write_csv(include_header=False))
    database.execute("vacuum analyze")
    return rows


def _postgres(database: Any, has_memory: bool) -> float:
    from . import nation_work

    database.execute("set work_mem = " + ("'2GB'" if has_memory else "'64MB'"))
    database.execute("set enable_sort = " + ("off" if has_memory else "on"))

    def ask() -> None:
        for code, of in nation_work.parts().items():
            table = nation_work.table_of(code)
            counted = ", ".join(
                "count(*)"
                + (f" filter (where {nation_work.sql_of(part.where)})" if part.where else "")
                + f" as {name}"
                for name, part in of.items()
            )
            database.execute(f"drop table if exists up_{table}")
            database.execute(
                f"create unlogged table up_{table} as select unit_id, grade, sex, {counted}"  # noqa: S608
                f" from {table} group by unit_id, grade, sex"
            )
            added = ", ".join(f"sum({name})" for name in of)
            for level in nation_work.LEVELS:
                place = "1" if level == "nation" else f"p.{level}"
                database.execute(
                    f"select {place}, grade, sex, {added} from up_{table} join places p using (unit_id)"  # noqa: S608
                    " group by 1, 2, 3"
                ).fetchall()

    return seconds(ask)


def _stored(folder: Path, learners: int) -> Iterator[Figure]:
    """The store's own sums, taken apart by all usual splits: made, then asked as pages ask."""
    import polars as pl

    from khuevan.governance.indicators.queries.computing import figures, members_of
    from khuevan.governance.indicators.rules import Asked
    from khuevan.governance.indicators.store import File, Kept, Manifest, Piece, Store, sums
    from khuevan.kernel import clock
    from khuevan.kernel.measures import declared
    from khuevan.school.schoolyear.facts import STUDENTS

    recipe = sums.recipe_of(STUDENTS)
    assert recipe is not None
    made = folder / "stored-sums.parquet"
    rows = pl.scan_parquet(folder / "schoolyear.student-*.parquet")
    took = seconds(lambda: sums.summed(rows, recipe, read_at_once=True).sort("unit_id").sink_parquet(made))
    height = int(pl.scan_parquet(made).select(pl.len()).collect().item())
    yield Figure(
        f"sums stored by school and {len(recipe.splits)} splits, {height:,} rows", f"{took:.1f} s",
        f"{made.stat().st_size / 2**20:.0f} MB", None, "", None,
    )  # fmt: skip
    piece = Piece(File("", 0, ""), sums=File(made.name, height, ""))
    state = Manifest(
        1,
        clock.today(),
        datetime.now(UTC),
        {},
        {STUDENTS.code: Kept("", (piece,), recipe.splits, recipe.names)},
    )
    places = pl.read_parquet(folder / "places.parquet")
    levels = {
        "the nation and its provinces": [(1, unit) for unit in places["unit_id"]] + places.select("province",
        "unit_id").rows(), "all communes of the nation": places.select("commune", "unit_id").rows(),
    }  # fmt: skip
    indicator = declared()["schoolyear.student:minority_girls_share"]
    by = {one.column: one for one in indicator.splits}
    for level, pairs in levels.items():
        members = members_of(pairs)
        for split in ("", "grade", "sex"):
            asked = Asked((), by[split]) if split else Asked(((by["sex"], "female"),))
            times = [
                seconds(lambda a=asked, m=members: figures(Store(folder), state, indicator, m, a))  # type: ignore[misc]
                for _round in range(ROUNDS + 2)
            ]
            yield Figure(
                f"a question to stored sums: {level}, {f'by {split}' if split else 'girls only'}",
                f"{median(times) * 1000:.0f} ms", f"of {learners:,} learners", None, f"< {QUESTION} s",
                median(times) < QUESTION,
            )  # fmt: skip
