"""The same figures in the plainest form: a row for each unit, indicator and month, over the units of one department.

DuckDB reads them from Parquet, a file a month, sorted by unit and indicator; PostgreSQL from a table with an index that
holds all it is asked for. Both are asked what a page is made of, in turn with ours over the same units.
DASHBOARD_PEER_COMMUNES takes so many of the department's communes, with their schools.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from . import country
from .measure import Figure, median, milliseconds, percentile, seconds

QUESTIONS, TILES = 40, 12
COMMUNES = int(os.environ.get("DASHBOARD_PEER_COMMUNES", "1000"))
Rows = list[tuple[Any, ...]]
Asked = tuple[int, list[int], list[str]]
"""The unit, the units under it, the indicators: the first is asked of those under it."""


def run(units: Any, limit: float) -> Iterator[Figure]:
    import duckdb
    import psycopg
    from django.conf import settings

    communes = [
        one for one in units.by_kind["commune"] if units.parent[one] == units.by_kind["department"][0]
    ]
    communes = communes[:COMMUNES]
    inside = {units.by_kind["department"][0], *communes}
    inside |= {one for one in units.by_kind["school"] if units.parent[one] in inside}
    numbers = {code: place for place, code in enumerate(country.columns())}
    admin = settings.DATABASE_ADDRESSES.admin
    assert admin is not None
    login = {**admin.libpq(), "autocommit": True}
    with tempfile.TemporaryDirectory() as own, psycopg.connect(**login) as control:
        folder = Path(own)
        rows = _written(folder, inside, numbers)
        control.execute("drop database if exists khuevan_bench_long")
        control.execute("create database khuevan_bench_long")
        try:
            with psycopg.connect(**{**login, "dbname": "khuevan_bench_long"}) as database:
                _loaded(database, folder)
                held = control.execute("select pg_database_size('khuevan_bench_long')").fetchone()
                assert held is not None
                yield from _compared(
                    units,
                    sorted(inside),
                    numbers,
                    rows,
                    folder,
                    duckdb.connect(),
                    database,
                    int(held[0]),
                    limit,
                )
        finally:
            control.execute("drop database khuevan_bench_long with (force)")


def _written(folder: Path, inside: set[int], numbers: dict[str, int]) -> int:
    """A file for each month, out of the series; how many rows altogether."""
    import polars as pl

    from khuevan.governance.indicators.store.series import series
    from khuevan.governance.indicators.store.slots import ALONE, MANAGING

    rows = 0
    for block in series().current().blocks.values():
        wide = pl.scan_parquet([series().root / chunk.name for chunk in block.chunks]).filter(
            pl.col("unit_id").is_in(sorted(inside)), pl.col("kind").is_in([ALONE, MANAGING])
        ).collect()  # fmt: skip
        for month in block.months:
            of_month = wide.filter(month=month.month)
            long = pl.concat(
                [
                    of_month.select(
                        "unit_id",
                        pl.lit(numbers[code], pl.Int32).alias("indicator"),
                        pl.lit(month.month, pl.Int32).alias("month"),
                        pl.col(names[0]).cast(pl.Int64).alias("upper"),
                        (pl.col(names[1]) if len(names) > 1 else pl.lit(None)).cast(pl.Int64).alias("lower"),
                    )
                    for code, names in country.columns().items()
                ]
            ).sort("unit_id", "indicator")
            long.write_parquet(folder / f"{month.month}.parquet", compression="zstd", row_group_size=122_880)
            rows += long.height
    return rows


def _loaded(database: Any, folder: Path) -> None:
    import polars as pl

    database.execute(
        "create unlogged table long (unit_id int, indicator int, month int, upper bigint, lower bigint)"
    )
    with database.cursor().copy("copy long from stdin (format csv)") as copy:
        for file in sorted(folder.glob("*.parquet")):
            copy.write(pl.read_parquet(file).write_csv(include_header=False))
    database.execute("set maintenance_work_mem = '1GB'")
    database.execute("create unique index on long (unit_id, indicator, month) include (upper, lower)")
    database.execute("vacuum analyze long")


_TILES = "select indicator, month, upper, lower from {} where unit_id = {} and indicator in ({})"
_BELOW = (
    "select unit_id, month, upper, lower from {} where unit_id in ({}) and indicator = {} and month in ({})"
)


def _compared(
    units: Any, inside: Sequence[int], numbers: dict[str, int], rows: int, folder: Path, duck: Any, database: Any,
    held: int, limit: float,
) -> Iterator[Figure]:  # fmt: skip
    from khuevan.governance.indicators.store.months import earlier

    months = [earlier(country.LAST, by) for by in (0, 1, 12)]
    below: dict[int, list[int]] = {}
    for unit in inside:
        below.setdefault(units.parent.get(unit, 0), []).append(unit)
    chance = random.Random(rows)
    asked: list[Asked] = [
        (unit, below.get(unit, []), chance.sample(list(numbers), TILES))
        for unit in chance.choices(inside, k=QUESTIONS)
    ]
    asked[0] = (inside[0], below[inside[0]], asked[0][2])
    parquet = f"read_parquet('{folder}/*.parquet')"

    def of_sql(source: str, run: Callable[[str], Any]) -> Callable[[Asked], tuple[set[Any], set[Any]]]:
        def ask(one: Asked) -> tuple[set[Any], set[Any]]:
            unit, under, codes = one
            listed = ", ".join(str(numbers[code]) for code in codes)
            tiles = run(_TILES.format(source, unit, listed)).fetchall()
            wanted = _BELOW.format(
                source, ", ".join(map(str, under)), numbers[codes[0]], ", ".join(map(str, months))
            )
            return set(tiles), set(run(wanted).fetchall()) if under else set()

        return ask

    ways = {
        "ours": lambda one: _ours(one, numbers, months),
        "DuckDB": of_sql(parquet, duck.execute),
        "PostgreSQL": of_sql("long", database.execute),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for one in asked:
        answers = [ask(one) for ask in ways.values()]
        for name, ask in ways.items():
            took[name].append(seconds(lambda a=ask, q=one: a(q)))  # type: ignore[misc]
        if answers[0] != answers[1] or answers[0] != answers[2]:
            raise SystemExit(f"the engines do not agree about {one}")
    sizes = {
        "DuckDB": sum(file.stat().st_size for file in folder.glob("*.parquet")),
        "PostgreSQL": held,
    }
    ours = percentile(took["ours"], 0.95)
    for name, size in sizes.items():
        theirs = percentile(took[name], 0.95)
        yield Figure(
            f"figures of a page out of the series, {len(inside):,} units of one department, p95 of {len(asked)}",
            f"{milliseconds(ours)} (median {milliseconds(median(took['ours']))})",
            f"{name}, {rows:,} long rows of these units alone, {size / 2**20:,.0f} MB: {milliseconds(theirs)}"
            f" (median {milliseconds(median(took[name]))})",
            theirs / ours, f"< {limit * 1000:.0f} ms", ours < limit,
        )  # fmt: skip


def _ours(one: Asked, numbers: dict[str, int], months: Sequence[int]) -> tuple[set[Any], set[Any]]:
    from khuevan.governance.indicators.store.series import series
    from khuevan.governance.indicators.store.slots import ALONE, MANAGING

    unit, under, codes = one
    columns = country.columns()
    state = series().current()
    tiles, below = set(), set()
    wanted = [name for code in codes for name in columns[code]]
    for block in state.blocks.values():
        read = series().read(block, [(unit, ALONE), (unit, MANAGING)], wanted, state.kept)
        for rows in read.values():
            tiles |= {
                (numbers[code], month, *_pair(row, columns[code]))
                for month, row in rows.items()
                for code in codes
            }
        if under and any(month // 100 == block.year for month in months):
            slots = [(child, kind) for child in under for kind in (ALONE, MANAGING)]
            for (child, _kind), rows in series().read(block, slots, columns[codes[0]], months).items():
                below |= {(child, month, *_pair(row, columns[codes[0]])) for month, row in rows.items()}
    return tiles, below


def _pair(row: dict[str, Any], names: Sequence[str]) -> tuple[Any, Any]:
    return row[names[0]], row[names[1]] if len(names) > 1 else None
