"""Following changes: what was changed since the last look is judged again, so that a mended cell leaves its list at once.

The audit log is the source, so a change counts whoever made it and however: a page, an import, a statement of SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from khuevan.kernel import access, audit, clock, database, facts
from khuevan.kernel.checks import declared

from ..models import Mark
from .running import Ran, run_units
from .running import run_checks as run_all

MOST_UNITS = 300
"""With more units than this concerned, everything is judged again: that costs less."""
LOCK = 20291
_SET_PULSES = """
insert into quality_pulse (unit_id, "table", changed_on)
select * from unnest(%s::integer[], %s::text[], %s::date[])
on conflict (unit_id, "table") do update set changed_on = excluded.changed_on
"""
_MOVE_PULSES = f"{_SET_PULSES} where excluded.changed_on > quality_pulse.changed_on"


@dataclass
class Touched:
    """Units to judge again, facts by facts; `everywhere`: facts of which very many rows were changed at once."""

    units: dict[str, set[int]] = field(default_factory=dict)
    everywhere: set[str] = field(default_factory=set)
    pulses: dict[tuple[int, str], date] = field(default_factory=dict)
    loaded: dict[str, date] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.units or self.everywhere)


def follow(*, at: datetime) -> list[Ran]:
    """Judges what was changed since the last call, until nothing is new. One process at a time; another gives []."""
    done: list[Ran] = []
    while True:
        with database.acting(access.system()):
            if not _alone():
                return done
            changes = audit.rows_since(_marks())
            if not changes:
                return done
            touched = touched_by(changes, on=clock.on(at))
            _keep_pulses(touched)
            if touched:
                done.append(_judge_again(touched, at))
            _set_marks({change.lane: change.seq for change in changes})


def begin(*, at: datetime, pulses: Iterable[tuple[int, str, date]] = ()) -> None:
    """Starts following from now on, after a load whose loader says itself when what was last changed.

    pulses: (unit, table, day). As the platform, within a transaction of its own.
    """
    with database.acting(access.system()):
        _set_marks(audit.heads())
        _write_pulses({(unit, table): day for unit, table, day in pulses}, is_final=True)


def touched_by(changes: Iterable[audit.RowChange], *, on: date) -> Touched:
    """Which units' facts the changes concern. Reads as the running transaction."""
    touched = Touched()
    published = _watched()
    rows: dict[str, set[int]] = {}
    values: dict[tuple[str, str], set[int]] = {}
    for change in changes:
        concerned = published.get(change.table)
        if not concerned:
            continue
        if change.kind == "bulk":
            _touch_many(touched, change, concerned)
            continue
        if change.kind not in ("added", "changed", "removed"):
            continue
        if change.row_id.isdecimal():
            rows.setdefault(change.table, set()).add(int(change.row_id))
        for column, pair in change.changes.items():
            known = {value for value in pair if isinstance(value, int) and not isinstance(value, bool)}
            values.setdefault((change.table, column), set()).update(known)
        if change.unit_id is not None:
            for found in concerned:
                touched.units.setdefault(found.code, set()).add(change.unit_id)
            _beat(touched, change.unit_id, change.table, clock.on(change.at))
    for table, ids in rows.items():
        for found in published[table]:
            touched.units.setdefault(found.code, set()).update(_units_of(found, table, ids, values, on))
    return touched


def _touch_many(touched: Touched, change: audit.RowChange, concerned: Iterable[facts.Facts]) -> None:
    """Many rows added at once to one unit are judged there; any other load everywhere."""
    if change.unit_id is None or "ids" not in change.changes:
        touched.everywhere.update(found.code for found in concerned)
        touched.loaded[change.table] = clock.on(change.at)
        return
    for found in concerned:
        touched.units.setdefault(found.code, set()).add(change.unit_id)
    _beat(touched, change.unit_id, change.table, clock.on(change.at))


def _units_of(
    found: facts.Facts, table: str, ids: set[int], values: Mapping[tuple[str, str], set[int]], on: date
) -> set[int]:
    units: set[int] = set()
    for watch in found.watches:
        if watch.table != table:
            continue
        wanted = ids if not watch.via else values.get((table, watch.via), set()) | _now(table, watch.via, ids)
        units |= facts.read_units(found, on=on, column=watch.column, values=wanted)
    return units


def _now(table: str, column: str, ids: set[int]) -> set[int]:
    """What these rows hold in the column now."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"select distinct {quoted(column)} from {quoted(table)} where id = any(%s)",  # noqa: S608 - declared names
            [sorted(ids)],
        )
        return {row[0] for row in cursor.fetchall() if row[0] is not None}


def _watched() -> dict[str, list[facts.Facts]]:
    """Table -> the facts that have checks and watch it."""
    asked = {check.facts.code: check.facts for check in declared().values()}
    watched: dict[str, list[facts.Facts]] = {}
    for found in asked.values():
        for table in found.watched_tables:
            watched.setdefault(table, []).append(found)
    return watched


def _judge_again(touched: Touched, at: datetime) -> Ran:
    units = set().union(*touched.units.values()) if touched.units else set()
    if touched.everywhere or len(units) > MOST_UNITS:
        return run_all(actor=access.system(), at=at)
    codes = set(touched.units)
    published = {check.facts for check in declared().values() if check.facts.code in codes}
    return run_units(units, at=at, by=access.system().name, published=published)


def _beat(touched: Touched, unit_id: int, table: str, day: date) -> None:
    before = touched.pulses.get((unit_id, table))
    touched.pulses[unit_id, table] = day if before is None else max(before, day)


def _keep_pulses(touched: Touched) -> None:
    """The day on which each unit last changed something in each table that is watched."""
    for table, day in touched.loaded.items():
        for found in facts.declared().values():
            if found.record_table == table:
                for unit_id in facts.read(found, on=day).get_column("unit_id").unique().to_list():
                    _beat(touched, unit_id, table, day)
    _write_pulses(touched.pulses, is_final=False)


def _write_pulses(pulses: Mapping[tuple[int, str], date], *, is_final: bool) -> None:
    if not pulses:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _SET_PULSES if is_final else _MOVE_PULSES,
            [[unit for unit, _ in pulses], [table for _, table in pulses], list(pulses.values())],
        )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])


def _marks() -> dict[int, int]:
    return dict(Mark.objects.values_list("lane", "seq"))


def _set_marks(marks: Mapping[int, int]) -> None:
    Mark.objects.bulk_create(
        [Mark(lane=lane, seq=seq) for lane, seq in marks.items()],
        update_conflicts=True, unique_fields=["lane"], update_fields=["seq"],
    )  # fmt: skip
