"""The acts of the gradebook."""

from .appraising import Said, add_phrase, put_away_phrase, save_appraisals
from .closing import approve_reopening, ask_reopening, close_again, close_term, close_terms, decline_reopening
from .concluding import record_conclusions
from .errors import GradebookError
from .exempting import grant_exemption, withdraw_exemption
from .loading import MarkRow, close_loaded, load_appraisals, load_marks
from .many import store_results_of
from .marking import CONFLICT, REFUSED, SAVED, Answer, Cell, save_cells
from .summer import Retaken, Trained, save_summer
from .taking_over import enter_taken_over, take_over

__all__ = [
    "CONFLICT",
    "REFUSED",
    "SAVED",
    "Answer",
    "Cell",
    "GradebookError",
    "MarkRow",
    "Retaken",
    "Said",
    "Trained",
    "add_phrase",
    "approve_reopening",
    "ask_reopening",
    "close_again",
    "close_loaded",
    "close_term",
    "close_terms",
    "decline_reopening",
    "enter_taken_over",
    "grant_exemption",
    "load_appraisals",
    "load_marks",
    "put_away_phrase",
    "record_conclusions",
    "save_appraisals",
    "save_cells",
    "save_summer",
    "store_results_of",
    "take_over",
    "withdraw_exemption",
]
