"""One way of adding up the nation's indicators, in a process of its own: `python -m bench.nation_work WAY FOLDER
[LEARNERS]`.

Prints one line of JSON: seconds to the sums by school, grade and sex; seconds to roll them up to communes, provinces and
the nation; peak memory in MB; and the nation's sums, which all ways must agree on.

The peers do not use our declarations' code: `polars_of` and `sql_of` write each part as one would write it by hand for
that engine, in the shortest form.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings_test")

KEYS = ("unit_id", "grade", "sex")
LEVELS = ("commune", "province", "nation")
Answer = dict[str, int]


def parts() -> dict[str, dict[str, Any]]:
    """By code of facts: every part by its name, of all declared indicators that can be split by grade and sex."""
    from khuevan.governance.indicators.queries.computing import parts_over
    from khuevan.school.gradebook.facts import RESULTS
    from khuevan.school.schoolyear.facts import STUDENTS

    return {one.code: {part.name: part for part in parts_over(one)} for one in (STUDENTS, RESULTS)}


def indicators() -> int:
    from khuevan.kernel.measures import declared, parts_of

    return sum(
        1 for one in declared().values() if {part.facts.code for part in parts_of(one.measure)} & set(parts())
    )


def files(folder: Path, code: str, learners: int) -> list[Path]:
    """So many whole provinces as hold at least that many learners; all where they hold fewer."""
    import polars as pl

    found, rows = [], 0
    for file in sorted(folder.glob(f"{code}-*.parquet")):
        if rows < learners:
            found.append(file)
            rows += pl.scan_parquet(file).select(pl.len()).collect().item()
    return found


def polars_of(condition: Any) -> Any:
    import polars as pl

    from khuevan.kernel.measures import Between, Both, Either, Is, Not

    match condition:
        case Is(column, (True,)):
            return pl.col(column)
        case Is(column, (value,)):
            return pl.col(column) == value
        case Is(column, values):
            return pl.col(column).is_in(values)
        case Between(column, least, None):
            return pl.col(column) >= least
        case Not(one):
            return ~polars_of(one)
        case Both(every):
            return pl.all_horizontal([polars_of(one) for one in every])
        case Either(every):
            return pl.any_horizontal([polars_of(one) for one in every])
    raise ValueError(condition)


def sql_of(condition: Any) -> str:
    from khuevan.kernel.measures import Between, Both, Either, Is, Not

    def said(value: Any) -> str:
        return f"'{value}'" if isinstance(value, str) else str(value)

    match condition:
        case Is(column, (True,)):
            return str(column)
        case Is(column, (value,)):
            return f"{column} = {said(value)}"
        case Is(column, values):
            return f"{column} in ({', '.join(map(said, values))})"
        case Between(column, least, None):
            return f"{column} >= {least}"
        case Not(one):
            return f"not ({sql_of(one)})"
        case Both(every):
            return "(" + " and ".join(map(sql_of, every)) + ")"
        case Either(every):
            return "(" + " or ".join(map(sql_of, every)) + ")"
    raise ValueError(condition)


def columns(of: dict[str, Any]) -> list[str]:
    from khuevan.kernel.measures import leaves

    used = {leaf.column for part in of.values() if part.where for leaf in leaves(part.where)}
    return [*KEYS, *sorted(used - set(KEYS))]


def ours(folder: Path, learners: int) -> tuple[float, float, Answer]:
    """What the store does when it writes sums, and the engine when a page asks all levels at once."""
    import polars as pl

    from khuevan.governance.indicators.store import Kept, sums
    from khuevan.kernel.facts import declared

    begun, added = time.perf_counter(), {}
    for code, of in parts().items():
        facts = declared()[code]
        everything = sums.recipe_of(facts)
        assert everything is not None
        kept = [part for part in of.values() if not sums.tells(part.where, KEYS)]
        recipe = sums.Recipe(("grade", "sex"), (), tuple(kept))
        rows = pl.concat([pl.scan_parquet(file) for file in files(folder, code, learners)])
        added[code] = sums.summed(rows, recipe, read_at_once=True).collect(engine="streaming"), recipe
    by_school = time.perf_counter() - begun
    begun = time.perf_counter()
    answer: Answer = {}
    for code, (frame, recipe) in added.items():
        kept_as = Kept("", (), recipe.splits, recipe.names)
        computed = [sums.sum_of(part, kept_as) for part in parts()[code].values()]
        for level in LEVELS:
            joined = frame.lazy().join(places(folder, level), on="unit_id")
            up = joined.group_by("place", "grade", "sex").agg(*computed).collect(engine="streaming")
        answer |= up.select(pl.col(list(parts()[code])).sum()).row(0, named=True)
    return by_school, time.perf_counter() - begun, answer


def by_polars(folder: Path, learners: int) -> tuple[float, float, Answer]:
    import polars as pl

    begun, added = time.perf_counter(), {}
    for code, of in parts().items():
        expressions = [
            (pl.len() if part.where is None else polars_of(part.where).sum()).alias(name)
            for name, part in of.items()
        ]
        rows = pl.scan_parquet(files(folder, code, learners))
        added[code] = rows.group_by(KEYS).agg(expressions).collect(engine="streaming")
    by_school = time.perf_counter() - begun
    begun = time.perf_counter()
    answer: Answer = {}
    for code, frame in added.items():
        for level in LEVELS:
            joined = frame.lazy().join(places(folder, level), on="unit_id")
            added_up = joined.group_by("place", "grade", "sex").agg(pl.col(list(parts()[code])).sum())
            up = added_up.collect(engine="streaming")
        answer |= up.select(pl.col(list(parts()[code])).sum()).row(0, named=True)
    return by_school, time.perf_counter() - begun, answer


def by_duckdb(folder: Path, learners: int) -> tuple[float, float, Answer]:
    import duckdb

    database = duckdb.connect()
    begun = time.perf_counter()
    for code, of in parts().items():
        counted = ", ".join(
            f"{'count(*)' if part.where is None else f'count_if({sql_of(part.where)})'} as {name}"
            for name, part in of.items()
        )
        listed = [str(file) for file in files(folder, code, learners)]
        database.execute(
            f"create table {table_of(code)} as select unit_id, grade, sex, {counted}"  # noqa: S608
            f" from read_parquet({listed}) group by all"
        )
    by_school = time.perf_counter() - begun
    begun = time.perf_counter()
    answer: Answer = {}
    for code, of in parts().items():
        for level in LEVELS:  # the last is the nation's, of which the answer is taken
            place = "1" if level == "nation" else f"p.{level}"
            added = ", ".join(f"sum({name}) as {name}" for name in of)
            database.execute(
                f"create or replace temp table up as select {place} as place, grade, sex, {added}"  # noqa: S608
                f" from {table_of(code)} b join '{folder}/places.parquet' p using (unit_id) group by all"
            )
        counted = ", ".join(f"sum({name})" for name in of)
        row = database.execute(f"select {counted} from up").fetchone()  # noqa: S608
        answer |= dict(zip(of, map(int, row or ()), strict=True))
    return by_school, time.perf_counter() - begun, answer


def decoding(folder: Path, learners: int) -> tuple[float, float, Answer]:
    import polars as pl

    begun = time.perf_counter()
    for code, of in parts().items():
        rows = pl.scan_parquet(files(folder, code, learners)).select(columns(of))
        rows.select(pl.all().null_count()).collect(engine="streaming")
    return time.perf_counter() - begun, 0.0, {}


def table_of(code: str) -> str:
    return code.replace(".", "_")


def places(folder: Path, level: str) -> Any:
    import polars as pl

    found = pl.scan_parquet(folder / "places.parquet")
    place = pl.lit(1, dtype=pl.Int32) if level == "nation" else pl.col(level)
    return found.select(place.alias("place"), "unit_id")


WAYS: dict[str, Callable[[Path, int], tuple[float, float, Answer]]] = {
    "ours": ours, "polars": by_polars, "duckdb": by_duckdb, "decoding": decoding,
}  # fmt: skip


def main() -> None:
    import django

    django.setup()
    way, folder, *rest = sys.argv[1:]
    parts()
    by_school, up, answer = WAYS[way](Path(folder), int(rest[0]) if rest else 10**9)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"by_school": by_school, "up": up, "peak": peak, "answer": answer}))


if __name__ == "__main__":
    main()
