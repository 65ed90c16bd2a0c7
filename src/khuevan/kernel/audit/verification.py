"""Is the log whole? Every chain is computed again, here and not in the database, from the stored columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection

GENESIS = bytes(32)
"""The hash before the first entry of every lane."""

_ALL = """
select lane, seq, null::bigint, null, null, null::bigint, null, null, null, null, null, null, null::integer, null, null,
    null::bytea, hash from audit_head
union all
(select lane, seq, (extract(epoch from at) * 1000000)::bigint, act_id::text, kind, actor_id, actor_name, acting_for,
    origin, action, table_name, row_id, unit_id, changes::text, why, prev_hash, hash
from audit_entry order by lane, seq)
"""
_BATCH = 5_000


class Line(NamedTuple):
    """One entry as it is hashed: fifteen values as JSON, then the two hashes. `at` in microseconds since 1970."""

    content: tuple[Any, ...]
    before: bytes
    hash: bytes

    @property
    def lane(self) -> int:
        return int(self.content[0])

    @property
    def seq(self) -> int:
        return int(self.content[1])


class Head(NamedTuple):
    seq: int
    hash: bytes


@dataclass(frozen=True)
class Fault:
    """Where a chain breaks. kind: changed, missing, doubled, cut (entries gone from the end), beyond (entries that the
    head does not know), lost_head, rewritten (differs from the anchor). seq is the first entry concerned."""

    lane: int
    seq: int
    kind: str


@dataclass
class Verdict:
    entries: int = 0
    faults: list[Fault] = field(default_factory=list)
    heads: dict[int, Head] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        return not self.faults


def digest(before: bytes, content: Iterable[Any]) -> bytes:
    """The hash of an entry: the same text as PostgreSQL's jsonb_build_array(...)::text, in UTF-8."""
    return sha256(before + json.dumps(list(content), ensure_ascii=False).encode()).digest()


def check(
    lines: Iterable[Line], heads: Mapping[int, Head], anchor: Mapping[int, Head] | None = None
) -> Verdict:
    """Follows each lane from its beginning, lines ordered by lane and seq. After a lane's first fault it goes on from
    what is stored, so that one change is one fault (with what follows from it) and not thousands."""
    verdict, anchor = Verdict(), anchor or {}
    last: dict[int, Head] = {}
    faulty: set[int] = set()
    for line in lines:
        verdict.entries += 1
        before = last.get(line.lane, Head(0, GENESIS))
        kind = _fault(line, before)
        if kind and line.lane not in faulty:
            faulty.add(line.lane)
            verdict.faults.append(Fault(line.lane, before.seq + 1 if kind == "missing" else line.seq, kind))
        last[line.lane] = Head(line.seq, line.hash)
        kept = anchor.get(line.lane)
        if kept and kept.seq == line.seq and kept.hash != line.hash:
            verdict.faults.append(Fault(line.lane, line.seq, "rewritten"))
    for lane in sorted({*last, *heads}):
        verdict.faults.extend(_end(lane, last.get(lane, Head(0, GENESIS)), heads.get(lane)))
    for lane, kept in sorted(anchor.items()):
        if kept.seq > last.get(lane, Head(0, GENESIS)).seq:
            verdict.faults.append(Fault(lane, last.get(lane, Head(0, GENESIS)).seq + 1, "rewritten"))
    verdict.heads = last
    return verdict


def verify(anchor: Mapping[int, Head] | None = None) -> Verdict:
    """Reads the whole log as one moment saw it, while others go on writing. In a transaction that sees every row.

    Entries and heads come from one statement, hence from one snapshot. Constant memory.
    """
    heads: dict[int, Head] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"declare audit_all no scroll cursor for {_ALL}")
        verdict = check(_stored(cursor, heads), heads, anchor)
        cursor.execute("close audit_all")
    return verdict


def _stored(cursor: Any, heads: dict[int, Head]) -> Iterator[Line]:
    """The entries; the heads, which stand in front of them, go into `heads`."""
    while True:
        cursor.execute(f"fetch {_BATCH} from audit_all")
        rows = cursor.fetchall()
        if not rows:
            return
        for row in rows:
            if row[15] is None:
                heads[row[0]] = Head(row[1], bytes(row[16]))
            else:
                yield Line(row[:15], bytes(row[15]), bytes(row[16]))


def _fault(line: Line, before: Head) -> str:
    if line.seq > before.seq + 1:
        return "missing"
    if line.seq <= before.seq:
        return "doubled"
    if line.before != before.hash or digest(line.before, line.content) != line.hash:
        return "changed"
    return ""


def _end(lane: int, last: Head, head: Head | None) -> Iterator[Fault]:
    if head is None:
        yield Fault(lane, 1, "lost_head")
    elif head.seq > last.seq:
        yield Fault(lane, last.seq + 1, "cut")
    elif head.seq < last.seq:
        yield Fault(lane, head.seq + 1, "beyond")
    elif head.hash != last.hash:
        yield Fault(lane, last.seq, "changed")


def anchor_of(verdict: Verdict, at: datetime) -> dict[str, Any]:
    """The heads as a document to keep elsewhere (printed, on another server): later logs must still contain it."""
    heads = {
        str(lane): {"seq": head.seq, "hash": head.hash.hex()} for lane, head in sorted(verdict.heads.items())
    }
    return {"at": at.isoformat(), "entries": verdict.entries, "heads": heads, "digest": _sum(heads)}


class AnchorIsDamaged(ValueError):
    """The anchor's own digest does not fit its content."""


def read_anchor(document: Mapping[str, Any]) -> dict[int, Head]:
    """Raises AnchorIsDamaged."""
    try:
        heads = document["heads"]
        if _sum(heads) != document["digest"]:
            raise AnchorIsDamaged
        return {
            int(lane): Head(int(head["seq"]), bytes.fromhex(head["hash"])) for lane, head in heads.items()
        }
    except (KeyError, TypeError, AttributeError) as broken:
        raise AnchorIsDamaged from broken


def _sum(heads: Mapping[str, Any]) -> str:
    return sha256(json.dumps(heads, sort_keys=True).encode()).hexdigest()
