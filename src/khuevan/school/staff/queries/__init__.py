"""The reads of staff, within what the actor may see."""

from .grid import AssignmentGrid, assignment_grid, candidates
from .load import SchoolLoads, TeacherLoad, school_loads
from .means import TeachersMeans, teacher_counts, teachers_means
from .mine import TaughtClass, is_homeroom_teacher, my_classes, own_rows, taught_class_ids, teaches
from .norms import duty_labels, norm_book

__all__ = [
    "AssignmentGrid",
    "SchoolLoads",
    "TaughtClass",
    "TeacherLoad",
    "TeachersMeans",
    "assignment_grid",
    "candidates",
    "duty_labels",
    "is_homeroom_teacher",
    "my_classes",
    "norm_book",
    "own_rows",
    "school_loads",
    "teacher_counts",
    "taught_class_ids",
    "teachers_means",
    "teaches",
]
