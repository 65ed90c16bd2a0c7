"""The reads of the room. Everything is within what the bound actor may see."""

from .counting import Standing, most_sessions, sessions_missed, standings
from .leave import granted_on, leave_for, leave_of_child, leave_waiting
from .rolls import (
    ClassToday,
    Enrolment,
    Roll,
    RollRow,
    class_for,
    classes_today,
    members,
    roll_of,
    rows_of,
)
from .sheets import Month, month_of

__all__ = [
    "ClassToday",
    "Enrolment",
    "Month",
    "Roll",
    "RollRow",
    "Standing",
    "class_for",
    "classes_today",
    "granted_on",
    "leave_for",
    "leave_of_child",
    "leave_waiting",
    "members",
    "month_of",
    "roll_of",
    "rows_of",
    "most_sessions",
    "sessions_missed",
    "standings",
]
