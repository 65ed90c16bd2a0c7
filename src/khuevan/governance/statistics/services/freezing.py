"""The days that forms count on: frozen once, when they have ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from khuevan.governance.indicators import services as indicators
from khuevan.kernel import clock, database
from khuevan.kernel.access import Actor

from .. import queries
from ..layouts import as_of

PATIENCE: Final = timedelta(days=3)
"""So long after its end a day is still frozen where nobody did it in its night (a machine that was switched off); the
state says when it was taken. Later it would be called a day that it does not know any more."""


def freeze_ended_days(*, actor: Actor, at: datetime) -> list[date]:
    """Freezes the records as they tell of each such day that ended and was not frozen; answers which. Raises Refused,
    indicators.CannotFreeze."""
    today, done = clock.on(at), []
    with database.acting(actor):
        days = {as_of(form, year) for year in queries.years() for form in queries.forms_of(year)}
    for day in sorted(day for day in days if today - PATIENCE <= day < today):
        if indicators.freeze_day(actor=actor, at=at, day=day, period=period_of(day)) is not None:
            done.append(day)
    return done


def period_of(day: date) -> str:
    """What the frozen state of a day is called: in Vietnamese, whoever asks."""
    return f"Số liệu ngày {day:%d/%m/%Y}"
