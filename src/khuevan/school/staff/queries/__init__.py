"""The reads of staff, within what the actor may see."""

from .grid import AssignmentGrid, assignment_grid, candidates
from .lessons import OwnLesson, own_homerooms, own_lessons, taught_ids, taught_subjects, teachers_of
from .load import SchoolLoads, TeacherLoad, school_loads
from .means import TeachersMeans, teacher_counts, teachers_means
from .mine import TaughtClass, is_homeroom_teacher, my_classes, own_rows, taught_class_ids, teaches
from .norms import duty_labels, norm_book
from .signing import ClassSigners, Signer, signers_of_class

__all__ = [
    "AssignmentGrid",
    "ClassSigners",
    "OwnLesson",
    "SchoolLoads",
    "Signer",
    "TaughtClass",
    "TeacherLoad",
    "TeachersMeans",
    "assignment_grid",
    "candidates",
    "duty_labels",
    "is_homeroom_teacher",
    "my_classes",
    "norm_book",
    "own_homerooms",
    "own_lessons",
    "own_rows",
    "school_loads",
    "teacher_counts",
    "signers_of_class",
    "taught_class_ids",
    "taught_ids",
    "taught_subjects",
    "teachers_of",
    "teachers_means",
    "teaches",
]
