"""Values of an indicator for many places at once, by the columnar engine.

A place is a unit together with all that stands under it; which units these are is asked of the register as pairs
(place, unit), so that the tree of any day and either line serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, reduce
from pathlib import Path
from typing import Final

import polars as pl

from khuevan.kernel.facts import Facts
from khuevan.kernel.measures import (
    Distinct,
    Indicator,
    Median,
    Part,
    columnar,
    declared,
    parts_of,
    worth,
    worth_of_rows,
)

from ..rules import Asked, Figure, figure_of
from ..store import Kept, Manifest, Store, sums
from .engines import Key, Question, Row, by_key, from_rows, taken


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
            for key, values in _added_up(Question(store, state, facts, members, asked), own):
                found.setdefault(key, {}).update(values)
    else:
        assert isinstance(measure, Median | Distinct)
        question = Question(store, state, measure.facts, members, asked)
        for key, row in from_rows(question, [measure]):
            found[key] = {"value": worth_of_rows(measure, row[measure.name])}
    return {key: figure_of(measure, values) for key, values in found.items()}


def _added_up(question: Question, parts: tuple[Part, ...]) -> Iterator[tuple[Key, dict[str, float | None]]]:
    for key, row in added_up(question, parts):
        yield key, {part.name: worth(part, row[part.name]) for part in parts}


def added_up(question: Question, parts: tuple[Part, ...]) -> Iterator[Row]:
    """As whole numbers, out of the stored sums where they know of what is asked, else from the rows."""
    stored = _stored(question, parts)
    if stored is None:
        yield from from_rows(question, parts)
        return
    frame, computed = stored
    for key, row in by_key(taken(frame, question), [*computed, _IS_THERE], question):
        if row.pop(sums.ROWS):
            yield key, row


_IS_THERE: Final = pl.col(sums.ROWS).sum()
"""Rows of the sums that came and went again leave nothing."""


def _stored(question: Question, parts: tuple[Part, ...]) -> tuple[pl.LazyFrame, list[pl.Expr]] | None:
    store, state, facts, asked = question.store, question.state, question.facts, question.asked
    kept = state.facts[facts.code]
    names = [part.name for part in parts]
    if asked.condition is None and asked.by is None and kept.has_sums and set(names) <= _names(facts):
        return totals(store, state, facts).lazy(), [pl.col(name).sum() for name in names]
    frame = store.stored_sums(state, facts)
    computed = [sums.sum_of(part, kept) for part in parts]
    is_told = sums.tells(asked.condition, kept.by) and (asked.by is None or asked.by.column in kept.by)
    known = [one for one in computed if one is not None]
    return (frame, known) if frame is not None and is_told and len(known) == len(parts) else None


def plain_parts(store: Store, state: Manifest, members: pl.DataFrame) -> dict[int, dict[str, float | None]]:
    """Every part of every indicator by place, nothing held and nothing taken apart: one pass a kind of facts. What the
    state does not hold is left out."""
    asked = [facts for facts in used_facts() if parts_over(facts) and state.holds(facts)]
    joined = [
        totals(store, state, facts)
        .lazy()
        .join(members.lazy(), on="unit_id")
        .group_by("place")
        .agg(pl.col(part.name).sum() for part in parts_over(facts))
        for facts in asked
    ]
    found: dict[int, dict[str, float | None]] = {}
    for facts, made in zip(asked, pl.collect_all(joined), strict=True):
        for row in made.iter_rows(named=True):
            place = found.setdefault(row["place"], {})
            place.update({part.name: worth(part, row[part.name]) for part in parts_over(facts)})
    return found


def own_parts(
    store: Store, state: Manifest, members: pl.DataFrame, indicators: Iterable[Indicator]
) -> dict[int, dict[str, float | None]]:
    """The same of indicators that people defined, whose parts are not among those of the rooms."""
    by_facts: dict[Facts, dict[str, Part]] = {}
    for one in indicators:
        for part in parts_of(one.measure):
            by_facts.setdefault(part.facts, {})[part.name] = part
    found: dict[int, dict[str, float | None]] = {}
    for facts, parts in by_facts.items():
        if state.holds(facts):
            question = Question(store, state, facts, members, Asked())
            for (place, _value), values in _added_up(question, tuple(parts.values())):
                found.setdefault(place, {}).update(values)
    return found


def totals(store: Store, state: Manifest, facts: Facts) -> pl.DataFrame:
    """Every part of every indicator over these facts, as it was added up, and the number of rows: a row for each unit
    that has any, or for each piece that says something of it."""
    kept, parts = state.facts[facts.code], parts_over(facts)
    if not kept.has_sums or any(sums.sum_of(part, kept) is None for part in parts):
        rows = store.rows(state, facts).group_by("unit_id")
        counted = pl.len().cast(pl.Int64).alias(sums.ROWS)
        return rows.agg(counted, *(columnar.added(part) for part in parts)).collect(engine="streaming")
    return pl.concat(
        [_totals_of_file(store.root / piece.sums.name, facts, kept.by) for piece in kept.pieces if piece.sums]
    )


@lru_cache(maxsize=512)
def _totals_of_file(path: Path, facts: Facts, by: tuple[str, ...]) -> pl.DataFrame:
    """A file never changes, so its sums are kept in the process: a row for each unit."""
    kept = Kept("", (), by, tuple(pl.read_parquet_schema(path)))
    computed = [sums.sum_of(part, kept) for part in parts_over(facts)]
    asked = [one for one in computed if one is not None]
    return (
        pl.scan_parquet(path)
        .group_by("unit_id")
        .agg(pl.col(sums.ROWS).sum(), *asked)
        .collect(engine="streaming")
    )


@cache
def _names(facts: Facts) -> frozenset[str]:
    return frozenset(part.name for part in parts_over(facts))


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
