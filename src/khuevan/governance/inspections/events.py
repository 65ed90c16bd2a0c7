"""What other rooms may hear."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class PlanApproved(Event):
    """Units of a body were drawn, and their inspection decided."""

    plan_id: int
    unit_id: int
    school_year: str
    decision: str


@dataclass(frozen=True)
class VisitPlanned(Event):
    """A unit is told that it will be inspected."""

    visit_id: int
    unit_id: int
    body_id: int


@dataclass(frozen=True)
class RemedyDemanded(Event):
    """A unit has something to put right by a day (ISO)."""

    remedy_id: int
    unit_id: int
    due_on: str


@dataclass(frozen=True)
class RemedyLate(Event):
    """A unit was reminded of what is past its day."""

    remedy_id: int
    unit_id: int


@dataclass(frozen=True)
class RemedyAccepted(Event):
    remedy_id: int
    unit_id: int


@dataclass(frozen=True)
class MinutesSigned(Event):
    """Both sides signed an edition of the minutes."""

    visit_id: int
    unit_id: int
    edition: int
    digest: str
