"""The writes of the school year: one function per act."""

from .loading import ClassRow, EnrolmentRow, ids_of_years, load_classes, load_enrolments

__all__ = [
    "ClassRow",
    "EnrolmentRow",
    "ids_of_years",
    "load_classes",
    "load_enrolments",
]
