"""The acts of the gradebook."""

from .appraising import Said, add_phrase, put_away_phrase, save_appraisals
from .closing import approve_reopening, ask_reopening, close_again, close_term, close_terms, decline_reopening
from .errors import GradebookError
from .loading import MarkRow, load_marks
from .marking import CONFLICT, REFUSED, SAVED, Answer, Cell, save_cells

__all__ = [
    "CONFLICT",
    "REFUSED",
    "SAVED",
    "Answer",
    "Cell",
    "GradebookError",
    "MarkRow",
    "Said",
    "add_phrase",
    "approve_reopening",
    "ask_reopening",
    "close_again",
    "close_term",
    "close_terms",
    "decline_reopening",
    "load_marks",
    "put_away_phrase",
    "save_appraisals",
    "save_cells",
]
