"""How units stand: sums of what was asked and what failed, of a school and of all that is under a body."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import connection

from khuevan.kernel.checks import declared
from khuevan.register.organisations import queries as organisations

from ..models import DIMENSIONS, PastStanding, UnitStanding
from ..rules import score, weight

S = TypeVar("S", UnitStanding, PastStanding)

_SUMS = """
select p.above, d.dimension, sum(t.asked::bigint * d.weight)::bigint,
       sum((t.failed - t.explained)::bigint * d.weight)::bigint, sum(t.failed - t.explained)::integer
from unnest(%s::integer[], %s::integer[]) p(above, unit)
join quality_tally t on t.unit_id = p.unit
join unnest(%s::text[], %s::text[], %s::integer[]) d(code, dimension, weight) on d.code = t.check_code
group by p.above, d.dimension
"""


def restand(units: Collection[int] | None, *, at: datetime, on: date) -> int:
    """Computes the standing of these units and of every body above them, or of all. Gives how many."""
    pairs = organisations.above()
    if units is None:
        wanted = {above for above, _unit in pairs}
    else:
        changed = set(units)
        wanted = {above for above, unit in pairs if unit in changed} | changed
    sums = _sums([pair for pair in pairs if pair[0] in wanted])
    rows = [_row(UnitStanding(unit_id=unit_id, checked_at=at), found) for unit_id, found in sums.items()]
    days = [_row(PastStanding(unit_id=unit_id, on=on), found) for unit_id, found in sums.items()]
    columns = [f"{name}_{part}" for name in DIMENSIONS for part in ("asked", "failed")]
    columns += ["findings", "score"]
    UnitStanding.objects.bulk_create(
        rows, batch_size=1_000, update_conflicts=True, unique_fields=["unit"],
        update_fields=[*columns, "checked_at"],
    )  # fmt: skip
    PastStanding.objects.bulk_create(
        days, batch_size=1_000, update_conflicts=True, unique_fields=["unit", "on"], update_fields=columns
    )
    gone = UnitStanding.objects.exclude(unit_id__in=sums)
    if units is not None:
        gone = gone.filter(unit_id__in=wanted)
    gone.delete()
    return len(rows)


def _sums(pairs: Sequence[tuple[int, int]]) -> dict[int, dict[str, tuple[int, int, int]]]:
    """Unit -> dimension -> (asked, failed) weighted, and how many findings are open."""
    aboves, belows = zip(*pairs, strict=True) if pairs else ((), ())
    checks = list(declared().values())
    with connection.cursor() as cursor:
        cursor.execute(
            _SUMS,
            [
                list(aboves),
                list(belows),
                [check.code for check in checks],
                [check.dimension.value for check in checks],
                [weight(check.severity.value) for check in checks],
            ],
        )
        sums: dict[int, dict[str, tuple[int, int, int]]] = {}
        for above, dimension, asked, failed, open_ones in cursor.fetchall():
            sums.setdefault(above, {})[dimension] = (asked, failed, open_ones)
    return sums


def _row(standing: S, found: dict[str, tuple[int, int, int]]) -> S:
    for dimension in DIMENSIONS:
        asked, failed, _open = found.get(dimension, (0, 0, 0))
        setattr(standing, f"{dimension}_asked", asked)
        setattr(standing, f"{dimension}_failed", failed)
    standing.findings = sum(part[2] for part in found.values())
    standing.score = score((failed, asked) for asked, failed, _open in found.values())
    return standing
