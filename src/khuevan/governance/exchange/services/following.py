"""Following the audit log: each change of a record becomes what its units are told, one after the other.

One follower writes at a time, under a lock that is held to the commit, and numbers what it writes without gaps. A reader
who has seen a number therefore has seen everything below it; sequences, which transactions leave in another order than
they take from them, are not used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from khuevan.kernel import access, audit, database

from ..models import Change, Mark
from ..queries.kinds import Kind, by_table, kinds, of_people
from ..rules import Told, Touch, tell

TELLING = database.Turn("exchange.telling")
BATCH = 2_000
AFFILIATIONS = "people_affiliation"
_LAST = """
select distinct on (record_id, unit_id) record_id, unit_id, version, verb from exchange_change
where kind = %s and record_id = any(%s) order by record_id, unit_id, version desc
"""
_RECONCILE = """
with placed as (select distinct record_id, unit_id from ({placed}) p{only}),
last as (select distinct on (record_id, unit_id) record_id, unit_id, version, verb
         from (select * from exchange_change where kind = %(kind)s) c{only}
         order by record_id, unit_id, version desc),
told as (
    select record_id, unit_id, coalesce(l.version, 0) + 1 as version,
           case when p.is_there is null then 'CANCEL' when l.verb is null or l.verb = 'CANCEL' then 'NEW'
                else 'UPDATE' end as verb,
           p.is_there, l.verb as before
    from (select record_id, unit_id, true as is_there from placed) p full join last l using (record_id, unit_id))
insert into exchange_change (seq, unit_id, kind, record_id, version, verb, at, act_id, lane, entry)
select (select coalesce(max(seq), 0) from exchange_change) + row_number() over (order by record_id, unit_id),
       unit_id, %(kind)s, record_id, version, verb, %(at)s, %(act)s, %(lane)s, %(entry)s
