"""Finding pairs that may be one person, and deciding that they are two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database, facts
from khuevan.kernel.access import Actor, Reach
from khuevan.kernel.records import Invalid
from khuevan.register.people import queries as people
from khuevan.register.people.facts import IDENTITIES, STAFF_IDENTITIES

from ..choices import PairState
from ..models import Pair
from ..permissions import DECIDE_DUPLICATES
from ..rules.linkage import linked
from ..rules.linkage.model import COMPARISONS


def find_duplicates(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Links all learners with each other, and all staff: new pairs wait, those no longer alike are gone, decisions stay.

    Reads and writes with the platform's eyes. Raises access.Refused.
    """
    access.demand(actor, DECIDE_DUPLICATES)
    with database.acting(access.system()), audit.act(actor, "quality.duplicate:find", at=at) as act:
        frames = [
            facts.read(who, on=clock.on(at))
            .rename({"title": "name", "national_id": "number"})
            .drop("unit_id")
            for who in (IDENTITIES, STAFF_IDENTITIES)
        ]
        found = pl.concat([linked(frame) for frame in frames]).unique(
            ["low", "high"], keep="first", maintain_order=True
        )
        units = people.units_of(sorted({*found["low"].to_list(), *found["high"].to_list()}))
        known = {(pair.low_id, pair.high_id): pair for pair in Pair.objects.all()}
        made, seen = [], set()
        for row in found.iter_rows(named=True):
            key = (row["low"], row["high"])
            seen.add(key)
            pair = known.get(key) or Pair(low_id=key[0], high_id=key[1], found_at=at)
            pair.units = units.get(key[0], Reach.of([0])) | units.get(key[1], Reach.of([0]))
            pair.weight, pair.probability = row["weight"], row["probability"]
            pair.evidence = [_step(row, item.name) for item in COMPARISONS]
            if pair.state == PairState.GONE:
                pair.state = PairState.WAITING
            made.append(pair)
        Pair.objects.bulk_create(
            made, batch_size=1_000, update_conflicts=True, unique_fields=["low", "high"],
            update_fields=["units", "weight", "probability", "evidence", "state"],
        )  # fmt: skip
        gone = [p.pk for key, p in known.items() if key not in seen and p.state == PairState.WAITING]
        Pair.objects.filter(pk__in=gone).update(state=PairState.GONE)
        result = {"people": sum(frame.height for frame in frames), "pairs": len(made), "gone": len(gone)}
        act.note(**result)
    return result


def decide_different(*, actor: Actor, at: datetime, pair: Pair, version: int, why: str) -> Pair:
    """The two are different people. Raises Invalid, ChangedMeanwhile, access.Refused."""
    why = " ".join(why.split())
    if len(why) < 10:
        raise Invalid({"why": _("Hãy ghi lý do rõ ràng, ít nhất 10 ký tự.")})
    return _decide(actor, at, pair, version, PairState.DIFFERENT, why)


def put_off_pair(*, actor: Actor, at: datetime, pair: Pair, version: int, why: str = "") -> Pair:
    """Nobody can say yet: out of the queue, until somebody looks again. Raises ChangedMeanwhile, access.Refused."""
    return _decide(actor, at, pair, version, PairState.LATER, " ".join(why.split()))


def reopen_pair(*, actor: Actor, at: datetime, pair: Pair, version: int) -> Pair:
    """The decision is taken back. Raises ChangedMeanwhile, access.Refused."""
    return _decide(actor, at, pair, version, PairState.WAITING, "")


def _decide(actor: Actor, at: datetime, pair: Pair, version: int, state: PairState, why: str) -> Pair:
    """Whoever decides must hold the permission at every unit of both."""
    scope = access.scope(actor, DECIDE_DUPLICATES)
    if not scope.covers(pair.units):
        access.demand(actor, DECIDE_DUPLICATES, on=next(u for u in pair.units.ids() if u not in scope))
    with audit.act(actor, DECIDE_DUPLICATES.code, at=at, on=pair, why=why):
        decided = state is not PairState.WAITING
        pair.state, pair.why = state, why[:500]
        pair.decided_at, pair.decided_by = (at, actor.name) if decided else (None, "")
        pair.save_checked(version, fields=["state", "why", "decided_at", "decided_by"])
    return pair


def _step(row: dict[str, Any], name: str) -> dict[str, Any]:
    weight = row[f"mw_{name}"]
    return {"name": name, "word": row[name], "weight": round(weight or 0.0, 2)}
