"""The reads of the curriculum, and what the law says of grades, for the rooms above."""

from ..rules import age_of_entry, grade_number, is_last_grade, is_later_grade, level_of_grade, next_grade
from ..rules.points import RulePoints
from .points import PointBook, point_book, points_for
from .programmes import (
    Cell,
    Grid,
    Line,
    departments_seen,
    elective_facts,
    elective_sets,
    grid,
    periods_of,
    periods_seen,
    programmes,
    required_label,
    subjects,
    subjects_in,
)

__all__ = [
    "Cell",
    "Grid",
    "Line",
    "PointBook",
    "RulePoints",
    "departments_seen",
    "age_of_entry",
    "elective_facts",
    "elective_sets",
    "grade_number",
    "grid",
    "is_last_grade",
    "is_later_grade",
    "level_of_grade",
    "next_grade",
    "periods_of",
    "periods_seen",
    "point_book",
    "points_for",
    "programmes",
    "required_label",
    "subjects",
    "subjects_in",
]