from told
where (is_there is null and before <> 'CANCEL') or (is_there and (before is null or before = 'CANCEL' or %(updates)s))
order by record_id, unit_id
"""
_NUMBERS = "select generate_series(lower(r), upper(r) - 1) from unnest(%(ids)s::int8multirange) r"


@dataclass(frozen=True)
class Load:
    """Very many rows that the log holds as one entry. ids: which, as ranges, where it says so; updates: rows that were
    there have been changed; via_people: they are affiliations, and the kind is one that follows them."""

    kind: Kind
    entry: audit.RowChange
    ids: str | None = None
    updates: bool = False
    via_people: bool = False

    @property
    def only(self) -> str:
        """The condition that leaves the records concerned."""
        if self.ids is None:
            return ""
        if not self.via_people:
            return f" where record_id in ({_NUMBERS})"
        persons = f"select person_id from {AFFILIATIONS} where id in ({_NUMBERS})"  # noqa: S608
        return (
            f" where record_id in (select id from {self.kind.table} where {self.kind.person} in ({persons}))"  # noqa: S608
        )


@dataclass
class Touched:
    """What a stretch of the log touches: acts by kind and record, and loads of very many rows."""

    acts: dict[str, dict[int, list[Touch]]] = field(default_factory=dict)
    loads: list[Load] = field(default_factory=list)
    entries: dict[int, audit.RowChange] = field(default_factory=dict)

    def add(self, kind: Kind, record_id: int, change: audit.RowChange, *, is_change: bool = True) -> None:
        act = str(change.act_id) if change.act_id else f"{change.lane}/{change.seq}"
        self.entries[change.id] = change
        self.acts.setdefault(kind.code, {}).setdefault(record_id, []).append(Touch(change.id, act, is_change))

    def load(self, change: audit.RowChange, kind: Kind) -> None:
        ids = change.changes.get("ids")
        self.loads.append(Load(kind, change, ids, updates=change.changes.get("kind") == "changed"))
        if change.table == AFFILIATIONS:
            self.loads += [Load(other, change, ids, via_people=True) for other in of_people()]


def follow() -> int:
    """Tells what was changed since the last call, until nothing is new; answers how many changes were told.

    One process at a time; another waits for the stretch that the first writes, and goes on behind it.
    """
    number = 0
    while True:
        with database.acting(access.system()):
            TELLING.wait()
            found = audit.rows_since(dict(Mark.objects.values_list("lane", "seq")))
            if not found:
                return number
            number += _tell(_touched(found))
            _set_marks({change.lane: change.seq for change in found})


def reconcile(*, at: datetime) -> int:
    """Compares what was told with what stands, for every kind: what came or went without an entry of its own (a day
    on which an affiliation ended, a restored archive) is told now. Answers how many changes that were."""
    follow()
    with database.acting(access.system()):
        TELLING.wait()
        return sum(_reconcile(kind, at) for kind in kinds().values())


def _touched(found: Iterable[audit.RowChange]) -> Touched:
    touched, known = Touched(), by_table()
    affiliated: list[audit.RowChange] = []
    for change in found:
        kind = known.get(change.table)
        if kind is None:
            continue
        if change.kind == "bulk":
            touched.load(change, kind)
        elif change.kind in ("added", "changed", "removed") and change.row_id.isdecimal():
            touched.add(kind, int(change.row_id), change)
            if change.table == AFFILIATIONS:
                affiliated.append(change)
    _follow_people(touched, affiliated)
    return touched


def _follow_people(touched: Touched, affiliated: list[audit.RowChange]) -> None:
    """Where somebody is affiliated anew, their record and what hangs on it may have other units."""
    if not affiliated:
        return
    persons: dict[int, list[audit.RowChange]] = {}
    unknown: dict[int, list[audit.RowChange]] = {}
    for change in affiliated:
        told = [value for value in change.changes.get("person_id", ()) if isinstance(value, int)]
        for person_id in told:
            persons.setdefault(person_id, []).append(change)
        if not told:
            unknown.setdefault(int(change.row_id), []).append(change)
    for affiliation_id, person_id in _pairs(AFFILIATIONS, "person_id", "id", list(unknown)):
        persons.setdefault(person_id, []).extend(unknown[affiliation_id])
    for kind in of_people():
        for record_id, person_id in _pairs(kind.table, kind.person, kind.person, list(persons)):
            for change in persons[person_id]:
                touched.add(kind, record_id, change, is_change=False)


def _pairs(table: str, column: str, by: str, values: list[int]) -> list[tuple[int, int]]:
    """(id, column) of the rows whose `by` is one of the values. Names are ours, of declared tables."""
    if not values:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"select id, {column} from {table} where {by} = any(%s)", [values])  # noqa: S608
        return cursor.fetchall()


def _tell(touched: Touched) -> int:
    told: list[tuple[Told, Kind, int]] = []
    for code, acts in touched.acts.items():
        kind = kinds()[code]
        now, before = _placed(kind, list(acts)), _last(kind, list(acts))
        for record_id, touches in acts.items():
            told += [
                (one, kind, record_id)
                for one in tell(touches, now=now.get(record_id, ()), before=before.get(record_id, {}))
            ]
    told.sort(key=lambda row: (row[0].touch.place, row[1].code, row[2], row[0].unit_id, row[0].version))
    first = _highest() + 1
    Change.objects.bulk_create(
        [
            _change(first + number, one, kind, record_id, touched.entries[one.touch.place])
            for number, (one, kind, record_id) in enumerate(told)
        ],
        batch_size=BATCH,
    )
    return len(told) + sum(_reconcile(load.kind, load.entry.at, load) for load in touched.loads)


def _change(seq: int, told: Told, kind: Kind, record_id: int, entry: audit.RowChange) -> Change:
    return Change(
        seq=seq, unit_id=told.unit_id, kind=kind.code, record_id=record_id, version=told.version, verb=told.verb,
        at=entry.at, act_id=entry.act_id, lane=entry.lane, entry=entry.seq,
    )  # fmt: skip


def _placed(kind: Kind, ids: list[int]) -> Mapping[int, Collection[int]]:
    found: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"select record_id, unit_id from ({kind.placed}) p where record_id = any(%s)",  # noqa: S608
            [ids],
        )
        for record_id, unit_id in cursor.fetchall():
            found.setdefault(record_id, set()).add(unit_id)
    return found


def _last(kind: Kind, ids: list[int]) -> Mapping[int, Mapping[int, tuple[int, str]]]:
    found: dict[int, dict[int, tuple[int, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [kind.code, ids])
        for record_id, unit_id, version, verb in cursor.fetchall():
            found.setdefault(record_id, {})[unit_id] = (version, verb)
    return found


def _reconcile(kind: Kind, at: datetime, load: Load | None = None) -> int:
    """Tells what stands and was not told, and what was told and stands no more; answers how many changes that were."""
    entry = None if load is None else load.entry
    only = "" if load is None else load.only
    statement = _RECONCILE.replace("{placed}", kind.placed).replace("{only}", only)
    values = {
        "kind": kind.code, "at": at, "updates": load is not None and load.updates, "ids": load.ids if load else None,
        "act": entry.act_id if entry else None, "lane": entry.lane if entry else 0, "entry": entry.seq if entry else 0,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _highest() -> int:
    return Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def _set_marks(marks: Mapping[int, int]) -> None:
    Mark.objects.bulk_create(
        [Mark(lane=lane, seq=seq) for lane, seq in marks.items()],
        update_conflicts=True, unique_fields=["lane"], update_fields=["seq"],
    )  # fmt: skip
