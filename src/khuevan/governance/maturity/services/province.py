"""All schools re-proposed by all probes at once: set-based, one statement writes."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.governance.indicators import queries as indicators
from khuevan.kernel import access, clock, database
from khuevan.kernel.records import Invalid

from .. import queries
from ..models import Edition

_KEEP = """
insert into maturity_proposal (unit_id, edition_id, school_year, scores, figures, made_at)
select r.unit_id, %(edition)s, %(year)s, r.scores, r.figures, %(at)s
from jsonb_to_recordset(%(rows)s::jsonb) as r(unit_id int, scores jsonb, figures jsonb)
on conflict (unit_id, edition_id, school_year)
do update set scores = excluded.scores, figures = excluded.figures, made_at = excluded.made_at
where (maturity_proposal.scores, maturity_proposal.figures) is distinct from (excluded.scores, excluded.figures)
"""


@dataclass(frozen=True)
class Reproposed:
    """units: how many were looked at; changed: how many got another proposal."""

    units: int
    changed: int


def propose_all(
    *, at: datetime, edition: Edition, year: str, units: Collection[int] | None = None
) -> Reproposed:
    """Every unit that the edition assesses, from the stored sums of indicators. As the platform. Raises Invalid while
    no sums are stored."""
    on = clock.on(at)
    with database.acting(access.system()):
        found = queries.index(edition, on)
        state = indicators.current()
        if state is None:
            raise Invalid(_("Kho số liệu chưa được dựng."))
        every = list(queries.assessed_units(access.system(), edition, on=on))
        wanted = every if units is None else [pk for pk in every if pk in set(units)]
        if not found.is_usable or not wanted:
            return Reproposed(0, 0)
        made = queries.proposals_of_all(found, wanted, state, year=year, on=on)
        rows = []
        for unit, one in made.items():
            scores, figures = queries.kept_form(one)
            rows.append({"unit_id": unit, "scores": scores, "figures": figures})
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, {"edition": edition.pk, "year": year, "at": at, "rows": json.dumps(rows)})
            return Reproposed(len(rows), cursor.rowcount)
