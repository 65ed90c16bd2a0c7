"""Following changes: what was changed since the last look is judged again, so that a mended cell leaves its list at once.

The audit log is the source, so a change counts whoever made it and however: a page, an import, a statement of SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import connection

from khuevan.kernel import access, audit, clock, database, facts
from khuevan.kernel.checks import declared

from ..models import Mark
from .running import Ran, run_units
from .running import run_checks as run_all

MOST_UNITS = 300
"""With more units than this concerned, everything is judged again: that costs less."""
FOLLOWING = database.Turn("quality.following")
_SET_PULSES = """
insert into quality_pulse (unit_id, "table", changed_on)
select * from unnest(%s::integer[], %s::text[], %s::date[])
on conflict (unit_id, "table") do update set changed_on = excluded.changed_on
"""
_MOVE_PULSES = f"{_SET_PULSES} where excluded.changed_on > quality_pulse.changed_on"


def follow(*, at: datetime) -> list[Ran]:
    """Judges what was changed since the last call, until nothing is new. One process at a time.
    Raises database.TurnTaken where another is at it."""
    done: list[Ran] = []
    while True:
        with database.acting(access.system()):
            FOLLOWING.take()
            changes = audit.rows_since(_marks())
            if not changes:
                return done
            touched = audit.touched_by(changes, _watching(), on=clock.on(at))
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


def _watching() -> list[facts.Facts]:
    """The facts that have checks."""
    return list({check.facts.code: check.facts for check in declared().values()}.values())


def _judge_again(touched: audit.Touched, at: datetime) -> Ran:
    units = set().union(*touched.units.values()) if touched.units else set()
    if touched.everywhere or len(units) > MOST_UNITS:
        return run_all(actor=access.system(), at=at)
    codes = set(touched.units)
    published = {check.facts for check in declared().values() if check.facts.code in codes}
    return run_units(units, at=at, by=access.system().name, published=published)


def _keep_pulses(touched: audit.Touched) -> None:
    """The day on which each unit last changed something in each table that is watched."""
    for table, day in touched.loaded.items():
        for found in facts.declared().values():
            if found.record_table == table:
                for unit_id in facts.read(found, on=day).get_column("unit_id").unique().to_list():
                    touched.beat(unit_id, table, day)
    _write_pulses(touched.pulses, is_final=False)


def _write_pulses(pulses: Mapping[tuple[int, str], date], *, is_final: bool) -> None:
    if not pulses:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _SET_PULSES if is_final else _MOVE_PULSES,
            [[unit for unit, _ in pulses], [table for _, table in pulses], list(pulses.values())],
        )


def _marks() -> dict[int, int]:
    return dict(Mark.objects.values_list("lane", "seq"))


def _set_marks(marks: Mapping[int, int]) -> None:
    Mark.objects.bulk_create(
        [Mark(lane=lane, seq=seq) for lane, seq in marks.items()],
        update_conflicts=True, unique_fields=["lane"], update_fields=["seq"],
    )  # fmt: skip
