"""The writes of the curriculum: one function per act."""

from .electives import add_set, change_set, close_set
from .lines import add_line, end_line, revise_line
from .points import add_point, revise_point
from .subjects import add_subject, change_subject, close_subject

__all__ = [
    "add_line",
    "add_point",
    "add_set",
    "add_subject",
    "change_set",
    "change_subject",
    "close_set",
    "close_subject",
    "end_line",
    "revise_line",
    "revise_point",
]
