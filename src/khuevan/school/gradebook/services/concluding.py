"""The year's conclusions flow into the register of the school year: one act for a whole school."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from khuevan.kernel import access, audit, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.school.schoolyear import services as schoolyear

from ..permissions import RECORD_OUTCOMES
from ..queries.conclusions import conclusions
from .closing import checked_reason


def record_conclusions(
    actor: Actor,
    school_id: int,
    year: Any,
    *,
    digest: str,
    at: datetime,
    overwrite: bool = False,
    why: str = "",
) -> int:
    """Who is promoted, completes a level or repeats, as the year's results have it; what waits for the summer is left.

    overwrite: also where the register says something else; then `why` is wanted. Gives how many were recorded.
    Raises Refused, Invalid, GradebookError, ChangedMeanwhile where it is not as it was seen.
    """
    access.demand(actor, RECORD_OUTCOMES, on=school_id)
    found = conclusions(school_id, year.pk)
    if found.digest != digest:
        raise ChangedMeanwhile
    wanted = dict(found.fresh)
    if overwrite and found.other:
        why = checked_reason(why, "why")
        wanted |= found.other
    with (
        transaction.atomic(),
        audit.act(actor, RECORD_OUTCOMES.code, at=at, unit_id=school_id, why=why) as act,
    ):
        act.note(year=year.code, learners=len(wanted))
        return schoolyear.record_outcomes(actor, school_id, wanted, on=clock.on(at), at=at) if wanted else 0
