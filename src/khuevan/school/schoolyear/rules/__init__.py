"""What the law says of years, statuses, placement and the roll-over: functions on values."""

from .admission import Last, Way, way_in
from .calendar import SUMMER, TERM_1, TERM_2, TermDays, frame_problems, season_of, usual_terms, year_code_of
from .statuses import (
    is_present,
    status_of_arrival,
    status_of_departure,
    status_of_return,
    status_of_withdrawal,
)

__all__ = [
    "SUMMER",
    "TERM_1",
    "TERM_2",
    "Last",
    "TermDays",
    "Way",
    "frame_problems",
    "is_present",
    "season_of",
    "status_of_arrival",
    "status_of_departure",
    "status_of_return",
    "status_of_withdrawal",
    "usual_terms",
    "way_in",
    "year_code_of",
]
