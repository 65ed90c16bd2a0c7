"""What other rooms may hear of."""

from __future__ import annotations

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class ReportSubmitted(Event):
    """digest: of what it says."""

    report_id: int
    unit_id: int
    receiver_id: int | None
    edition: int
    digest: str


@dataclass(frozen=True)
class ReportReturned(Event):
    report_id: int
    unit_id: int


@dataclass(frozen=True)
class ReportPublished(Event):
    """is_published: False where it was withdrawn from the public."""

    report_id: int
    unit_id: int
    is_published: bool


@dataclass(frozen=True)
class ReportsAreLate(Event):
    """units: whom the body reminded."""

    campaign_id: int
    body_id: int
    units: tuple[int, ...]
