"""The reads of the room, within what the actor may see."""

from .findings import FindingFilter, FindingRow, finding, findings, owners_to_remind, row_of, waiting
from .reminders import reminders
from .standings import (
    CheckRow,
    history,
    last_run,
    schools,
    stale_codes,
    stale_schools,
    standing,
    tallies,
    worst_units,
)

__all__ = [
    "stale_codes",
    "stale_schools",
    "reminders",
    "CheckRow",
    "FindingFilter",
    "FindingRow",
    "finding",
    "findings",
    "history",
    "last_run",
    "owners_to_remind",
    "row_of",
    "schools",
    "standing",
    "tallies",
    "waiting",
    "worst_units",
]
