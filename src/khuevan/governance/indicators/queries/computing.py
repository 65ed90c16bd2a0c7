"""Values of an indicator for many places at once, by the columnar engine.

A place is a unit together with all that stands under it; which units these are is asked of the register as pairs
(place, unit), so that the tree of any day and either line serves.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache, reduce
from pathlib import Path
from typing import Any

import polars as pl

from khuevan.kernel.facts import Facts
from khuevan.kernel.measures import Indicator, Part, columnar, declared, parts_of

from ..rules import Asked, Figure, figure_of
from ..store import Manifest, Store

LISTED = 400
"""Units are looked for one by one up to here, so that whole row groups are passed over; above, they are joined."""
Key = tuple[int, Any]
"""Place, and the value of the split that it was taken apart by (None where it was not)."""


def members_of(pairs: Iterable[tuple[int, int]]) -> pl.DataFrame:
    """(place, unit) pairs as a frame."""
    listed = list(pairs)
    return pl.DataFrame(
        {"place": [place for place, _unit in listed], "unit_id": [unit for _place, unit in listed]},
        schema={"place": pl.Int32, "unit_id": pl.Int32},
    )


def figures(
    store: Store, state: Manifest, indicator: Indicator, members: pl.DataFrame, asked: Asked
) -> dict[Key, Figure]:
    """Figures by place and value of the split. Places without any row are left out."""
    measure = indicator.measure
    found: dict[Key, dict[str, float | None]] = {}
    if parts := parts_of(measure):
        for facts in indicator.facts:
            own = tuple(dict.fromkeys(part for part in parts if part.facts is facts))
            for key, values in _added_up(store, state, facts, own, members, asked):
                found.setdefault(key, {}).update(values)
    else:
        rows = _taken(store.rows(state, indicator.facts[0]), members, asked)
        for key, values in _by_key(rows, [columnar.of_rows(measure)], asked):  # type: ignore[arg-type]
            found[key] = values
    return {key: figure_of(measure, values) for key, values in found.items()}


def _added_up(
    store: Store, state: Manifest, facts: Facts, parts: tuple[Part, ...], members: pl.DataFrame, asked: Asked
) -> Iterable[tuple[Key, dict[str, float | None]]]:
    if asked.condition is None and asked.by is None:
        sums = totals(store, state, facts).lazy().join(members.lazy(), on="unit_id")
        return _by_key(sums, [pl.col(part.name).sum() for part in parts], asked)
    rows = _taken(store.rows(state, facts), members, asked)
    return _by_key(rows, [columnar.part(part) for part in parts], asked)


def _taken(rows: pl.LazyFrame, members: pl.DataFrame, asked: Asked) -> pl.LazyFrame:
    units = members["unit_id"].unique()
    if len(units) <= LISTED:
        rows = rows.filter(pl.col("unit_id").is_in(units.sort().to_list()))
    if asked.condition is not None:
        rows = rows.filter(columnar.chosen(asked.condition))
    return rows.join(members.lazy(), on="unit_id")


def _by_key(
    rows: pl.LazyFrame, computed: list[pl.Expr], asked: Asked
) -> Iterable[tuple[Key, dict[str, float | None]]]:
    keys = ["place"] if asked.by is None else ["place", asked.by.column]
    made = rows.group_by(keys).agg(computed).collect(engine="streaming")
    for row in made.iter_rows(named=True):
        place = row.pop("place")
        split = None if asked.by is None else row.pop(asked.by.column)
        yield (place, split), row


def plain_parts(store: Store, state: Manifest, members: pl.DataFrame) -> dict[int, dict[str, float | None]]:
    """Every part of every indicator by place, nothing held and nothing taken apart: one pass a kind of facts. What the
    state does not hold is left out."""
    found: dict[int, dict[str, float | None]] = {}
    for facts in used_facts():
        names = [part.name for part in parts_over(facts)]
        if not names or not state.holds(facts):
            continue
        sums = totals(store, state, facts).lazy().join(members.lazy(), on="unit_id")
        for row in sums.group_by("place").agg(pl.col(names).sum()).collect().iter_rows(named=True):
            found.setdefault(row.pop("place"), {}).update(row)
    return found


def totals(store: Store, state: Manifest, facts: Facts) -> pl.DataFrame:
    """Every part of every indicator over these facts, a row for each unit that has any."""
    parts = parts_over(facts)
    frames, later = [], set[int]()
    for piece in reversed(state.facts[facts.code].pieces):
        frame = _totals_of_file(store.root / piece.file, parts)
        frames.append(frame.filter(~pl.col("unit_id").is_in(sorted(later))) if later else frame)
        later.update(piece.units or ())
    return pl.concat(frames)


@lru_cache(maxsize=512)
def _totals_of_file(path: Path, parts: tuple[Part, ...]) -> pl.DataFrame:
    """A file never changes, so its sums are kept in the process: a row for each unit."""
    return (
        pl.scan_parquet(path)
        .group_by("unit_id")
        .agg([columnar.part(part) for part in parts])
        .collect(engine="streaming")
    )


@cache
def parts_over(facts: Facts) -> tuple[Part, ...]:
    """Each part that any indicator asks of these facts, once."""
    found = [part for one in declared().values() for part in parts_of(one.measure) if part.facts is facts]
    return tuple({part.name: part for part in found}.values())


@cache
def used_facts() -> list[Facts]:
    """The facts that indicators read."""
    every = reduce(
        lambda all_, one: all_ | dict.fromkeys(one.facts), declared().values(), dict[Facts, None]()
    )
    return sorted(every, key=lambda facts: facts.code)
