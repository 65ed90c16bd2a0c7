"""Which facts the changes in the log concern, by unit or by row: what is to be read again after them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from khuevan.kernel import clock, facts

from .feed import RowChange, unit_column

_RANGE = re.compile(r"\[(\d+),(\d+)\)")


@dataclass
class TouchedRows:
    """keys: by code of facts and column, the values by which its rows are found; everywhere: as of Touched."""

    keys: dict[str, dict[str, set[int]]] = field(default_factory=dict)
    everywhere: set[str] = field(default_factory=set)

    def add(self, found: facts.Facts, column: str, values: Iterable[int]) -> None:
        self.keys.setdefault(found.code, {}).setdefault(column, set()).update(values)


@dataclass
class Touched:
    """Units by code of facts; `everywhere`: facts of which very many rows were changed at once. pulses: the day on which
    each unit last changed something in each table; loaded: the day of the last load of each table."""

    units: dict[str, set[int]] = field(default_factory=dict)
    everywhere: set[str] = field(default_factory=set)
    pulses: dict[tuple[int, str], date] = field(default_factory=dict)
    loaded: dict[str, date] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.units or self.everywhere)

    def beat(self, unit_id: int, table: str, day: date) -> None:
        """Notes that the unit changed something in the table on that day."""
        before = self.pulses.get((unit_id, table))
        self.pulses[unit_id, table] = day if before is None else max(before, day)


def touched_by(changes: Iterable[RowChange], watching: Collection[facts.Facts], *, on: date) -> Touched:
    """Which units' facts, of those that watch, the changes concern. Reads as the running transaction."""
    touched = Touched()
    published = _by_table(watching)
    seen = _Seen()
    for change in changes:
        concerned = published.get(change.table)
        if not concerned:
            continue
        if change.kind == "bulk":
            _touch_many(touched, change, concerned)
            continue
        if change.kind not in ("added", "changed", "removed"):
            continue
        seen.note(change)
        for unit_id in _units_named(change):
            for found in concerned:
                touched.units.setdefault(found.code, set()).add(unit_id)
            touched.beat(unit_id, change.table, clock.on(change.at))
    for table, ids in seen.rows.items():
        for found in published[table]:
            units = touched.units.setdefault(found.code, set())
            for watch in found.watches:
                if watch.table == table and watch.column == facts.EVERY_ROW:
                    touched.everywhere.add(found.code)
                elif watch.table == table:
                    wanted = seen.wanted(watch, ids)
                    units |= facts.read_units(found, on=on, column=watch.column, values=wanted)
    return touched


def touched_rows(changes: Iterable[RowChange], watching: Collection[facts.Facts]) -> TouchedRows:
    """Which rows of those facts the changes concern, by what each fact watches and by nothing else: what a row held
    before counts as well as what it holds now."""
    touched = TouchedRows()
    published = _by_table(watching)
    seen = _Seen()
    for change in changes:
        concerned = published.get(change.table, [])
        if concerned and change.kind == "bulk":
            if change.unit_id is None or "ids" not in change.changes:
                touched.everywhere.update(found.code for found in concerned)
            else:
                for found in concerned:
                    touched.add(found, "unit_id", [change.unit_id])
                seen.rows.setdefault(change.table, set()).update(_listed(change.changes["ids"]))
        elif concerned and change.kind in ("added", "changed", "removed"):
            seen.note(change)
    for table, ids in seen.rows.items():
        for found in published[table]:
            for watch in found.watches:
                if watch.table == table and watch.column == facts.EVERY_ROW:
                    touched.everywhere.add(found.code)
                elif watch.table == table and (wanted := seen.wanted(watch, ids)):
                    touched.add(found, watch.column, wanted)
    return touched


@dataclass
class _Seen:
    """Changed rows by table, and the numbers that their columns held before or hold now where that was changed."""

    rows: dict[str, set[int]] = field(default_factory=dict)
    values: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    def note(self, change: RowChange) -> None:
        if change.row_id.isdecimal():
            self.rows.setdefault(change.table, set()).add(int(change.row_id))
        for column, pair in change.changes.items():
            self.values.setdefault((change.table, column), set()).update(_numbers(pair))

    def wanted(self, watch: facts.Watch, ids: set[int]) -> set[int]:
        """The values of the watch's column by which the concerned rows of its facts are found."""
        if not watch.via:
            return ids
        return self.values.get((watch.table, watch.via), set()) | _now(watch.table, watch.via, ids)


def _units_named(change: RowChange) -> set[int]:
    """The unit in which the row stands, and the one that it was moved out of."""
    named = {change.unit_id} if change.unit_id is not None else set()
    return named | _numbers(change.changes.get(unit_column(change.table) or "", ()))


def _numbers(pair: Iterable[Any]) -> set[int]:
    return {value for value in pair if isinstance(value, int) and not isinstance(value, bool)}


def _listed(ranges: str) -> Iterator[int]:
    """The numbers in a multirange as PostgreSQL writes it."""
    for first, end in _RANGE.findall(ranges):
        yield from range(int(first), int(end))


def _touch_many(touched: Touched, change: RowChange, concerned: Iterable[facts.Facts]) -> None:
    """Many rows added at once to one unit are judged there; any other load everywhere."""
    if change.unit_id is None or "ids" not in change.changes:
        touched.everywhere.update(found.code for found in concerned)
        touched.loaded[change.table] = clock.on(change.at)
        return
    for found in concerned:
        touched.units.setdefault(found.code, set()).add(change.unit_id)
    touched.beat(change.unit_id, change.table, clock.on(change.at))


def _now(table: str, column: str, ids: set[int]) -> set[int]:
    """What these rows hold in the column now."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"select distinct {quoted(column)} from {quoted(table)} where id = any(%s)",  # noqa: S608 - declared names
            [sorted(ids)],
        )
        return {row[0] for row in cursor.fetchall() if row[0] is not None}


def _by_table(watching: Collection[facts.Facts]) -> dict[str, list[facts.Facts]]:
    """Table -> the facts that watch it."""
    watched: dict[str, list[facts.Facts]] = {}
    for found in watching:
        for table in found.watched_tables:
            watched.setdefault(table, []).append(found)
    return watched
