"""What a run over everything reads of each kind of facts: the rows that a change or a day concerned since the last run,
where rows are kept of it; else every row. The audit log is the source of news, as it is for the figures.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from django.db import connection

from khuevan.kernel import access, audit, database, facts
from khuevan.kernel.checks import Check, Setting

from ..store import Kept, Manifest, Store, columns_of, shape_of
from .judging import columns_used

AT_ONCE, MOST_CHANGES = 20_000, 200_000
"""Entries of the log: read at a time, and after how many everything is read anew."""
ALWAYS_FEW, MOST_SHARE = 1_000, 0.1
"""With more rows of a kind concerned than both, all of them are read: it costs less."""
READERS = 2
Keys = Mapping[str, Collection[int]]


@dataclass(frozen=True)
class Part:
    """How one kind of facts is read. columns: what is kept of it, "" where it is not. keys: by column, the values of the
    rows concerned; None where every row is read. kept: what there is of it from before."""

    facts: facts.Facts
    columns: Sequence[str] = ()
    keys: Keys | None = None
    kept: Kept | None = None


@dataclass(frozen=True)
class Plan:
    """marks: up to where the log is reflected in what is read now."""

    parts: Sequence[Part]
    marks: Mapping[int, int]


@dataclass(frozen=True)
class Rows:
    """Of one kind, as they are now: every row, or all rows with one of the ids where ids are given."""

    frame: pl.DataFrame
    ids: pl.Series | None = None


@dataclass
class _News:
    """What happened since. everywhere: codes of facts of which every row may say something else."""

    keys: dict[str, dict[str, set[int]]] = field(default_factory=dict)
    everywhere: set[str] = field(default_factory=set)

    def add(self, found: facts.Facts, column: str, values: Collection[int]) -> None:
        if not values:
            return
        if column == facts.EVERY_ROW:
            self.everywhere.add(found.code)
        else:
            self.keys.setdefault(found.code, {}).setdefault(column, set()).update(values)


def plan_of(
    groups: Sequence[tuple[facts.Facts, Sequence[Check]]],
    settings: Mapping[str, Setting],
    *,
    store: Store,
    state: Manifest | None,
    on: date,
) -> Plan:
    """What is to be read, state: what is kept from before; None: everything is read. Reads the log."""
    columns = {found.code: columns_of(found, columns_used(asked, settings)) for found, asked in groups}
    if state is None or state.as_of > on or not state.seal or audit.seal(state.marks) != state.seal:
        return Plan([_whole(found, columns[found.code]) for found, _asked in groups], audit.heads())
    held: dict[str, Kept] = {}
    for found, _asked in groups:
        kept = state.facts.get(found.code)
        if (
            kept is not None
            and found.is_followed
            and kept.shape == shape_of(found, columns[found.code])
            and store.is_whole(kept)
        ):
            held[found.code] = kept
    news, marks = _news_of([found for found, _asked in groups if found.code in held], state, on)
    parts = [_part(found, columns[found.code], held.get(found.code), news) for found, _asked in groups]
    return Plan(parts, marks)


def _whole(found: facts.Facts, columns: Sequence[str]) -> Part:
    return Part(found, columns if found.is_followed else ())


def _part(found: facts.Facts, columns: Sequence[str], kept: Kept | None, news: _News) -> Part:
    keys = news.keys.get(found.code, {})
    most = max(ALWAYS_FEW, MOST_SHARE * kept.rows) if kept is not None else 0
    if kept is None or found.code in news.everywhere or sum(map(len, keys.values())) > most:
        return _whole(found, columns)
    return Part(found, columns, keys, kept)


def _news_of(followed: Sequence[facts.Facts], state: Manifest, on: date) -> tuple[_News, Mapping[int, int]]:
    """Of these facts, and up to where the log was read for it."""
    news, marks, number = _News(), dict(state.marks), 0
    while changes := audit.rows_since(marks, most=AT_ONCE):
        marks |= {change.lane: change.seq for change in changes}
        number += len(changes)
        if number > MOST_CHANGES:
            news.everywhere.update(found.code for found in followed)
            return news, audit.heads()
        touched = audit.touched_rows(changes, followed)
        news.everywhere |= touched.everywhere
        for found in followed:
            for column, values in touched.keys.get(found.code, {}).items():
                news.add(found, column, values)
    for found in followed:
        for watch in found.watches:
            news.add(found, watch.column, facts.read_turned(watch, since=state.as_of, on=on))
    return news, marks


# --- reading ------------------------------------------------------------------------------------------------


def read_parts(plan: Plan, store: Store, *, on: date, ahead: bool) -> Iterator[Rows]:
    """What was planned, kind by kind. ahead: while one is judged the next ones are read over connections of their own;
    not inside a transaction of the caller's, whose rows other connections do not see."""
    if not ahead:
        yield from (_read(part, store, on) for part in plan.parts)
        return
    with ThreadPoolExecutor(READERS) as readers:
        waiting = deque(plan.parts)
        coming: deque[Future[Rows]] = deque()
        try:
            while waiting or coming:
                while waiting and len(coming) < READERS:
                    coming.append(readers.submit(_read_apart, waiting.popleft(), store, on))
                yield coming.popleft().result()
        finally:
            for one in coming:
                one.cancel()


def _read_apart(part: Part, store: Store, on: date) -> Rows:
    """Over a connection of this thread's own, which is closed again."""
    try:
        with database.acting(access.system()):
            return _read(part, store, on)
    finally:
        connection.close()


def _read(part: Part, store: Store, on: date) -> Rows:
    if part.keys is None or part.kept is None:
        return Rows(facts.read(part.facts, on=on))
    before = store.rows(part.kept)
    ids = _ids(part, part.keys, before, on)
    if not ids:
        return Rows(facts.frame_of(part.facts, []), pl.Series("id", [], pl.Int32))
    frame = facts.read(part.facts, on=on, ids=ids)
    for group in part.facts.shares:
        further = _sharing(group, before, frame, ids) - ids
        if further:
            frame = pl.concat([frame, facts.read(part.facts, on=on, ids=further)])
            ids |= further
    return Rows(frame, pl.Series("id", sorted(ids), pl.Int32))


def _ids(part: Part, keys: Keys, before: pl.LazyFrame, on: date) -> set[int]:
    """Of the rows that were found by these values, and of those that are now."""
    ids: set[int] = set(keys.get("id", ()))
    for column, values in keys.items():
        if column != "id":
            was = before.filter(pl.col(column).is_in(sorted(values))).select("id").collect()
            ids |= set(was.get_column("id").to_list())
            ids |= facts.read_ids(part.facts, on=on, column=column, values=values)
    return ids


def _sharing(
    group: Sequence[str], before: pl.LazyFrame, after: pl.DataFrame, ids: Collection[int]
) -> set[int]:
    """Of the rows that hold in these columns what one of the changed rows held, or holds now."""
    was = before.filter(pl.col("id").is_in(sorted(ids))).select(group)
    held = pl.concat([was, after.lazy().select(group)]).unique()
    for name in group:
        held = held.filter(pl.col(name).is_not_null() & (pl.col(name).cast(pl.String) != ""))
    found = before.join(held, on=list(group), how="semi").select("id").collect()
    return set(found.get_column("id").to_list())
