"""The reads of the room. Everything is within what the bound actor may see."""

from .attendance import Attendance, attendance
from .classes import (
    class_source,
    give_sizes,
    homeroom_holdings,
    narrowed,
    open_classes,
    own_classes,
    sees_every_class,
)
from .elsewhere import transfer_address, transfers_begin_at
from .enrolments import Step, enrolments_of, learners_of_class, steps_of, unplaced, years_at_level
from .present import class_of, classes_for, present_enrolment
from .years import terms_of, year_after, year_at, years

__all__ = [
    "Attendance",
    "Step",
    "attendance",
    "class_of",
    "class_source",
    "classes_for",
    "enrolments_of",
    "give_sizes",
    "homeroom_holdings",
    "learners_of_class",
    "narrowed",
    "open_classes",
    "own_classes",
    "present_enrolment",
    "sees_every_class",
    "steps_of",
    "terms_of",
    "transfer_address",
    "transfers_begin_at",
    "unplaced",
    "year_after",
    "year_at",
    "years",
    "years_at_level",
]
