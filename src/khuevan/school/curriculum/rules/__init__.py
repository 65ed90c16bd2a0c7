"""What the law says of grades and of the choice of subjects: functions on values."""

from .electives import ElectiveFacts, elective_problems
from .grades import (
    age_of_entry,
    grade_number,
    is_last_grade,
    is_later_grade,
    level_of_grade,
    next_grade,
)

__all__ = [
    "ElectiveFacts",
    "age_of_entry",
    "elective_problems",
    "grade_number",
    "is_last_grade",
    "is_later_grade",
    "level_of_grade",
    "next_grade",
]
