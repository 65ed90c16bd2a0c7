"""What becomes public in the rooms below, and what changes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from khuevan.governance.indicators.events import FiguresPublished
from khuevan.governance.maturity.events import LevelPublished
from khuevan.governance.reports.events import ReportPublished, ReportReturned
from khuevan.governance.targets.events import (
    FellBehind,
    PlanAdopted,
    PlanAmended,
    PlanPublished,
    ProgressReported,
    TargetReached,
)
from khuevan.kernel import clock
from khuevan.kernel.events import Event, subscribe
from khuevan.kernel.records.events import RecordAdded, RecordChanged, RecordClosed, RecordDeleted
from khuevan.register.organisations.events import ContactsEdited, TreeChanged

from . import services

PUBLIC: Final[tuple[type[Event], ...]] = (
    TreeChanged, ContactsEdited, FiguresPublished, LevelPublished, PlanPublished, PlanAdopted, PlanAmended,
    ProgressReported, TargetReached, FellBehind, ReportPublished, ReportReturned,
)  # fmt: skip
RECORDS: Final[tuple[type[Event], ...]] = (RecordAdded, RecordChanged, RecordClosed, RecordDeleted)
PUBLIC_RECORDS: Final = frozenset({"organisations.school_point"})


def _follow(kind: type[Event]) -> None:
    """Subscribers are found by their names: one for each event."""

    def heard(event: Event) -> None:
        if not isinstance(event, RECORDS) or getattr(event, "key", "") in PUBLIC_RECORDS:
            services.note_publication(at=clock.now())

    follower: Callable[[Event], None] = heard
    follower.__qualname__ = f"heard_{kind.__name__}"
    subscribe(kind)(follower)


for _kind in (*PUBLIC, *RECORDS):
    _follow(_kind)
