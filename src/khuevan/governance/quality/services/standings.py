"""How units stand: sums of what was asked and what failed, of a school and of all that is under a body."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import connection

from khuevan.kernel.access import Reach
from khuevan.kernel.checks import declared
from khuevan.register.organisations import queries as organisations

from ..models import DIMENSIONS, UnitStanding
from ..rules import score, weight

_SUMS = """
with own as materialized (
    select t.unit_id, d.dimension, sum(t.asked::bigint * d.weight)::bigint as asked,
           sum((t.failed - t.explained)::bigint * d.weight)::bigint as failed, sum(t.failed - t.explained)::bigint as open
    from quality_tally t
    join unnest(%(codes)s::text[], %(dimensions)s::text[], %(weights)s::integer[]) d(code, dimension, weight)
      on d.code = t.check_code
    where t.unit_id <@ %(units)s::int4multirange
    group by t.unit_id, d.dimension
)
select p.above, o.dimension, sum(o.asked)::bigint, sum(o.failed)::bigint, sum(o.open)::integer
from unnest(%(aboves)s::integer[], %(belows)s::integer[]) p(above, unit) join own o on o.unit_id = p.unit
group by p.above, o.dimension
"""
"""Of each unit first and then of those above: a check of a school is looked at once, whoever stands over it."""
COLUMNS = [f"{name}_{part}" for name in DIMENSIONS for part in ("asked", "failed")] + ["findings", "score"]
_LISTED = ", ".join(COLUMNS)
_KEEP_DAY = f"""
insert into quality_paststanding (unit_id, "on", {_LISTED})
select unit_id, %(on)s, {_LISTED} from quality_unitstanding where unit_id <@ %(units)s::int4multirange
on conflict (unit_id, "on") do update set {", ".join(f"{name} = excluded.{name}" for name in COLUMNS)}
where ({", ".join(f"quality_paststanding.{name}" for name in COLUMNS)})
    is distinct from ({", ".join(f"excluded.{name}" for name in COLUMNS)})
"""  # noqa: S608 - constant parts only


def restand(units: Collection[int] | None, *, at: datetime, on: date) -> int:
    """Computes the standing of these units and of every body above them, or of all, and writes those that are others than
    before. Gives of how many."""
    pairs = organisations.above()
    if units is not None:
        changed = set(units)
        wanted = {above for above, unit in pairs if unit in changed} | changed
        pairs = [pair for pair in pairs if pair[0] in wanted]
    else:
        wanted = {above for above, _unit in pairs}
    sums = _sums(pairs)
    known = {row.pk: row for row in UnitStanding.objects.filter(unit_id__in=sums)}
    rows = [_row(UnitStanding(unit_id=unit_id, checked_at=at), found) for unit_id, found in sums.items()]
    UnitStanding.objects.bulk_create(
        [row for row in rows if not _says_the_same(row, known.get(row.pk))], batch_size=1_000, update_conflicts=True,
        unique_fields=["unit"], update_fields=[*COLUMNS, "checked_at"],
    )  # fmt: skip
    UnitStanding.objects.filter(unit_id__in=sums).exclude(checked_at=at).update(checked_at=at)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_DAY, {"on": on, "units": Reach.of(sums).sql()})
    gone = UnitStanding.objects.exclude(unit_id__in=sums)
    if units is not None:
        gone = gone.filter(unit_id__in=wanted)
    gone.delete()
    return len(sums)


def _says_the_same(row: UnitStanding, known: UnitStanding | None) -> bool:
    return known is not None and all(getattr(row, name) == getattr(known, name) for name in COLUMNS)


def _sums(pairs: Sequence[tuple[int, int]]) -> dict[int, dict[str, tuple[int, int, int]]]:
    """Unit -> dimension -> (asked, failed) weighted, and how many findings are open."""
    aboves, belows = zip(*pairs, strict=True) if pairs else ((), ())
    checks = list(declared().values())
    with connection.cursor() as cursor:
        cursor.execute(
            _SUMS,
            {
                "aboves": list(aboves),
                "belows": list(belows),
                "units": Reach.of(belows).sql(),
                "codes": [check.code for check in checks],
                "dimensions": [check.dimension.value for check in checks],
                "weights": [weight(check.severity.value) for check in checks],
            },
        )
        sums: dict[int, dict[str, tuple[int, int, int]]] = {}
        for above, dimension, asked, failed, open_ones in cursor.fetchall():
            sums.setdefault(above, {})[dimension] = (asked, failed, open_ones)
    return sums


def _row(standing: UnitStanding, found: dict[str, tuple[int, int, int]]) -> UnitStanding:
    for dimension in DIMENSIONS:
        asked, failed, _open = found.get(dimension, (0, 0, 0))
        setattr(standing, f"{dimension}_asked", asked)
        setattr(standing, f"{dimension}_failed", failed)
    standing.findings = sum(part[2] for part in found.values())
    standing.score = score((failed, asked) for asked, failed, _open in found.values())
    return standing
