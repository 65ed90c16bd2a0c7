"""A learner goes to another school: the sending school's half of a transfer."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..models import Enrolment
from ..queries.years import terms_of
from ..rules import season_of, status_of_departure
from .enrolments import leave


def depart(enrolment: Enrolment, school: Any, on: date, *, note: str = "") -> None:
    """Status 04, 08 or 11 by the season of the day; ends the placement. Permission and act are the caller's."""
    season = season_of(on, terms_of(enrolment.school_year, enrolment.level, school))
    leave(enrolment, status_of_departure(season), on, version=enrolment.version, note=note)
